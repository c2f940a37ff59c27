//! The changes of an update, sorted by what they mean for callers.

use paygentic_codegen::diff::{Change, Concern, Diff};

/// The heading of a section.
pub fn title(kind: Concern) -> &'static str {
    match kind {
        Concern::BreakingRust => "Breaking for Rust code",
        Concern::BreakingWire => "Breaking over the wire",
        Concern::RiskyWire => "Risky over the wire",
        Concern::Added => "Added",
        Concern::Other => "Other changes",
    }
}

/// The changes of one kind, in their order.
pub fn changes(diff: &Diff, kind: Concern) -> impl Iterator<Item = &Change> {
    diff.changes.iter().filter(move |change| change.concern() == kind)
}

/// `7 changes: 1 breaks Rust code, 2 are risky over the wire, 4 are additions`.
pub fn summary(diff: &Diff) -> String {
    let parts: Vec<String> = Concern::ALL
        .into_iter()
        .map(|kind| (kind, changes(diff, kind).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| counted(kind, count))
        .collect();
    match diff.changes.len() {
        0 => "none that callers could notice".to_owned(),
        1 => format!("1 change: {}", parts.join(", ")),
        all => format!("{all} changes: {}", parts.join(", ")),
    }
}

fn counted(kind: Concern, count: usize) -> String {
    let text = match (kind, count) {
        (Concern::BreakingRust, 1) => "breaks Rust code",
        (Concern::BreakingRust, _) => "break Rust code",
        (Concern::BreakingWire, 1) => "is breaking over the wire",
        (Concern::BreakingWire, _) => "are breaking over the wire",
        (Concern::RiskyWire, 1) => "is risky over the wire",
        (Concern::RiskyWire, _) => "are risky over the wire",
        (Concern::Added, 1) => "is an addition",
        (Concern::Added, _) => "are additions",
        (Concern::Other, 1) => "is of another kind",
        (Concern::Other, _) => "are of other kinds",
    };
    format!("{count} {text}")
}
