//! A change on its way: what is known of it is added piece by piece.

use super::change::{Action, Aspect, Change, Rust, Subject, Wire};
use super::comparison::Site;

/// A change, and by what else than its words it is told from others.
pub(super) struct Found {
    pub change: Change,
    /// What the item is called inside its type, such as a field: the same change of the same thing in several
    /// types is told once.
    pub member: String,
}

/// A change on its way.
pub(super) struct Draft(pub Found);

impl Draft {
    pub(super) fn new(subject: Subject, action: Action, item: &str) -> Self {
        let member = item.rsplit_once("::").map_or("", |(_, member)| member);
        Self(Found {
            member: member.to_owned(),
            change: Change {
                resource: String::new(),
                subject,
                action,
                aspect: None,
                items: vec![item.to_owned()],
                old: None,
                new: None,
                rust: Rust::Same,
                wire: Wire::Safe,
                note: String::new(),
                places: Vec::new(),
            },
        })
    }

    pub(super) fn changed(subject: Subject, item: &str, aspect: Aspect) -> Self {
        let mut draft = Self::new(subject, Action::Changed, item);
        draft.0.change.aspect = Some(aspect);
        draft
    }

    pub(super) fn between(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.0.change.old, self.0.change.new) = (old, new);
        self
    }

    pub(super) fn old(mut self, old: impl Into<String>) -> Self {
        self.0.change.old = Some(old.into());
        self
    }

    pub(super) fn new_(mut self, new: impl Into<String>) -> Self {
        self.0.change.new = Some(new.into());
        self
    }

    pub(super) fn rust(mut self, rust: Rust) -> Self {
        self.0.change.rust = rust;
        self
    }

    /// Breaking if it is so, and no matter for Rust otherwise.
    pub(super) fn breaks_if(self, is_so: bool) -> Self {
        self.rust(if is_so { Rust::Breaking } else { Rust::Same })
    }

    pub(super) fn wire(mut self, wire: Wire) -> Self {
        self.0.change.wire = wire;
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.0.change.note = note.into();
        self
    }

    pub(super) fn at(mut self, site: &Site) -> Self {
        self.0.change.places.clone_from(&site.places);
        self
    }
}
