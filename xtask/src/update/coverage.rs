//! What an update adds without documentation, as `cargo xtask docs` measures it.

use std::collections::HashSet;

use paygentic_codegen::Model;
use paygentic_codegen::coverage::Part;

/// The items of one kind that lack documentation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// `operations`, `fields` and so on.
    pub kind: &'static str,
    /// How many there are.
    pub total: usize,
    /// The undocumented items that the update adds, by name.
    pub new: Vec<String>,
    /// How many were undocumented before the update.
    pub before: usize,
}

/// What lacks documentation after an update, kind by kind.
pub fn coverage(old: &Model, new: &Model) -> Vec<Coverage> {
    let of = |model| paygentic_codegen::coverage::Coverage::of(model).parts;
    of(old).iter().zip(of(new)).map(|(old, new)| compare(old, new)).collect()
}

fn compare(old: &Part, new: Part) -> Coverage {
    let before: HashSet<&String> = old.missing.iter().collect();
    let (missing, added): (Vec<_>, Vec<_>) =
        new.missing.into_iter().partition(|name| before.contains(name));
    Coverage { kind: new.kind, total: new.total, new: added, before: missing.len() }
}
