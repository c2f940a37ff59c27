//! Every refusal says what is wrong, where, and what to do: one snapshot for each fixture
//! in `tests/refusals`.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use paygentic_codegen::{Diagnostics, Input, OverlayMode, Severity, Source, document, generate};

/// What is reported about a document.
fn report(name: &str, text: &str) -> Diagnostics {
    let input =
        Input { document: Source { name, text }, overlay: None, overlay_mode: OverlayMode::Strict };
    generate(&input).map_or_else(|errors| errors, |generated| Diagnostics(generated.warnings))
}

fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals");
    let mut fixtures: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
        .collect();
    fixtures.sort();
    fixtures
}

#[test]
fn every_refusal_matches_its_snapshot() {
    for (name, text) in fixtures() {
        insta::assert_snapshot!(name.as_str(), report("api.yaml", &text).to_string());
    }
}

#[test]
fn every_refusal_has_a_finding_with_a_location() {
    // These are accepted, with findings that say how they are read.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals");
    let accepted = std::fs::read_to_string(folder.join("accepted.txt")).unwrap();
    let accepted: Vec<&str> = accepted.lines().filter(|line| !line.starts_with('#')).collect();
    for (name, text) in fixtures() {
        let findings = report("api.yaml", &text);
        let errors = findings.count(Severity::Error);
        assert_eq!(errors == 0, accepted.contains(&name.as_str()), "{name}: {findings}");
        for finding in &findings.0 {
            let place = finding.pointer.strip_prefix('#').unwrap();
            let document = document::parse(&Source { name: "api.yaml", text: &text }).unwrap();
            assert!(document.pointer(place).is_some(), "{name}: nothing at {}", finding.pointer);
        }
    }
}
