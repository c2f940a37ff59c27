//! Whether a union accepts all values of another schema: each old alternative needs one new one.

use super::exclusive::are_disjoint;
use super::single_value::alternative;
use super::{Acceptance, AcceptanceCheck, ResolvedSchema, Schema};
use crate::model::{JsonType, Union, UnionVariant};

impl AcceptanceCheck {
    pub(super) fn union_accepted(
        &self,
        (old, union): (Schema<'_>, &Union),
        new: Schema<'_>,
    ) -> Acceptance {
        let variants = union.variants.iter();
        Acceptance::all(variants.map(|variant| {
            let schema = alternative(old, variant);
            match new.kind() {
                ResolvedSchema::Union(other) if union.tag.is_some() && union.tag == other.tag => {
                    self.tagged(schema, variant, (new, other))
                }
                _ => self.accepts(schema, new),
            }
        }))
    }

    /// An alternative with a tag is compared with the one that has the same tag.
    fn tagged(
        &self,
        old: Schema<'_>,
        variant: &UnionVariant,
        (new, union): (Schema<'_>, &Union),
    ) -> Acceptance {
        Acceptance::all(variant.tags.iter().map(|tag| {
            let mut others = union.variants.iter();
            match others.find(|other| other.tags.contains(tag)) {
                Some(other) => self.accepts(old, alternative(new, other)),
                None => Acceptance::No,
            }
        }))
    }

    pub(super) fn accepted_by_union(
        &self,
        old: Schema<'_>,
        (new, union): (Schema<'_>, &Union),
    ) -> Acceptance {
        let variants = union.variants.iter().map(|variant| alternative(new, variant));
        let answers: Vec<Acceptance> = variants
            .filter(|candidate| !are_disjoint(old, *candidate))
            .map(|candidate| self.accepts(old, candidate))
            .collect();
        match answers.as_slice() {
            answers if answers.contains(&Acceptance::Yes) => Acceptance::Yes,
            [] => Acceptance::No,
            // No other alternative can accept what this one rejects.
            [only] => *only,
            // Together they may accept all values.
            several => Acceptance::all(several.iter().copied()).weaker(),
        }
    }
}

/// The JSON type of all values of a schema.
pub(super) fn json_type(schema: Schema<'_>) -> JsonType {
    match schema.kind() {
        ResolvedSchema::Any | ResolvedSchema::Union(_) => JsonType::Any,
        ResolvedSchema::Text | ResolvedSchema::Enum(_) => JsonType::String,
        ResolvedSchema::Number { whole: true } => JsonType::Integer,
        ResolvedSchema::Number { whole: false } => JsonType::Number,
        ResolvedSchema::Boolean => JsonType::Boolean,
        ResolvedSchema::List(_) => JsonType::Array,
        ResolvedSchema::Map(_) | ResolvedSchema::Object(_) => JsonType::Object,
    }
}

pub(super) fn types_overlap(one: JsonType, other: JsonType) -> bool {
    let is_number = |json| matches!(json, JsonType::Number | JsonType::Integer);
    one == other
        || one == JsonType::Any
        || other == JsonType::Any
        || is_number(one) && is_number(other)
}
