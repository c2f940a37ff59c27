//! A diff as Markdown, for `xtask diff --format markdown`. The pull request of an update is written by
//! `xtask/src/update/pull_request.rs`.

use std::fmt;

use super::change::{Change, Diff};
use super::grouping::by_resource;
use super::rendering::{overall, versions};
use crate::diagnostic::plural;
use crate::markdown::code;

/// Prints a diff as Markdown: first what callers must review, then the rest.
pub struct Markdown<'d>(pub &'d Diff);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diff { old, new, changes } = self.0;
        writeln!(f, "## {}\n", versions(self.0, &code))?;
        writeln!(
            f,
            "{} before, {} after, {} in both.\n",
            plural(old.operations, "operation"),
            new.operations,
            old.common
        )?;
        let [rust, wire] = overall(self.0);
        writeln!(f, "- **Rust** {rust}")?;
        writeln!(f, "- **Wire** {wire}")?;
        let (urgent, rest): (Vec<&Change>, Vec<&Change>) =
            changes.iter().partition(|change| change.concern().is_urgent());
        section(f, "Changes that callers must review", &urgent)?;
        section(f, "Other changes", &rest)
    }
}

fn section(f: &mut fmt::Formatter<'_>, heading: &str, changes: &[&Change]) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n### {heading}")?;
    for (resource, changes) in by_resource(changes.iter().copied()) {
        writeln!(f, "\n**{}**\n", code(resource))?;
        for change in changes {
            writeln!(f, "{}", Item(change))?;
        }
    }
    Ok(())
}

/// A change as an item of a list.
pub struct Item<'d>(pub &'d Change);

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rendered = self.0.rendered();
        write!(f, "- {}", rendered.title)?;
        if !rendered.verdict.is_empty() {
            write!(f, " (**{}**)", rendered.verdict)?;
        }
        write!(f, " [`{}`]", rendered.id)?;
        if !rendered.note.is_empty() {
            write!(f, "\n  {}", rendered.note)?;
        }
        if !rendered.places.is_empty() {
            write!(f, "\n  <sub>{}</sub>", rendered.places)?;
        }
        Ok(())
    }
}
