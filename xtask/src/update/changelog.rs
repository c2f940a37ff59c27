//! CHANGELOG.md: an entry for each version of the SDK, the newest on top.

use anyhow::{Result, ensure};
use askama::Template;
use jiff::civil::Date;
use paygentic_codegen::diff::{Change, Concern, Diff, Rust};
use paygentic_codegen::markdown::code;
use semver::Version;

use super::summary::{self, changes};
use super::wording::line;
use crate::source::Fetched;

#[derive(Template)]
#[template(path = "changelog-entry.md")]
struct Entry<'a> {
    version: &'a Version,
    date: Date,
    document: String,
    sha256: &'a str,
    sections: Vec<Section>,
}

struct Section {
    title: &'static str,
    lines: Vec<String>,
}

/// The entry for a version.
pub fn entry(version: &Version, date: Date, fetched: &Fetched, diff: &Diff) -> Result<String> {
    let section = |kind: Concern| Section {
        title: summary::title(kind),
        lines: changes(diff, kind).map(reported).collect(),
    };
    let sections = Concern::ALL.into_iter().map(section);
    let entry = Entry {
        version,
        date,
        document: code(&fetched.version),
        sha256: fetched.short_sha256(),
        sections: sections.filter(|section| !section.lines.is_empty()).collect(),
    };
    Ok(entry.render()?)
}

/// A change that breaks Rust code gets its verdict, because it may also be breaking or risky over the wire.
fn reported(change: &Change) -> String {
    match change.rust {
        Rust::Breaking => format!("{} (**{}**)", line(change), change.verdict()),
        _ => line(change),
    }
}

/// The version whose entry names the document with this hash.
pub fn version_of<'l>(log: &'l str, sha256: &str) -> Option<&'l str> {
    let named = format!("sha256 `{sha256}`");
    let mut version = None;
    for line in log.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            version = heading.split_whitespace().next();
        } else if line.contains(&named) {
            return version;
        }
    }
    None
}

/// The change log with an entry on top of the others.
pub fn with_entry(file: &str, text: &str, version: &Version, entry: &str) -> Result<String> {
    let heading = format!("## {version} ");
    ensure!(
        !text.lines().any(|line| format!("{line} ").starts_with(&heading)),
        "{file} has an entry for {version} already, but the manifest of the SDK has an older version; make them agree"
    );
    let top = text
        .match_indices("## ")
        .map(|(at, _)| at)
        .find(|at| *at == 0 || text[..*at].ends_with('\n'))
        .unwrap_or(text.len());
    let (head, rest) = text.split_at(top);
    let parts = [head, entry, rest].map(str::trim);
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join("\n\n") + "\n")
}
