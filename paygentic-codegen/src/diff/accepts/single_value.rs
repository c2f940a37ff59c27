//! Whether a schema accepts one value: for constants and enums, where a list of values decides.

use serde_json::{Map, Value};

use super::size_limits::Range;
use super::{Acceptance, ResolvedSchema, Schema, numbers, strings};
use crate::model::{Object, Union, UnionVariant};

impl Schema<'_> {
    /// Whether it accepts a value.
    pub(in crate::diff) fn holds(self, value: &Value) -> Acceptance {
        let this = self.resolved();
        if value.is_null() {
            return Acceptance::of(this.holds_null());
        }
        if let Some(only) = this.only {
            return Acceptance::of(only == value);
        }
        if !this.facts.values.is_empty() && !is_listed(&this.facts.values, value) {
            return Acceptance::No;
        }
        this.holds_facts(value)
    }

    pub(super) fn holds_null(self) -> bool {
        let this = self.resolved();
        let inside = match this.kind() {
            ResolvedSchema::Any => this.facts.values.is_empty(),
            ResolvedSchema::Union(union) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| alternative(this, variant).holds_null())
            }
            _ => false,
        };
        this.nullable || inside
    }

    /// Whether it accepts a value, apart from its list of values.
    pub(super) fn holds_facts(self, value: &Value) -> Acceptance {
        match (self.kind(), value) {
            (ResolvedSchema::Any, value) => {
                super::any(self.with(&super::NO_FACTS), self).and(match value {
                    Value::String(text) => strings::holds(self.facts, text),
                    Value::Number(_) => numbers::holds(self.facts, false, value),
                    _ => Acceptance::Yes,
                })
            }
            (ResolvedSchema::Text, Value::String(text)) => strings::holds(self.facts, text),
            (ResolvedSchema::Number { whole }, Value::Number(_)) => {
                numbers::holds(self.facts, whole, value)
            }
            (ResolvedSchema::Boolean, Value::Bool(_)) => Acceptance::Yes,
            (ResolvedSchema::Enum(values), Value::String(text)) => {
                let is_listed = values.iter().any(|value| value.name.wire == *text);
                // A pattern is assumed to match the listed values.
                let length = Range::new(self.facts.bounds.min_length, self.facts.bounds.max_length);
                Acceptance::of(is_listed && length.has(text.chars().count()))
            }
            (ResolvedSchema::List(items), Value::Array(values)) => {
                let count = Range::items(self.facts).has(values.len());
                Acceptance::of(count)
                    .and(Acceptance::all(values.iter().map(|value| items.holds(value))))
            }
            (ResolvedSchema::Map(entries), Value::Object(values)) => {
                let count = Range::properties(self.facts).has(values.len());
                let inside = values.values().map(|value| entries.holds(value));
                Acceptance::of(count).and(Acceptance::all(inside))
            }
            (ResolvedSchema::Object(object), Value::Object(values)) => {
                self.holds_object(object, values)
            }
            (ResolvedSchema::Union(union), value) => self.holds_alternative(union, value),
            _ => Acceptance::No,
        }
    }

    fn holds_object(self, object: &Object, values: &Map<String, Value>) -> Acceptance {
        let fields = object.fields.iter().map(|field| match values.get(&field.name.wire) {
            Some(value) => self.field(field).holds(value),
            None => Acceptance::of(!field.is_required()),
        });
        let constants = object.constants.iter().map(|constant| match values.get(&constant.wire) {
            Some(value) => Acceptance::of(*value == constant.value),
            None => Acceptance::No,
        });
        let count = Range::properties(self.facts).has(values.len());
        Acceptance::all(fields.chain(constants)).and(Acceptance::of(count))
    }

    fn holds_alternative(self, union: &Union, value: &Value) -> Acceptance {
        let mut worst = Acceptance::No;
        for variant in &union.variants {
            match alternative(self, variant).holds(value) {
                Acceptance::Yes => return Acceptance::Yes,
                Acceptance::Unknown => worst = Acceptance::Unknown,
                Acceptance::No => {}
            }
        }
        worst
    }
}

/// An alternative of a union.
pub(super) fn alternative<'a>(union: Schema<'a>, variant: &'a UnionVariant) -> Schema<'a> {
    Schema::of_use(union.model, &variant.ty, &variant.facts)
}

/// 1 and 1.0 are one value.
pub(super) fn is_listed(values: &[Value], value: &Value) -> bool {
    values.iter().any(|other| match (other, value) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    })
}
