//! The suite `examples`: what the publisher gives as examples of bodies is decoded into the models and encoded
//! again, and every value that the document knows of must still be there.
//!
//! The documents are not part of the repository; the variable `PUBLISHED_SPECS` names their folder.

mod document;
mod exceptions;
mod extract;
mod program;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::Value;

use super::Figures;
use crate::compare::{Kind, compare};

use self::document::Document;
use self::extract::Example;

/// The variable that names the folder with the documents.
const FOLDER: &str = "PUBLISHED_SPECS";

/// What the suite takes.
#[derive(Debug, Args)]
pub struct Options {
    /// Only the newest document, for which the SDK of this repository is made; for each of the others an SDK
    /// is generated and built.
    #[arg(long)]
    newest: bool,
}

/// What came of the examples of one document.
#[derive(Debug, Default)]
struct Tally {
    examples: usize,
    passed: usize,
    excepted: usize,
    failed: usize,
}

/// The result of an example: the output, or why there is none.
type Outcome = Result<Value, String>;

/// Runs the suite.
///
/// # Errors
///
/// A document cannot be read, or the SDK for it cannot be made.
pub fn run(options: &Options) -> Result<ExitCode> {
    let Some(folder) = env::var_os(FOLDER).filter(|folder| !folder.is_empty()) else {
        let why = format!("{FOLDER} does not name a folder with published documents");
        print(&Tally::default(), (0, 0), Some(why));
        return Ok(ExitCode::SUCCESS);
    };
    let mut paths = documents(Path::new(&folder))?;
    let newest = paths.pop().context("the folder has no document in it")?;
    let mut all = Tally::default();
    let mut operations = (0, 0);
    for path in [newest.clone()].iter().chain(paths.iter().rev().filter(|_| !options.newest)) {
        let document = read(path)?;
        let examples = extract::examples(&document);
        let version = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let outcomes = if *path == newest {
            operations = (covered(&examples), extract::operations(&document));
            program::here(&examples)?
        } else {
            program::generated(path, &version, &examples)?
        };
        let tally = judge(&document, &version, &examples, &outcomes);
        eprintln!(
            "{version}: {} examples, {} passed, {} excepted, {} failed",
            tally.examples, tally.passed, tally.excepted, tally.failed
        );
        all.examples += tally.examples;
        all.passed += tally.passed;
        all.excepted += tally.excepted;
        all.failed += tally.failed;
    }
    print(&all, operations, None);
    Ok(if all.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The documents of a folder, by date.
fn documents(folder: &Path) -> Result<Vec<PathBuf>> {
    let context = || format!("cannot read the folder that {FOLDER} names");
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Document> {
    let name = path.file_name().unwrap_or_default().display();
    let text = fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let document = serde_json::from_slice(&text).with_context(|| format!("{name} is not JSON"))?;
    Ok(Document(document))
}

fn covered(examples: &[Example<'_>]) -> usize {
    let operations: BTreeSet<&str> = examples.iter().map(|example| example.operation).collect();
    operations.len()
}

/// Says what is to be said about each example, and counts.
fn judge(
    document: &Document,
    version: &str,
    examples: &[Example<'_>],
    outcomes: &[Outcome],
) -> Tally {
    let mut tally = Tally { examples: examples.len(), ..Tally::default() };
    for (example, outcome) in examples.iter().zip(outcomes) {
        let name = &example.name;
        let wrong = match outcome {
            Err(error) => vec![error.clone()],
            Ok(out) => {
                let mut wrong = Vec::new();
                for one in compare(&document.0, example.schema, &example.json, out) {
                    match one.kind {
                        Kind::Undescribed => {
                            eprintln!("{version}: {name}: no model has {}", one.at);
                        }
                        // To a model, null and nothing are the same; examples leave out even what is required.
                        Kind::LostNull | Kind::AddedNull => {}
                        _ => wrong.push(one.to_string()),
                    }
                }
                wrong
            }
        };
        if wrong.is_empty() {
            tally.passed += 1;
        } else if let Some(reason) = exceptions::reason(version, name) {
            tally.excepted += 1;
            eprintln!("{version}: {name}: excepted, {reason}");
        } else {
            tally.failed += 1;
            for wrong in wrong {
                eprintln!("{version}: {name}: FAILED, {wrong}");
            }
        }
    }
    tally
}

fn print(tally: &Tally, (operations, of): (usize, usize), skipped: Option<String>) {
    let figures = Figures {
        operations,
        of,
        passed: tally.passed,
        excepted: tally.excepted,
        failed: tally.failed,
    };
    figures.print("examples", skipped.as_deref());
}
