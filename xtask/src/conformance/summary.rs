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
    /// Cases that went well.
    pub passed: u64,
    /// Cases that differ for a reason that is written down.
    pub excepted: u64,
    /// Cases that did not go well.
    pub failed: u64,
    /// Why it could not run.
    pub skipped: Option<String>,
}

impl Summary {
    /// Reads the last line that is a summary, and gives what else there was. Test harnesses have the last
    /// word wherever they run, so what follows is no mistake.
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
