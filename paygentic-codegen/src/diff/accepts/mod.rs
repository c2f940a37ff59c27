//! Whether every value that one schema accepts is accepted by another.
//!
//! All verdicts on requests come from this module. It compares accepted values, not the schemas' text. It
//! assumes that requests contain described properties only, because an SDK can send nothing else.

mod acceptance;
mod constraints;
mod exclusive;
mod numbers;
mod objects;
mod schema;
mod single_value;
mod size_limits;
mod strings;
mod text;
mod unions;

use std::cell::RefCell;

pub(super) use acceptance::Acceptance;
pub(super) use constraints::constraints;
pub(super) use exclusive::with_added_alternative;
pub(super) use objects::{requires_more, undescribed};
pub(super) use schema::Schema;
pub(super) use text::Writing;

use crate::model::TypeKind;
use schema::{NO_FACTS, ResolvedSchema, SchemaSource};
use size_limits::Range;

/// The maximum depth of nested types.
const DEPTH: usize = 24;

/// The pairs of types that are being compared.
#[derive(Default)]
struct AcceptanceCheck {
    open: RefCell<Vec<(*const TypeKind, *const TypeKind)>>,
}

/// Whether every value that `old` accepts is accepted by `new`.
pub(super) fn accepts(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    AcceptanceCheck::default().accepts(old, new)
}

impl AcceptanceCheck {
    fn accepts(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        if old.writing != Writing::Json {
            return self.written(old, new);
        }
        let (old, new) = (old.resolved(), new.resolved());
        if old.is_same(&new) {
            return Acceptance::Yes;
        }
        let pair = match (old.shape, new.shape) {
            (SchemaSource::Type(one), SchemaSource::Type(other)) => {
                Some((std::ptr::from_ref(one), std::ptr::from_ref(other)))
            }
            _ => None,
        };
        if let Some(pair) = pair {
            // Recursive types: the pair that is being compared is assumed to hold (coinduction).
            let is_open = self.open.borrow().contains(&pair);
            if is_open {
                return Acceptance::Yes;
            }
            if self.open.borrow().len() > DEPTH {
                return Acceptance::Unknown;
            }
            self.open.borrow_mut().push(pair);
        }
        let answer = null(old, new)
            .and(self.values(old, new))
            .and(self.exclusive(old, new))
            .and(constraints(old.facts, new.facts));
        if pair.is_some() {
            self.open.borrow_mut().pop();
        }
        answer
    }

    fn values(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        if let Some(values) = old.values() {
            return Acceptance::all(values.iter().map(|value| new.holds(value)));
        }
        if let ResolvedSchema::Union(union) = old.kind() {
            let inside = self.union_accepted((old, union), new);
            return inside.and(size_limits::all(old, new));
        }
        if new.only.is_some()
            || !new.facts.values.is_empty()
            || matches!(new.kind(), ResolvedSchema::Enum(_))
        {
            return self.all_listed(old, new);
        }
        match (old.kind(), new.kind()) {
            (_, ResolvedSchema::Union(union)) => self.accepted_by_union(old, (new, union)),
            (ResolvedSchema::Any, ResolvedSchema::Any) | (_, ResolvedSchema::Any) => any(old, new),
            (ResolvedSchema::Any, _) => Acceptance::No,
            (ResolvedSchema::Text, ResolvedSchema::Text) => strings::accepts(old.facts, new.facts),
            (ResolvedSchema::Number { whole: one }, ResolvedSchema::Number { whole: other }) => {
                numbers::accepts((old.facts, one), (new.facts, other))
            }
            (ResolvedSchema::List(one), ResolvedSchema::List(other)) => {
                self.lists((old, one), (new, other))
            }
            (ResolvedSchema::Map(one), ResolvedSchema::Map(other)) => {
                let is_empty = old.facts.bounds.max_properties == Some(0);
                let inside = if is_empty { Acceptance::Yes } else { self.accepts(one, other) };
                inside.and(Acceptance::of(
                    Range::properties(old.facts).fits(Range::properties(new.facts)),
                ))
            }
            (
                ResolvedSchema::Object(_) | ResolvedSchema::Map(_),
                ResolvedSchema::Object(_) | ResolvedSchema::Map(_),
            ) => self.objects(old, new),
            _ => Acceptance::No,
        }
    }

    /// Compares an old schema whose values are not listed with a list of values.
    fn all_listed(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        match (old.kind(), new.kind()) {
            // A pattern or a format may allow only strings of the list; integers within bounds can be listed.
            (ResolvedSchema::Text, ResolvedSchema::Enum(_)) => {
                Acceptance::of(old.facts.pattern.is_none() && old.facts.format.is_none())
                    .no_unless_known()
            }
            (ResolvedSchema::Number { whole: true }, _) => match numbers::listed(old.facts) {
                Some(values) => Acceptance::all(values.iter().map(|value| new.holds(value))),
                None => Acceptance::No,
            },
            _ => Acceptance::No,
        }
    }

    fn lists(
        &self,
        (old, one): (Schema<'_>, Schema<'_>),
        (new, other): (Schema<'_>, Schema<'_>),
    ) -> Acceptance {
        let range = Range::items(old.facts);
        let items = if range.most == Some(0) { Acceptance::Yes } else { self.accepts(one, other) };
        items.and(size_limits::of_lists(old, new))
    }
}

fn null(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    Acceptance::of(!old.nullable || new.holds_null())
}

/// A schema without a type may still constrain its values.
fn any(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let is_unconstrained = new.facts.bounds == crate::model::Bounds::default()
        && new.facts.pattern.is_none()
        && new.facts.format.is_none()
        && new.facts.alternatives.is_empty();
    if is_unconstrained {
        return Acceptance::Yes;
    }
    let has_same_constraints = old.facts.bounds == new.facts.bounds
        && old.facts.pattern == new.facts.pattern
        && old.facts.format == new.facts.format
        && old.facts.alternatives == new.facts.alternatives;
    if has_same_constraints { Acceptance::Yes } else { Acceptance::Unknown }
}
