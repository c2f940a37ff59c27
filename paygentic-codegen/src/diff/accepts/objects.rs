//! Whether an object or map accepts all values of another: required, allowed and counted properties.

use std::collections::BTreeSet;

use serde_json::Value;

use super::size_limits::Range;
use super::{Acceptance, AcceptanceCheck, ResolvedSchema, Schema, Writing};
use crate::model::{Constant, Facts, Field, Object, Presence};

impl<'a> Schema<'a> {
    /// A field, with its nullability and its constant value.
    pub(in crate::diff) fn field(self, field: &'a Field) -> Self {
        Self::of_field(self.model, field)
    }

    /// A field, with its nullability and its constant value.
    pub(in crate::diff) fn of_field(model: &'a crate::model::Model, field: &'a Field) -> Self {
        Self::of_use(model, &field.ty, &field.facts)
            .nullable(matches!(
                field.presence,
                Presence::RequiredNullable | Presence::OptionalNullable
            ))
            .only(field.fact.as_ref())
            .written(Writing::of(field.location))
    }
}

impl AcceptanceCheck {
    pub(super) fn objects(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        let range = counts(old).fits(Range::properties(new.facts));
        let inside = match (old.kind(), new.kind()) {
            (ResolvedSchema::Object(one), ResolvedSchema::Object(other)) => self
                .properties((old, one), (new, other))
                .and(Acceptance::of(!requires_more(one, other)))
                .and(dependent(one, old.facts, new.facts)),
            (ResolvedSchema::Object(one), ResolvedSchema::Map(entries)) => {
                let mut all = sent(one).map(|field| self.accepts(old.field(field), entries));
                Acceptance::all(&mut all).and(Acceptance::all(
                    one.constants.iter().map(|constant| entries.holds(&constant.value)),
                ))
            }
            (ResolvedSchema::Map(entries), ResolvedSchema::Object(other)) => {
                let has_requirements = other.fields.iter().any(Field::is_required)
                    || !other.constants.is_empty()
                    || !other.alternatives.is_empty();
                let fields =
                    other.fields.iter().map(|field| self.accepts(entries, new.field(field)));
                let rest = Acceptance::of(!other.closed);
                Acceptance::of(!has_requirements).and(rest).and(Acceptance::all(fields))
            }
            _ => Acceptance::Yes,
        };
        inside.and(Acceptance::of(range))
    }

    fn properties(
        &self,
        (old, one): (Schema<'_>, &Object),
        (new, other): (Schema<'_>, &Object),
    ) -> Acceptance {
        let required = other.fields.iter().filter(|field| field.is_required());
        let required = required.map(|field| &field.name.wire);
        let constants = other.constants.iter().map(|constant| &constant.wire);
        let mut needed = required.chain(constants);
        let always = always(one);
        let has_all = needed.all(|wire| always.contains(wire.as_str()));
        let fields = sent(one).map(|field| {
            let schema = old.field(field);
            match find(other, &field.name.wire) {
                Some(Property::Field(field)) => self.accepts(schema, new.field(field)),
                Some(Property::Constant(constant)) => {
                    let values = schema.values();
                    match values {
                        Some(values) => {
                            Acceptance::of(values.iter().all(|value| *value == constant.value))
                        }
                        None => Acceptance::No,
                    }
                }
                None => self.undescribed(schema, (new, other)),
            }
        });
        let constants = one.constants.iter().map(|constant| match find(other, &constant.wire) {
            Some(Property::Field(field)) => new.field(field).holds(&constant.value),
            Some(Property::Constant(same)) => Acceptance::of(same.value == constant.value),
            None => other.additional.as_ref().map_or_else(
                || Acceptance::of(!other.closed),
                |ty| Schema::of_use(new.model, ty, &super::NO_FACTS).holds(&constant.value),
            ),
        });
        // Properties that callers add to the described ones.
        let added = match &one.additional {
            Some(_) => self.undescribed(old.entries(), (new, other)),
            None => Acceptance::Yes,
        };
        Acceptance::of(has_all).and(Acceptance::all(fields.chain(constants))).and(added)
    }

    /// A property that the new object does not describe.
    fn undescribed(&self, old: Schema<'_>, (new, other): (Schema<'_>, &Object)) -> Acceptance {
        match &other.additional {
            Some(ty) => {
                let facts = new.facts.entries.as_deref().unwrap_or(&super::NO_FACTS);
                self.accepts(old, Schema::of_use(new.model, ty, facts))
            }
            None => Acceptance::of(!other.closed),
        }
    }
}

/// Whether a property that an object does not name is accepted.
pub(in crate::diff) fn undescribed(property: Schema<'_>, object: Schema<'_>) -> Acceptance {
    match object.kind() {
        ResolvedSchema::Object(other) => {
            AcceptanceCheck::default().undescribed(property, (object, other))
        }
        _ => Acceptance::Yes,
    }
}

enum Property<'a> {
    Field(&'a Field),
    Constant(&'a Constant),
}

fn find<'a>(object: &'a Object, wire: &str) -> Option<Property<'a>> {
    let field = object.fields.iter().find(|field| field.name.wire == wire);
    let constant = || object.constants.iter().find(|constant| constant.wire == wire);
    field.map(Property::Field).or_else(|| constant().map(Property::Constant))
}

