//! Unions: every alternative of the old one, and any of the new one.

use super::holds::alternative;
use super::{Answer, Kind, Schema, Walk};
use crate::model::{JsonType, Union, UnionVariant};

impl Walk {
    pub(super) fn union_accepted(
        &self,
        (old, union): (Schema<'_>, &Union),
        new: Schema<'_>,
    ) -> Answer {
        let variants = union.variants.iter();
        Answer::all(variants.map(|variant| {
            let schema = alternative(old, variant);
            match new.kind() {
                Kind::Union(other) if union.tag.is_some() && union.tag == other.tag => {
                    self.tagged(schema, variant, (new, other))
                }
                _ => self.accepts(schema, new),
            }
        }))
    }

    /// An alternative that is told by a tag goes where the tag leads.
    fn tagged(
        &self,
        old: Schema<'_>,
        variant: &UnionVariant,
        (new, union): (Schema<'_>, &Union),
    ) -> Answer {
        Answer::all(variant.tags.iter().map(|tag| {
            let mut others = union.variants.iter();
            match others.find(|other| other.tags.contains(tag)) {
                Some(other) => self.accepts(old, alternative(new, other)),
                None => Answer::No,
            }
        }))
    }

    pub(super) fn accepted_by_union(
        &self,
        old: Schema<'_>,
        (new, union): (Schema<'_>, &Union),
    ) -> Answer {
        let json = json_of(old);
        let candidates: Vec<&UnionVariant> =
            union.variants.iter().filter(|variant| may_be(json, variant.json)).collect();
        let answers: Vec<Answer> =
            candidates.iter().map(|variant| self.accepts(old, alternative(new, variant))).collect();
        match answers.as_slice() {
            answers if answers.contains(&Answer::Yes) => Answer::Yes,
            [] => Answer::No,
            // No other can take what this one refuses.
            [only] => *only,
            // They may share the values among them.
            several => Answer::all(several.iter().copied()).weaker(),
        }
    }
}

/// The type in JSON of all values of a schema.
fn json_of(schema: Schema<'_>) -> JsonType {
    match schema.kind() {
        Kind::Any | Kind::Union(_) => JsonType::Any,
        Kind::Text | Kind::Enum(_) => JsonType::String,
        Kind::Number { whole: true } => JsonType::Integer,
        Kind::Number { whole: false } => JsonType::Number,
        Kind::Boolean => JsonType::Boolean,
        Kind::List(_) => JsonType::Array,
        Kind::Map(_) | Kind::Object(_) => JsonType::Object,
    }
}

fn may_be(one: JsonType, other: JsonType) -> bool {
    let is_number = |json| matches!(json, JsonType::Number | JsonType::Integer);
    one == other
        || one == JsonType::Any
        || other == JsonType::Any
        || is_number(one) && is_number(other)
}
