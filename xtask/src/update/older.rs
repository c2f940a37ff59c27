//! Signs that a document is older than the pinned one. Its version cannot tell: every document published so far has the
//! same `info.version`.

use paygentic_codegen::diff::{Action, Diff};

use super::changelog;
use crate::source::Fetched;

/// With fewer removals than this, more removals than additions are no evidence.
const ENOUGH: usize = 5;

/// Why the document may be older than the pinned one; `log` is the change log before the update.
pub fn sign(log: &str, fetched: &Fetched, diff: &Diff) -> Option<String> {
    let sha256 = fetched.short_sha256();
    if let Some(version) = changelog::version_of(log, sha256) {
        return Some(format!(
            "this is an earlier document: SDK version {version} was generated from it"
        ));
    }
    let count = |action| {
        let changes = diff.changes.iter().filter(|change| change.action == action);
        changes.map(|change| change.items.len()).sum::<usize>()
    };
    let (removed, added) = (count(Action::Removed), count(Action::Added));
    (removed >= ENOUGH && removed > added).then(|| {
        format!(
            "this may be an earlier document than the current one: it removes {removed} items and adds {added}; check where it is from"
        )
    })
}
