//! Small documents with one construct each, and the code generated from them.
//!
//! `fixtures/<case>.yaml` is the document, `fixtures/<case>.overlay.yaml` beside it the overlay, if the case has one.
//! That all this code compiles is tested in `xtask/tests/fixtures_compile.rs`.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, panic};

use paygentic_codegen::{Files, Generated, Input, OverlayMode, Source, generate, names};
use serde_json::Value;

struct Fixture {
    name: String,
    document: String,
    overlay: Option<String>,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let overlay = fs::read_to_string(path.with_extension("overlay.yaml")).ok();
        Self { name, document: fs::read_to_string(path).unwrap(), overlay }
    }

    fn generate(&self) -> Generated {
        let source = |text| Source { name: &self.name, text };
        let input = Input {
            document: source(&self.document),
            overlay: self.overlay.as_deref().map(source),
            overlay_mode: OverlayMode::Strict,
        };
        generate(&input)
            .unwrap_or_else(|diagnostics| panic!("fixture `{}`:\n{diagnostics}", self.name))
    }
}

/// All fixtures, in alphabetical order.
fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.to_str().unwrap().ends_with(".overlay.yaml"));
    paths.sort();
    paths.iter().map(|path| Fixture::read(path)).collect()
}

/// All output of a fixture. Files that are identical to those of the fixture `minimal` are only listed.
fn report(generated: &Generated, minimal: &Files) -> String {
    let mut text = format!("{}\n", generated.counts);
    for warning in &generated.warnings {
        writeln!(text, "\n{warning}").unwrap();
    }
    for (path, file) in &generated.files {
        if minimal.get(path) == Some(file) {
            writeln!(text, "\n===== {path} as in `minimal`").unwrap();
        } else {
            write!(text, "\n===== {path}\n{file}").unwrap();
        }
    }
    text
}

#[test]
fn every_fixture_matches_its_snapshot() {
    let fixtures = fixtures();
    let minimal =
        fixtures.iter().find(|fixture| fixture.name == "minimal").unwrap().generate().files;
    let is_as_reviewed = |fixture: &&Fixture| {
        panic::catch_unwind(|| {
            let known = if fixture.name == "minimal" { Files::new() } else { minimal.clone() };
            let mut settings = insta::Settings::clone_current();
            settings.set_omit_expression(true);
            settings.bind(|| {
                insta::assert_snapshot!(fixture.name.as_str(), report(&fixture.generate(), &known))
            });
        })
        .is_ok()
    };
    // Reports all of them in one run, not only the first.
    let changed: Vec<&str> = fixtures
        .iter()
        .filter(|fixture| !is_as_reviewed(fixture))
        .map(|f| f.name.as_str())
        .collect();
    assert!(
        changed.is_empty(),
        "these fixtures differ from their snapshots, or have none: {changed:?}"
    );
}

/// A type with the name of an import would shadow it, or conflict with it.
#[test]
fn type_names_never_equal_an_import_of_emitted_code() {
    let mut imported = BTreeSet::new();
    for fixture in fixtures() {
        for file in fixture.generate().files.values() {
            let lists = file.split("use crate::support::").skip(1);
            let lists = lists.filter_map(|rest| rest.split(';').next());
            let names = lists.flat_map(|list| list.split(|c: char| !c.is_ascii_alphanumeric()));
            imported.extend(
                names.filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned),
            );
        }
    }
    for name in ["Call", "EventStream", "FilePart", "PathStyle", "RawReply", "Style"] {
        assert!(imported.contains(name), "no fixture imports `{name}`");
    }
    for name in imported {
        assert_ne!(names::type_name(&name), name);
    }
}

#[test]
fn every_snapshot_has_a_fixture() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in fs::read_dir(tests.join("snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let case = file.strip_prefix("fixtures__").and_then(|rest| rest.strip_suffix(".snap"));
        let is_stale =
            case.is_some_and(|case| !tests.join(format!("fixtures/{case}.yaml")).exists());
        assert!(!is_stale, "the fixture of the snapshot {file} is gone: remove it");
    }
}

#[test]
fn generation_is_deterministic() {
    for fixture in fixtures() {
        let (one, other) = (fixture.generate(), fixture.generate());
        assert!(one.files == other.files, "fixture `{}`", fixture.name);
        let model = |generated: &Generated| serde_json::to_string(&generated.model).unwrap();
        assert_eq!(model(&one), model(&other), "fixture `{}`", fixture.name);
    }
}

#[test]
fn no_prose_of_a_document_is_emitted() {
    let mut count = 0;
    for fixture in fixtures() {
        let document = serde_yaml::from_str(&fixture.document).unwrap();
        let generated: String = fixture.generate().files.into_values().collect();
        for text in prose(&document) {
            assert!(
                !generated.contains(text),
                "fixture `{}`: {text:?} is in the output",
                fixture.name
            );
            count += 1;
        }
    }
    assert!(count > 100, "too little prose to check: {count} strings");
}

/// The prose of a document at any location: every string of more than one word.
fn prose(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if text.contains(' ') && text.ends_with('.') => vec![text],
        Value::Array(items) => items.iter().flat_map(prose).collect(),
        Value::Object(object) => object.values().flat_map(prose).collect(),
        _ => Vec::new(),
    }
}
