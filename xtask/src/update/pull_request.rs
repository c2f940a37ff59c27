//! The text of the pull request.

use anyhow::Result;
use askama::Template;
use paygentic_codegen::diff::{Aspect, Change, Concern};
use paygentic_codegen::markdown::{block, code, plain};
use semver::Version;

use super::coverage::Coverage;
use super::list::List;
use super::report::ContractUpdate;
use super::summary::{self, changes};
use super::wording::{document, findings, items, line, urgent};
use crate::source::Fetched;

/// GitHub takes 65,536 characters; there are never fewer bytes than characters. The rest is for the author of the pull request.
pub const LIMIT: usize = 65_000;

/// The most entries removed from the overlay that are listed; there may be hundreds.
const DROPPED: usize = 40;

/// The number of parts that can be shortened.
const PARTS: usize = 9;

const SURFACE_ELSEWHERE: &str = "the diff of the snapshot of the surface has all of them";

/// The input of the text.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The document that was read.
    pub fetched: &'a Fetched,
    /// The resulting update.
    pub account: &'a ContractUpdate,
    /// The unified diff of the surface.
    pub surface: &'a str,
}

#[derive(Template)]
#[template(path = "pull-request.md")]
struct Text<'a> {
    document: String,
    older: Option<String>,
    release: &'a Option<(Version, Version)>,
    rust: String,
    wire: String,
    summary: String,
    callers: List,
    additions: List,
    deprecations: List,
    others: List,
    surface: Surface,
    coverage: &'a [Coverage],
    undocumented: List,
    retired: List,
    dropped: List,
    warnings: List,
}

/// The text, shortened to what GitHub accepts.
pub fn text(facts: &Facts<'_>) -> Result<String> {
    let mut text = Text::new(facts);
    let mut rendered = text.render()?;
    for part in 0..PARTS {
        let excess = rendered.len().saturating_sub(LIMIT);
        if excess == 0 {
            break;
        }
        text.parts()[part].cut(excess);
        rendered = text.render()?;
    }
    Ok(rendered)
}

impl<'a> Text<'a> {
    fn new(facts: &Facts<'a>) -> Self {
        let (account, diff) = (facts.account, &facts.account.diff);
        let (deprecations, others): (Vec<_>, Vec<_>) =
            changes(diff, Concern::Other).partition(|change| is_deprecated(change));
        let undocumented = account.coverage.iter().flat_map(|kind| &kind.new);
        Self {
            document: document(facts.fetched),
            older: account.older.as_deref().map(plain),
            release: &account.release,
            rust: diff.rust().to_string(),
            wire: diff.wire().to_string(),
            summary: summary::summary(diff),
            callers: items(urgent(diff)),
            additions: List::new(changes(diff, Concern::Added).map(line)),
            deprecations: items(deprecations),
            others: items(others),
            surface: Surface(List::raw(facts.surface.lines()).or(SURFACE_ELSEWHERE)),
            coverage: &account.coverage,
            undocumented: List::new(undocumented.map(|name| code(name)))
                .or("`cargo xtask docs` lists all of them"),
            retired: List::new(account.retired.iter().map(|id| code(id))),
            dropped: List::new(account.dropped.iter().map(|part| plain(part)))
                .or("the diff of that file has all of them")
                .at_most(DROPPED),
            warnings: findings(&account.warnings).or("`cargo xtask generate` prints all of them"),
        }
    }

    /// The parts that may be cut, the least important first.
    fn parts(&mut self) -> [&mut List; PARTS] {
        [
            &mut self.surface.0,
            &mut self.warnings,
            &mut self.undocumented,
            &mut self.dropped,
            &mut self.retired,
            &mut self.others,
            &mut self.additions,
            &mut self.deprecations,
            &mut self.callers,
        ]
    }
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
