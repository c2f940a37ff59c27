//! A change while it is built: the fact, where it was found, and the rule that judges it.

use super::catalogue::{Basis, Rule, Values};
use super::change::{Change, Rust, Subject, Wire};
use super::site::Site;
use super::site::Uses;

/// A change, and what identifies it besides its text.
pub(super) struct JudgedChange {
    pub change: Change,
    /// The name of the item within its type, such as a field: the same change of the same member in several
    /// types is reported once.
    pub member: String,
}

/// A change under construction.
pub(super) struct PendingChange {
    rule: &'static Rule,
    found: JudgedChange,
    uses: Uses,
}

impl PendingChange {
    pub(super) fn of(rule: &'static Rule, subject: Subject, item: &str) -> Self {
        let member = item.rsplit_once("::").map_or("", |(_, member)| member);
        let found = JudgedChange {
            member: member.to_owned(),
            change: Change {
                id: rule.id,
                resource: String::new(),
                subject,
                action: rule.action,
                aspect: rule.aspect,
                items: vec![item.to_owned()],
                old: None,
                new: None,
                rust: Rust::Same,
                wire: Wire::Safe,
                note: String::new(),
                places: Vec::new(),
                basis: Basis::default(),
            },
        };
        Self { rule, found, uses: Uses::default() }
    }

    /// A change of the client as a whole.
    pub(super) fn of_service(rule: &'static Rule, item: &str) -> Self {
        Self { uses: Uses::REQUEST, ..Self::of(rule, Subject::Service, item) }
    }

    pub(super) fn between(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.found.change.old, self.found.change.new) = (old, new);
        self
    }

    pub(super) fn both(self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.between(Some(old.into()), Some(new.into()))
    }

    pub(super) fn old(mut self, old: impl Into<String>) -> Self {
        self.found.change.old = Some(old.into());
        self
    }

    pub(super) fn new_(mut self, new: impl Into<String>) -> Self {
        self.found.change.new = Some(new.into());
        self
    }

    pub(super) fn rust(mut self, rust: Rust) -> Self {
        self.found.change.rust = rust;
        self
    }

    /// Breaking for Rust if true, and without effect on Rust otherwise.
    pub(super) fn breaks_if(self, condition: bool) -> Self {
        self.rust(if condition { Rust::Breaking } else { Rust::Same })
    }

    /// Sets the verdict from the values of both sides.
    pub(super) fn values(mut self, request: Wire, response: Wire) -> Self {
        self.found.change.basis.values = Values { request, response };
        self
    }

    /// Sets the text for `{}` in the advice of the rule.
    pub(super) fn with(mut self, other: impl Into<String>) -> Self {
        self.found.change.basis.other = other.into();
        self
    }

    pub(super) fn at(mut self, site: &Site) -> Self {
        self.found.change.places.clone_from(&site.places);
        self.uses = site.uses;
        self
    }

    /// The change, judged by its rule.
    pub(super) fn judged(mut self) -> JudgedChange {
        self.rule.apply(&mut self.found.change, self.uses);
        self.found
    }
}
