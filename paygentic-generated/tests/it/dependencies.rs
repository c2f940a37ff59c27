//! The dependencies that each feature of the crate adds.

// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::process::Command;

/// The names of all dependencies of a program that uses this crate with only these features.
fn tree(features: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", env!("CARGO_PKG_NAME"), "--edges", "normal,build"])
        .args(["--no-default-features", "--features", features])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_blocking_client_pulls_in_no_async_runtime() {
    let blocking = tree("blocking,rustls");
    assert!(blocking.contains("ureq") && blocking.contains("rustls"));
    for name in [
        "async-std",
        "async-trait",
        "futures",
        "futures-core",
        "futures-util",
        "h2",
        "hyper",
        "mio",
        "reqwest",
        "smol",
        "tokio",
        "tower",
    ] {
        assert!(!blocking.contains(name), "{name} in {blocking:?}");
    }
}

#[test]
fn only_the_libraries_of_enabled_clients_are_pulled_in() {
    let asynchronous = tree("async,rustls");
    assert!(asynchronous.contains("reqwest") && !asynchronous.contains("ureq"));
    let neither = tree("");
    assert!(
        !neither.contains("reqwest") && !neither.contains("ureq") && !neither.contains("rustls")
    );
}

#[test]
fn one_tls_implementation_is_enough() {
    for clients in ["async", "blocking"] {
        let rustls = tree(&format!("{clients},rustls"));
        for name in ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl"] {
            assert!(!rustls.contains(name), "{name} in {rustls:?}");
        }
        let native = tree(&format!("{clients},native-tls"));
        assert!(native.contains("native-tls") && !native.contains("rustls"), "{native:?}");
    }
}

/// Derive macros would account for most of the build time.
#[test]
fn no_feature_pulls_in_derive_macros() {
    let derives = ["serde_derive", "thiserror-impl", "tokio-macros", "tracing-attributes"];
    for features in
        ["async,rustls", "blocking,rustls", "async,rustls,tracing", "async,blocking,rustls"]
    {
        let names = tree(features);
        for name in derives {
            assert!(!names.contains(name), "{name} in {names:?}");
        }
    }
}
