//! `update`: what it changes, what it leaves unchanged, and what it reports.

mod ahead;
mod changes;
mod order;
mod prune;
mod refusals;
mod removals;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use jiff::civil::{Date, date};
use paygentic_codegen::Files;
use tempfile::TempDir;
use xtask::cli::{GenerateArgs, UpdateArgs};
use xtask::download::Limits;
use xtask::fetch::fetch;
use xtask::generate::generate;
use xtask::repository::Repository;
use xtask::update::{Check, Setting, update};

use crate::support::{DOCUMENT, checkout, files, write};

pub(super) const TODAY: Date = date(2026, 8, 6);

pub(super) const OVERLAY: &str = r"# Ours.
overlay: 1.0.0
info: {title: Ours, version: '1'}
actions:

  # --- Names

  - target: $.info
    description: The contract has no title.
    update: {title: Items}
  - target: $.components.schemas.Item.properties.id  # the only one
    description: A typed id.
    update:
      pattern: '^itm_[a-z]+$'

  # --- Words

  - target: $
    description: Our documentation.
    update:
      x-docs:
        operations:
          # Items
          listItems: Returns the item.
        schemas:
          Item: A thing.
          # Its fields
          Item.id: What it is called.
";
pub(super) const MANIFEST: &str =
    "[package]\nname = \"sdk\"\nversion   = \"0.1.0\" # ours\nedition = \"2024\"\n";
pub(super) const LOCK: &str = "# made by cargo\nversion = 4\n\n[[package]]\nname = \"other\"\nversion = \"0.1.0\"\nsource = \"registry\"\n\n\
     [[package]]\nname = \"sdk\"\nversion = \"0.1.0\"\n";
pub(super) const LOG: &str = "# Change log\n\nWhat changes.\n\n## 0.1.0\n\nThe first.\n";
pub(super) const SURFACE: &str = "---\nsource: tests/generated_crate.rs\n---\n";

/// A checkout that is up to date with the small document.
pub(super) fn ready() -> (TempDir, Repository) {
    let (folder, repository) = checkout();
    publish(&repository, DOCUMENT);
    fetch(&repository, Some(&from(&repository)), date(2026, 7, 30), &Limits::default()).unwrap();
    write(&repository.overlay(), OVERLAY);
    write(&repository.sdk().join("Cargo.toml"), MANIFEST);
    write(&repository.root().join("Cargo.lock"), LOCK);
    write(&repository.changelog(), LOG);
    write(&repository.surface(), SURFACE);
    generate(&repository, &GenerateArgs::default()).unwrap();
    (folder, repository)
}

/// Where the document is published.
pub(super) fn from(repository: &Repository) -> String {
    repository.root().join("saved/published.json").to_str().unwrap().to_owned()
}

pub(super) fn publish(repository: &Repository, document: &str) {
    write(from(repository).as_ref(), document);
}

pub(super) fn arguments(from: &str) -> UpdateArgs {
    UpdateArgs { from: Some(from.to_owned()), ..UpdateArgs::default() }
}

pub(super) fn compiles(_: &Repository, _: &Files, _: &str) -> Result<()> {
    Ok(())
}

/// Updates as the arguments say, and returns the report.
pub(super) fn try_with(
    repository: &Repository,
    arguments: &UpdateArgs,
    check: Check<'_>,
) -> Result<String, String> {
    let setting = Setting { today: TODAY, limits: Limits::default(), check };
    update(repository, arguments, &setting)
        .map(|report| report.to_string())
        .map_err(|error| format!("{error:#}"))
}

pub(super) fn try_run(repository: &Repository) -> Result<String, String> {
    try_with(repository, &arguments(&from(repository)), &compiles)
}

/// Publishes a document and updates to it.
pub(super) fn run(repository: &Repository, document: &str) -> String {
    publish(repository, document);
    try_run(repository).unwrap()
}

/// The same, with the names of the files that differ then.
pub(super) fn run_and_compare(repository: &Repository, document: &str) -> (String, Vec<String>) {
    publish(repository, document);
    let before = files(repository.root());
    (try_run(repository).unwrap(), changed(repository, &before))
}

/// Publishes a document to which an update is refused, asserts that nothing has changed, and returns the error.
pub(super) fn refused(repository: &Repository, document: &str) -> String {
    publish(repository, document);
    let before = files(repository.root());
    let error = try_run(repository).unwrap_err();
    assert_eq!(changed(repository, &before), [""; 0]);
    error
}

/// The names of the files that differ from those before.
pub(super) fn changed(repository: &Repository, before: &BTreeMap<PathBuf, String>) -> Vec<String> {
    let after = files(repository.root());
    let names = before.keys().chain(after.keys());
    let mut names: Vec<String> = names
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| path.strip_prefix(repository.root()).unwrap().display().to_string())
        .collect();
    names.sort();
    names.dedup();
    names
}

pub(super) fn read(repository: &Repository, name: &str) -> String {
    fs::read_to_string(repository.root().join(name)).unwrap()
}

/// The document with one more field in the response.
pub(super) fn addition() -> String {
    DOCUMENT.replace(
        r#""properties": {"id": {"type": "string"}}"#,
        r#""properties": {"id": {"type": "string"}, "size": {"type": "integer"}}"#,
    )
}

/// The document with another operation instead of the field.
pub(super) fn without_field() -> String {
    DOCUMENT.replace(
        r#""required": ["id"], "properties": {"id": {"type": "string"}}"#,
        r#""properties": {"name": {"type": "string"}}"#,
    )
}
