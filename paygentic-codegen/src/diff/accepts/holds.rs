//! Whether a schema accepts one value.

use serde_json::{Map, Value};

use super::counts::Range;
use super::{Answer, Kind, Schema, numbers, texts};
use crate::model::{Object, Union, UnionVariant};

impl Schema<'_> {
    /// Whether it accepts a value.
    pub(in crate::diff) fn holds(self, value: &Value) -> Answer {
        let this = self.resolved();
        if value.is_null() {
            return Answer::of(this.holds_null());
        }
        if let Some(only) = this.only {
            return Answer::of(only == value);
        }
        if !this.facts.values.is_empty() && !is_listed(&this.facts.values, value) {
            return Answer::No;
        }
        this.holds_facts(value)
    }

    pub(super) fn holds_null(self) -> bool {
        let this = self.resolved();
        let inside = match this.kind() {
            Kind::Any => this.facts.values.is_empty(),
            Kind::Union(union) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| alternative(this, variant).holds_null())
            }
            _ => false,
        };
        this.nullable || inside
    }

    /// Whether it accepts a value, apart from what it lists.
    pub(super) fn holds_facts(self, value: &Value) -> Answer {
        match (self.kind(), value) {
            (Kind::Any, value) => super::any(self.with(&super::NOTHING), self).and(match value {
                Value::String(text) => texts::holds(self.facts, text),
                Value::Number(_) => numbers::holds(self.facts, false, value),
                _ => Answer::Yes,
            }),
            (Kind::Text, Value::String(text)) => texts::holds(self.facts, text),
            (Kind::Number { whole }, Value::Number(_)) => numbers::holds(self.facts, whole, value),
            (Kind::Boolean, Value::Bool(_)) => Answer::Yes,
            (Kind::Enum(values), Value::String(text)) => {
                let is_listed = values.iter().any(|value| value.name.wire == *text);
                // A pattern of listed texts lets them through.
                let length = Range::new(self.facts.bounds.min_length, self.facts.bounds.max_length);
                Answer::of(is_listed && length.has(text.chars().count()))
            }
            (Kind::List(items), Value::Array(values)) => {
                let count = Range::items(self.facts).has(values.len());
                Answer::of(count).and(Answer::all(values.iter().map(|value| items.holds(value))))
            }
            (Kind::Map(entries), Value::Object(values)) => {
                let count = Range::properties(self.facts).has(values.len());
                let inside = values.values().map(|value| entries.holds(value));
                Answer::of(count).and(Answer::all(inside))
            }
            (Kind::Object(object), Value::Object(values)) => self.holds_object(object, values),
            (Kind::Union(union), value) => self.holds_alternative(union, value),
            _ => Answer::No,
        }
    }

    fn holds_object(self, object: &Object, values: &Map<String, Value>) -> Answer {
        let fields = object.fields.iter().map(|field| match values.get(&field.name.wire) {
            Some(value) => self.field(field).holds(value),
            None => Answer::of(!field.is_required()),
        });
        let constants = object.constants.iter().map(|constant| match values.get(&constant.wire) {
            Some(value) => Answer::of(*value == constant.value),
            None => Answer::of(!constant.written),
        });
        let count = Range::properties(self.facts).has(values.len());
        Answer::all(fields.chain(constants)).and(Answer::of(count))
    }

    fn holds_alternative(self, union: &Union, value: &Value) -> Answer {
        let mut worst = Answer::No;
        for variant in &union.variants {
            match alternative(self, variant).holds(value) {
                Answer::Yes => return Answer::Yes,
                Answer::Unknown => worst = Answer::Unknown,
                Answer::No => {}
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
