//! The changes of an update, sorted by what they mean for callers.

use paygentic_codegen::diff::{Action, Change, Diff, Rust, Wire};

/// What a change is first of all; the worst comes first, and each change is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Code that compiled may not compile any more.
    BreakingRust,
    /// Requests that were accepted are refused, or responses cannot be read.
    BreakingWire,
    /// That may happen.
    RiskyWire,
    /// Something is there that was not there before.
    Added,
    /// Anything else.
    Other,
}

impl Kind {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] = [
        Self::BreakingRust,
        Self::BreakingWire,
        Self::RiskyWire,
        Self::Added,
        Self::Other,
    ];

    /// What a change is.
    pub fn of(change: &Change) -> Self {
        match (change.rust, change.wire, change.action) {
            (Rust::Breaking, ..) => Self::BreakingRust,
            (_, Wire::Breaking, _) => Self::BreakingWire,
            (_, Wire::Risky, _) => Self::RiskyWire,
            (_, _, Action::Added) => Self::Added,
            _ => Self::Other,
        }
    }

    /// Whether callers have to look at it.
    pub fn concerns_callers(self) -> bool {
        self <= Self::RiskyWire
    }

    /// The heading of a section.
    pub fn title(self) -> &'static str {
        match self {
            Self::BreakingRust => "Breaking for Rust code",
            Self::BreakingWire => "Breaking over the wire",
            Self::RiskyWire => "Risky over the wire",
            Self::Added => "Added",
            Self::Other => "Other changes",
        }
    }
}

/// The changes of one kind, in their order.
pub fn changes(diff: &Diff, kind: Kind) -> impl Iterator<Item = &Change> {
    diff.changes
        .iter()
        .filter(move |change| Kind::of(change) == kind)
}

/// `7 changes: 1 breaks Rust code, 2 are risky over the wire, 4 are additions`.
pub fn summary(diff: &Diff) -> String {
    let parts: Vec<String> = Kind::ALL
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

fn counted(kind: Kind, count: usize) -> String {
    let words = match (kind, count) {
        (Kind::BreakingRust, 1) => "breaks Rust code",
        (Kind::BreakingRust, _) => "break Rust code",
        (Kind::BreakingWire, 1) => "breaks what goes over the wire",
        (Kind::BreakingWire, _) => "break what goes over the wire",
        (Kind::RiskyWire, 1) => "is risky over the wire",
        (Kind::RiskyWire, _) => "are risky over the wire",
        (Kind::Added, 1) => "is an addition",
        (Kind::Added, _) => "are additions",
        (Kind::Other, 1) => "is of another kind",
        (Kind::Other, _) => "are of other kinds",
    };
    format!("{count} {words}")
}
