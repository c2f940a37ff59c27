//! What calls of generated crates put on the wire: each case is a small document, and a program that calls the crate
//! made from it through a transport that keeps the requests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../compile/mod.rs"]
mod compile;

use std::fs;
use std::path::Path;
use std::process::Command;

use compile::{Case, folder, standalone_crate, write};

#[test]
fn parameters() {
    passes("parameters");
}

#[test]
fn bodies() {
    passes("bodies");
}

/// Makes a crate of `wire/<name>.yaml` and runs `wire/<name>.rs` as a test of it.
fn passes(name: &str) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire");
    let read =
        |extension: &str| fs::read_to_string(sources.join(name).with_extension(extension)).unwrap();
    let case = Case { name: name.to_owned(), document: read("yaml"), overlay: None };
    let folder = folder("wire").join(name);
    write(&folder, standalone_crate(&folder, &case.generate()), "");
    fs::create_dir_all(folder.join("tests")).unwrap();
    fs::write(folder.join("tests/wire.rs"), read("rs")).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--test", "wire"])
        .args(["--no-default-features", "--features", "blocking"])
        .current_dir(&folder)
        // All such crates have the same dependencies: they are compiled once.
        .env("CARGO_TARGET_DIR", self::folder("wired"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{name}:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
