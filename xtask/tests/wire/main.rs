//! Requests of generated crates on the wire: each case is a small document, and a program that calls the crate
//! generated from it through a transport that records the requests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../compile/mod.rs"]
mod compile;

use std::fs;
use std::path::Path;
use std::process::Command;

use compile::{
    Case, copy_lock_file, folder, into_member, standalone_crate, write, write_workspace,
};

/// Each is compiled beside the others, and their dependencies once.
const CASES: [&str; 2] = ["bodies", "parameters"];

#[test]
fn every_program_passes() {
    let workspace = folder("wire");
    CASES.iter().for_each(|name| write_case(&workspace.join(name), name));
    write_workspace(&workspace, &CASES.map(str::to_owned));
    copy_lock_file(&workspace);
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--workspace", "--no-fail-fast", "--test", "wire"])
        .args(["--no-default-features", "--features", "blocking"])
        .current_dir(&workspace)
        .env("CARGO_TARGET_DIR", self::folder("wired"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Makes a crate of `wire/<name>.yaml`, with `wire/<name>.rs` as a test of it.
fn write_case(folder: &Path, name: &str) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire");
    let read =
        |extension: &str| fs::read_to_string(sources.join(name).with_extension(extension)).unwrap();
    let case = Case { name: name.to_owned(), document: read("yaml"), overlay: None };
    let mut files = standalone_crate(folder, &case.generate());
    into_member(&mut files, "Cargo.toml", None);
    write(folder, files, "");
    fs::create_dir_all(folder.join("tests")).unwrap();
    fs::write(folder.join("tests/wire.rs"), read("rs")).unwrap();
}
