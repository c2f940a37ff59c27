//! `cargo xtask fetch`: extracts the contract from a published document and pins it.

use std::fmt;
use std::fs;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use paygentic_codegen::Source;
use paygentic_codegen::contract::Dropped;
use paygentic_codegen::diagnostic::plural;
use paygentic_codegen::document::external::bundle;

use crate::download::Limits;
use crate::published;
use crate::replace::{Change, replace};
use crate::repository::{CONTRACT, Repository};
use crate::source::{Fetched, Record};

/// The result of a fetch.
#[derive(Debug)]
pub struct Report {
    /// The record that is now in `spec/source.toml`.
    pub record: Record,
    /// What was left out.
    pub dropped: Dropped,
    /// Whether any file on disk is new.
    pub changed: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fetched) = &self.record.fetched {
            let Fetched { version, sha256, paths, operations, schemas, .. } = fetched;
            writeln!(f, "read     version {version}, sha256 {sha256}")?;
            writeln!(
                f,
                "kept     {}, {}, {}",
                plural(*paths, "path"),
                plural(*operations, "operation"),
                plural(*schemas, "schema")
            )?;
        }
        writeln!(
            f,
            "dropped  {} ({} of prose)",
            self.dropped,
            plural(self.dropped.total(), "piece")
        )?;
        let outcome = if self.changed { "written" } else { "unchanged" };
        write!(f, "{outcome} spec/openapi.yaml, spec/source.toml")
    }
}

/// Reads a published document from an address or a file (by default from the address in `spec/source.toml`), and
/// pins its interface in `spec/openapi.yaml`. Both files change, or neither.
pub fn fetch(
    repository: &Repository,
    from: Option<&str>,
    today: Date,
    limits: &Limits,
) -> Result<Report> {
    let before = Record::read(&repository.source())?;
    let pinned = fs::read_to_string(repository.contract()).ok();
    let published = published::read(&before, pinned.as_deref(), from, today, limits)?;
    // Only one file is pinned: others could not be read later.
    let contract = Source { name: CONTRACT, text: &published.contract };
    bundle(&contract, |_| Err("it is not a part of the document".to_owned()))
        .context("cannot pin a document that refers to other files; bundle it first")?;
    let record = published.record.render()?;
    let changed = write(repository, published.contract, record)?;
    Ok(Report { record: published.record, dropped: published.dropped, changed })
}

/// Writes both files in one step, if either is new.
fn write(repository: &Repository, contract: String, record: String) -> Result<bool> {
    let changes = [
        Change::write(repository.contract(), contract),
        Change::write(repository.source(), record),
    ];
    let changed = |change: &Change| fs::read(&change.path).ok() != change.content;
    let changed = changes.iter().any(changed);
    if changed {
        replace(repository.root(), &changes)?;
    }
    Ok(changed)
}
