//! The public surface of the SDK: its snapshot, and what differs from the one before.

use anyhow::{Context as _, Result};
use similar::TextDiff;

/// The snapshot of a new surface, under the header of the old one.
pub fn snapshot(file: &str, before: &str, surface: &str) -> Result<String> {
    let end = before
        .strip_prefix("---\n")
        .and_then(|rest| rest.find("\n---\n"))
        .with_context(|| format!("{file} does not begin with the header of a snapshot"))?;
    let header = &before[..end + "---\n\n---\n".len()];
    Ok(format!("{header}{}\n", surface.trim_end()))
}

/// The lines of both surfaces that differ, each with two lines around it.
pub fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(2).to_string()
}
