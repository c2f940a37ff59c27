//! The summary that a suite prints at its end.

use serde::Deserialize;

/// The last line of a suite, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Its name.
    pub suite: String,
    /// How many operations it covered; 0 if it is not about operations.
    pub operations: u64,
    /// Of how many.
    pub of: u64,
    /// Cases that passed.
    pub passed: u64,
    /// Cases that differ for a documented reason.
    pub excepted: u64,
    /// Cases that failed.
    pub failed: u64,
    /// Why it could not run.
    pub skipped: Option<String>,
}

impl Summary {
    /// Reads the last line that is a summary, and returns the other lines. Test harnesses print more after
    /// it, so further lines are not an error.
    pub fn find(output: &str) -> (Option<Self>, String) {
        let mut lines: Vec<&str> = output.lines().collect();
        let found = lines.iter().rposition(|line| read(line).is_some());
        let summary = found.and_then(|index| read(lines.remove(index)));
        (summary, lines.join("\n"))
    }
}

fn read(line: &str) -> Option<Summary> {
    serde_json::from_str(line.trim()).ok()
}
