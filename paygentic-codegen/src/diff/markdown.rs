//! A difference as Markdown.

use std::fmt;

use super::change::{Change, Diff};
use super::words::{has_places, overall, places, plural, versions};
use crate::markdown::{code, plain};

/// Prints a difference as Markdown: what callers must look at first, and then the rest.
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
            changes.iter().partition(|change| change.severity() > 0);
        section(f, "What callers must look at", &urgent)?;
        section(f, "What else is new", &rest)
    }
}

fn section(f: &mut fmt::Formatter<'_>, heading: &str, changes: &[&Change]) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n### {heading}")?;
    let mut resource = "";
    for change in changes {
        if change.resource != resource {
            resource = &change.resource;
            writeln!(f, "\n**{}**\n", code(resource))?;
        }
        writeln!(f, "{}", Item(change))?;
    }
    Ok(())
}

/// A change as an item of a list.
pub struct Item<'d>(pub &'d Change);

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let change = self.0;
        write!(f, "- {}", change.title())?;
        let verdict = change.verdict();
        if !verdict.is_empty() {
            write!(f, " (**{verdict}**)")?;
        }
        if !change.note.is_empty() {
            write!(f, "\n  {}", plain(&change.note))?;
        }
        if has_places(change) {
            write!(f, "\n  <sub>{}</sub>", places(&change.places, &code, false))?;
        }
        Ok(())
    }
}