/// The fields that callers can send.
fn sent(object: &Object) -> impl Iterator<Item = &Field> {
    object.fields.iter().filter(|field| field.settable)
}

/// The properties that every value has.
fn always(object: &Object) -> BTreeSet<&str> {
    let fields = sent(object).filter(|field| field.is_required());
    let constants = object.constants.iter().map(|constant| constant.wire.as_str());
    fields.map(|field| field.name.wire.as_str()).chain(constants).collect()
}

/// The number of properties that a value may have, by its bounds and described properties.
fn counts(schema: Schema<'_>) -> Range {
    let declared = Range::properties(schema.facts);
    match schema.kind() {
        ResolvedSchema::Object(object) => {
            let most = sent(object).count() + object.constants.len();
            let described = Range {
                fewest: always(object).len(),
                most: object.additional.is_none().then_some(most),
            };
            declared.intersection(described)
        }
        _ => declared,
    }
}

/// Whether some value of the old object has none of the groups of properties that the new one requires.
pub(in crate::diff) fn requires_more(old: &Object, new: &Object) -> bool {
    if new.alternatives.is_empty() {
        return false;
    }
    let always = always(old);
    // The smallest values: one for each group, or one without any.
    let none = [Vec::new()];
    let groups =
        if old.alternatives.is_empty() { none.as_slice() } else { old.alternatives.as_slice() };
    let is_enough = |group: &Vec<String>| {
        let has = |wire: &String| always.contains(wire.as_str()) || group.contains(wire);
        new.alternatives.iter().any(|needed| needed.iter().all(has))
    };
    !groups.iter().all(is_enough)
}

/// Whether no value that callers can send contains two of the groups of properties, one of which `oneOf` requires.
pub(super) fn matches_one_group(old: Schema<'_>, new: &Object) -> bool {
    let ResolvedSchema::Object(old) = old.kind() else {
        return false;
    };
    let can_send = |wire: &String| {
        sent(old).any(|field| field.name.wire == *wire)
            || old.constants.iter().any(|constant| constant.wire == *wire)
    };
    let whole = new.alternatives.iter().filter(|group| group.iter().all(can_send));
    whole.count() < 2
}

/// Whether the other object accepts no value of this one: it requires a property that is never sent, rejects one that
/// always is, or accepts only other values of it.
pub(super) fn are_disjoint(
    (old, one): (Schema<'_>, &Object),
    (new, other): (Schema<'_>, &Object),
) -> bool {
    let is_never_sent = |wire: &str| {
        let is_settable = |field: &Field| field.settable && field.name.wire == wire;
        let is_sent = one.fields.iter().any(is_settable)
            || one.constants.iter().any(|constant| constant.wire == wire);
        !is_sent && one.additional.is_none()
    };
    let is_rejected = |wire: &str| match (property(old, one, wire), find(other, wire)) {
        (_, None) => other.closed && other.additional.is_none(),
        (Some(schema), Some(Property::Field(field))) => {
            has_none_of(schema, |value| new.field(field).holds(value) == Acceptance::No)
        }
        (Some(schema), Some(Property::Constant(constant))) => {
            has_none_of(schema, |value| *value != constant.value)
        }
        (None, _) => false,
    };
    always(other).into_iter().any(is_never_sent) || always(one).into_iter().any(is_rejected)
}

/// Whether the values of a property can be listed, and none of them is accepted.
fn has_none_of(schema: Schema<'_>, is_rejected: impl Fn(&Value) -> bool) -> bool {
    !schema.nullable
        && schema.resolved().values().is_some_and(|values| values.iter().all(is_rejected))
}

/// A property of an object, as a schema of its values.
fn property<'a>(schema: Schema<'a>, object: &'a Object, wire: &str) -> Option<Schema<'a>> {
    Some(match find(object, wire)? {
        Property::Field(field) => schema.field(field),
        Property::Constant(constant) => Schema::of_value(schema.model, &constant.value),
    })
}

/// Properties that require others (`dependentRequired`).
fn dependent(object: &Object, old: &Facts, new: &Facts) -> Acceptance {
    let Some(needed) = &new.dependent_required else {
        return Acceptance::Yes;
    };
    if old.dependent_required == new.dependent_required {
        return Acceptance::Yes;
    }
    let always = always(object);
    let is_met = |(wire, others): (&String, &Value)| {
        let may_be_there =
            sent(object).any(|field| field.name.wire == *wire) || always.contains(wire.as_str());
        let mut others = others.as_array().into_iter().flatten().filter_map(Value::as_str);
        !may_be_there || others.all(|other| always.contains(other))
    };
    match needed.as_object() {
        Some(needed) if needed.iter().all(is_met) => Acceptance::Yes,
        Some(_) if old.dependent_required.is_none() => Acceptance::No,
        _ => Acceptance::Unknown,
    }
}
