//! A diff as text for a terminal.

use std::fmt;

use super::change::{Action, Change, Diff};
use super::grouping::by_resource;
use super::rendering::{overall, render, versions};
use crate::markdown::one_line;

/// Prints a diff as text.
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
        for (resource, changes) in by_resource(changes) {
            write!(f, "\n\n{resource}")?;
            for change in changes {
                lines(f, change)?;
            }
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
    let rendered = render(change, &one_line);
    write!(f, "\n  {mark} {}", rendered.title)?;
    match rendered.verdict.as_str() {
        "" => write!(f, "  [{}]", rendered.id)?,
        verdict => write!(f, "  [{verdict}; {}]", rendered.id)?,
    }
    if !rendered.note.is_empty() {
        write!(f, "\n      {}", one_line(&rendered.note))?;
    }
    if !rendered.places.is_empty() {
        write!(f, "\n      at {}", rendered.places)?;
    }
    Ok(())
}
