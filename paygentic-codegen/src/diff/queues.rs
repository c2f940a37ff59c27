//! Compares which request bodies can be queued: those whose type no operation sends without accepting an idempotency
//! key.

use super::catalogue as rules;
use super::change::{Rust, Subject};
use super::comparison::Comparison;
use super::pending_change::PendingChange;
use crate::model::Model;

impl<'m> Comparison<'m> {
    pub(super) fn compare_queues(&mut self) {
        let before: Vec<&'m str> = queued(self.old)
            .map(|name| self.renames.get(name).copied().unwrap_or(name))
            .filter(|name| self.new_types.contains(name))
            .collect();
        let after: Vec<&'m str> =
            queued(self.new).filter(|name| self.old_types.contains(name)).collect();
        let of = |rule, name| PendingChange::of(rule, Subject::Type, name);
        for name in before.iter().filter(|name| !after.contains(name)) {
            let pending = of(&rules::QUEUE_SUPPORT_LOST, name).old("impl Queueable");
            self.push(pending.rust(Rust::Breaking));
        }
        for name in after.iter().filter(|name| !before.contains(name)) {
            let pending = of(&rules::QUEUE_SUPPORT_ADDED, name).new_("impl Queueable");
            self.push(pending.rust(Rust::Addition));
        }
    }
}

/// The bodies that a queue can hold.
fn queued(model: &Model) -> impl Iterator<Item = &str> {
    let operations = model.operations().into_iter();
    operations.filter_map(|operation| Some(model.name(operation.queued.as_ref()?.ty)))
}
