//! The text of the pull request.

use anyhow::Result;
use askama::Template;
use jiff::civil::Date;
use paygentic_codegen::diff::{Aspect, Change, Concern, Diff, by_resource};
use paygentic_codegen::markdown::{block, code, plain};
use semver::Version;

use super::change_line::{line, line_in_full, line_with_verdict};
use super::coverage::Coverage;
use super::list::List;
use super::report::Account;
use super::summary::{self, changes};
use crate::source::Fetched;

/// GitHub takes 65,536 characters; there are never fewer bytes than characters. The rest is for the author of the pull request.
pub const LIMIT: usize = 65_000;

/// The input of the text.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The document that was read.
    pub fetched: &'a Fetched,
    /// What it leads to.
    pub account: &'a Account,
    /// The unified diff of the surface.
    pub surface: &'a str,
}

#[derive(Template)]
#[template(path = "pull-request.md")]
struct Text<'a> {
    document: String,
    sha256: &'a str,
    date: Date,
    release: &'a Option<(Version, Version)>,
    rust: String,
    wire: String,
    summary: String,
    callers: List,
    additions: List,
    deprecations: List,
    details: List,
    surface: Surface,
    coverage: &'a [Coverage],
    undocumented: List,
    retired: List,
    dropped: List,
    warnings: List,
}

/// The text, cut where GitHub would refuse it.
pub fn text(facts: &Facts<'_>) -> Result<String> {
    let mut text = Text::new(facts);
    let mut rendered = text.render()?;
    for part in 0..Text::PARTS {
        let excess = rendered.len().saturating_sub(LIMIT);
        if excess == 0 {
            break;
        }
        text.part(part).cut(excess);
        rendered = text.render()?;
    }
    Ok(rendered)
}

impl<'a> Text<'a> {
    /// How many parts can be cut.
    const PARTS: usize = 8;

    fn new(facts: &Facts<'a>) -> Self {
        let (account, diff) = (facts.account, &facts.account.diff);
        let of = |kinds: fn(Concern) -> bool| {
            let kinds = Concern::ALL.into_iter().filter(move |kind| kinds(*kind));
            kinds.flat_map(|kind| changes(diff, kind))
        };
        let undocumented = account.coverage.iter().flat_map(|kind| &kind.new);
        Self {
            document: code(&facts.fetched.version),
            sha256: facts.fetched.short_sha256(),
            date: facts.fetched.date,
            release: &account.release,
            rust: diff.rust().to_string(),
            wire: diff.wire().to_string(),
            summary: summary::summary(diff),
            callers: List::new(of(Concern::is_urgent).map(line_with_verdict)),
            additions: List::new(of(|kind| kind == Concern::Added).map(line)),
            deprecations: List::new(
                diff.changes.iter().filter(|change| is_deprecated(change)).map(line),
            ),
            details: details(diff),
            surface: Surface(List::raw(facts.surface.lines())),
            coverage: &account.coverage,
            undocumented: List::new(undocumented.map(|name| code(name))),
            retired: List::new(account.retired.iter().map(|id| code(id))),
            dropped: List::new(account.dropped.iter().map(|part| plain(part))),
            warnings: List::new(account.warnings.iter().map(|warning| plain(warning))),
        }
    }

    /// The parts that may be cut, the least important first.
    fn part(&mut self, number: usize) -> &mut List {
        match number {
            0 => &mut self.surface.0,
            1 => &mut self.details,
            2 => &mut self.warnings,
            3 => &mut self.undocumented,
            4 => &mut self.dropped,
            5 => &mut self.retired,
            6 => &mut self.additions,
            _ => &mut self.callers,
        }
    }
}

/// Every change below the resource it belongs to, in the order of the difference.
fn details(diff: &Diff) -> List {
    let mut lines = Vec::new();
    for (resource, changes) in by_resource(&diff.changes) {
        lines.push(format!("- {}", code(resource)));
        let reported = |change| format!("  - {}", line_in_full(change));
        lines.extend(changes.into_iter().map(reported));
    }
    List::raw(lines)
}

/// Whether a change deprecates something.
fn is_deprecated(change: &Change) -> bool {
    change.aspect == Some(Aspect::Deprecation) && change.new.is_some()
}

/// A block of code.
struct Surface(List);

impl Surface {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for Surface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&block("diff", &self.0.to_string()))
    }
}
