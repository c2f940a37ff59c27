//! A difference as text for a terminal.

use std::fmt;

use super::change::{Action, Change, Diff};
use super::words::{has_places, overall, places, title, versions};
use crate::markdown::one_line;

/// Prints a difference as text.
pub struct Text<'d>(pub &'d Diff);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diff { old, new, changes } = self.0;
        writeln!(f, "{}", versions(self.0, &one_line))?;
        writeln!(
            f,
            "operations  {} to {}, {} in both",
            old.operations, new.operations, old.common
        )?;
        let [rust, wire] = overall(self.0);
        writeln!(f, "Rust        {rust}")?;
        write!(f, "wire        {wire}")?;
        if changes.is_empty() {
            return write!(f, "\n\nnothing differs");
        }
        let mut resource = "";
        for change in changes {
            if change.resource != resource {
                resource = &change.resource;
                write!(f, "\n\n{resource}")?;
            }
            lines(f, change)?;
        }
        Ok(())
    }
}

fn lines(f: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
    let mark = match change.action {
        Action::Added => '+',
        Action::Removed => '-',
        Action::Renamed | Action::Changed => '~',
    };
    write!(f, "\n  {mark} {}", title(change, &one_line))?;
    let verdict = change.verdict();
    if !verdict.is_empty() {
        write!(f, "  [{verdict}]")?;
    }
    if !change.note.is_empty() {
        write!(f, "\n      {}", one_line(&change.note))?;
    }
    if has_places(change) {
        write!(f, "\n      at {}", places(&change.places, &one_line, false))?;
    }
    Ok(())
}
