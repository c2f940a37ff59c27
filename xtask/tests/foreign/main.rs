//! Code is generated from documents of other APIs without edits, and it compiles.
//!
//! They are not part of the repository: `FOREIGN_SPECS` names the folders, separated as in `PATH`. A debug build,
//! such as that of `cargo test`, only generates; the suite `foreign` of `cargo xtask conformance` compiles too.
//! For some of them, values that match their schemas also round-trip through the generated code.
//! `FOREIGN_PART=2/5` compiles and judges the second of five parts, `FOREIGN_PART=all` all.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../compile/mod.rs"]
mod compile;
#[path = "../reporting/mod.rs"]
mod reporting;
mod values;

use std::path::{Path, PathBuf};
use std::{env, fs, panic};

use compile::{Case, LINTS, WITHOUT_TLS, check, folder, standalone_crate, write};
use paygentic_codegen::Generated;
use reporting::part::Part;
use reporting::{say, summary};

const FOLDERS: &str = "FOREIGN_SPECS";
const PART: &str = "FOREIGN_PART";

/// Whether this runs as an ordinary test, not as the suite.
const IS_QUICK: bool = cfg!(debug_assertions);

#[test]
fn every_foreign_document_compiles() {
    let documents = documents();
    if documents.is_empty() {
        let reason = format!("{FOLDERS} does not name a folder with documents of other APIs");
        say(&format!("SKIPPED: {reason}"));
        return summary("foreign", 0, (0, 0, 0), Some(&reason));
    }
    let part = part();
    let (mut operations, mut passed, mut compiled) = (0, 0, 0);
    let mut failures = Vec::new();
    let mut values = values::Tally::default();
    for (index, path) in documents.iter().enumerate() {
        let name = path.file_name().unwrap().to_string_lossy();
        let outcome = generated(path).and_then(|generated| {
            operations += generated.counts.operations;
            if part.includes(index) {
                compiled += 1;
                compiles(&generated)?;
            }
            if judges(part) && values::is_judged(path, part) {
                values.judge(path, &generated);
            }
            Ok(generated.warnings.len())
        });
        match outcome {
            Ok(warnings) => {
                passed += 1;
                say(&format!("{name:44} ok, {warnings} warnings"));
            }
            Err(why) => failures.push(format!("{name}: {why}")),
        }
    }
    failures.append(&mut values.failures);
    failures.iter().for_each(|failure| say(failure));
    say(&format!("{passed} of {} documents, {compiled} compiled", documents.len()));
    let passed = passed + usize::try_from(values.passed).unwrap();
    let excepted = usize::try_from(values.excepted).unwrap();
    summary("foreign", operations, (passed, excepted, failures.len()), None);
    assert!(failures.is_empty(), "see above");
}

/// The part of the documents that is compiled: none in an ordinary test run.
fn part() -> Part {
    Part::chosen(PART, if IS_QUICK { Part::NONE } else { Part::ALL }).unwrap()
}

/// Whether values are checked too: debug builds leave that to the suite.
fn judges(part: Part) -> bool {
    !IS_QUICK || part == Part::ALL
}

/// All documents, in alphabetical order, without the overlays beside them.
fn documents() -> Vec<PathBuf> {
    let folders = env::var_os(FOLDERS).unwrap_or_default();
    let mut found: Vec<PathBuf> = env::split_paths(&folders)
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "json" || extension == "yaml")
        })
        .filter(|path| !path.to_string_lossy().ends_with("overlay.yaml"))
        .collect();
    found.sort();
    found
}

fn generated(path: &Path) -> Result<Generated, String> {
    let case = Case {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        document: fs::read_to_string(path).unwrap(),
        overlay: None,
    };
    panic::catch_unwind(|| case.try_generate())
        .unwrap_or_else(|_| Err("the generator panicked".to_owned()))
}

fn compiles(generated: &Generated) -> Result<(), String> {
    let folder = folder("foreign");
    write(&folder, standalone_crate(&folder, generated), LINTS);
    check(&folder, WITHOUT_TLS).map_err(|errors| format!("does not compile:\n{errors}"))
}
