//! Whether values match one alternative and no other: `oneOf` rejects what two of its alternatives accept, `anyOf` does not.

use super::single_value::alternative;
use super::{
    Acceptance, AcceptanceCheck, ResolvedSchema, Schema, accepts, objects, strings, unions,
};
use crate::model::{TypeRef, Union};

impl AcceptanceCheck {
    /// Whether no value of the old schema matches several alternatives of the new one. Values of an old `oneOf` match
    /// one; what other alternatives mean to them is judged where these are compared.
    pub(super) fn exclusive(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        if !new.facts.exclusive || old.facts.exclusive {
            return Acceptance::Yes;
        }
        match new.kind() {
            ResolvedSchema::Union(Union { tag: Some(_), .. }) => Acceptance::Yes,
            ResolvedSchema::Union(union) => {
                let all: Vec<_> =
                    union.variants.iter().map(|variant| alternative(new, variant)).collect();
                self.each_matches_one(&parts(old), &all)
            }
            ResolvedSchema::Object(object) if !object.alternatives.is_empty() => {
                Acceptance::of(objects::matches_one_group(old, object))
            }
            ResolvedSchema::Text if !new.facts.alternatives.is_empty() => {
                self.each_matches_one(&texts(old), &texts(new))
            }
            // Alternatives of one type without any difference: all of them match.
            ResolvedSchema::Text | ResolvedSchema::Number { .. } | ResolvedSchema::Boolean => {
                Acceptance::No
            }
            _ => Acceptance::Unknown,
        }
    }

    fn each_matches_one(&self, parts: &[Schema<'_>], all: &[Schema<'_>]) -> Acceptance {
        Acceptance::all(parts.iter().map(|part| {
            let candidates: Vec<_> =
                all.iter().filter(|candidate| !are_disjoint(*part, **candidate)).collect();
            if candidates.len() < 2 {
                return Acceptance::Yes;
            }
            let takes_all = candidates
                .iter()
                .filter(|candidate| self.accepts(*part, ***candidate) == Acceptance::Yes);
            if takes_all.count() < 2 { Acceptance::Unknown } else { Acceptance::No }
        }))
    }
}

/// The effect of an added alternative on the values of a `oneOf`: values that it also accepts are rejected.
pub(in crate::diff) fn with_added_alternative(
    old: Schema<'_>,
    new: Schema<'_>,
    added: Schema<'_>,
) -> Acceptance {
    let has_discriminator =
        matches!(new.resolved().kind(), ResolvedSchema::Union(union) if union.tag.is_some());
    if !new.resolved().facts.exclusive || has_discriminator {
        return Acceptance::Yes;
    }
    Acceptance::all(parts(old.resolved()).into_iter().map(|part| {
        if are_disjoint(part, added) {
            Acceptance::Yes
        } else if accepts(part, added) == Acceptance::Yes {
            Acceptance::No
        } else {
            Acceptance::Unknown
        }
    }))
}

/// The alternatives of a union, or the schema itself.
fn parts(schema: Schema<'_>) -> Vec<Schema<'_>> {
    match schema.kind() {
        ResolvedSchema::Union(union) => {
            union.variants.iter().map(|variant| alternative(schema, variant)).collect()
        }
        _ => vec![schema],
    }
}

/// The alternatives of a string schema, which have no types of their own.
fn texts(schema: Schema<'_>) -> Vec<Schema<'_>> {
    if schema.facts.alternatives.is_empty() {
        return vec![schema];
    }
    let all = schema.facts.alternatives.iter();
    all.map(|facts| Schema::of_use(schema.model, &TypeRef::String, facts)).collect()
}

/// Whether the other schema accepts none of the values.
pub(super) fn are_disjoint(one: Schema<'_>, other: Schema<'_>) -> bool {
    let (one, other) = (one.resolved(), other.resolved());
    if !unions::types_overlap(unions::json_type(one), unions::json_type(other)) {
        return true;
    }
    if let Some(values) = one.values() {
        return values.iter().all(|value| other.holds(value) == Acceptance::No);
    }
    match (one.kind(), other.kind()) {
        (ResolvedSchema::Object(object), ResolvedSchema::Object(other_object)) => {
            objects::are_disjoint((one, object), (other, other_object))
        }
        (ResolvedSchema::Text, ResolvedSchema::Text) => {
            strings::are_disjoint(one.facts, other.facts)
        }
        _ => false,
    }
}
