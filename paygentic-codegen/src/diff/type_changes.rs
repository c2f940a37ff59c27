//! The effect over the wire of a value that has a different type.

use std::collections::HashMap;

use super::change::Wire;
use super::pairs::TypesByName;
use super::pending_change::JudgedChange;
use crate::model::{Field, JsonType, NamedRef, Presence, TypeKind, TypeRef};

/// The differences between two types in the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    request: Wire,
    response: Wire,
    /// The members that make a difference over the wire.
    pub members: Vec<String>,
}

impl Replacement {
    /// From the differences inside the two, for values that are sent and for those that are read.
    pub(super) fn new(request: &[JudgedChange], response: &[JudgedChange]) -> Self {
        let worst = |found: &[JudgedChange]| {
            found.iter().map(|found| found.change.wire).max().unwrap_or_default()
        };
        let matters =
            |found: &&JudgedChange| found.change.wire != Wire::Safe && !found.member.is_empty();
        let mut members: Vec<String> = Vec::new();
        for found in request.iter().chain(response).filter(matters) {
            if !members.contains(&found.member) {
                members.push(found.member.clone());
            }
        }
        Self { request: worst(request), response: worst(response), members }
    }
}

/// The replacements of old types.
pub(super) type Replacements<'m> = HashMap<&'m str, Vec<(&'m str, Replacement)>>;

/// The types of both models, and which were replaced.
pub(super) struct TypeChange<'t, 'm> {
    pub old: &'t TypesByName<'m>,
    pub new: &'t TypesByName<'m>,
    pub replacements: &'t Replacements<'m>,
}

impl TypeChange<'_, '_> {
    /// The verdict for responses: a program that knows the old type receives values of the new one.
    pub(super) fn in_response(&self, old: &NamedRef<'_>, new: &NamedRef<'_>) -> Wire {
        match (old, new) {
            (old, new) if old == new => Wire::Safe,
            (old, new) if self.same_kind(old, new) => {
                self.replacement(old, new).map_or(Wire::Safe, |replacement| replacement.response)
            }
            (TypeRef::Option(old), TypeRef::Option(new)) => self.in_response(old, new),
            (TypeRef::Option(old), new) => self.in_response(old, new),
            (old, TypeRef::Option(new)) => self.in_response(old, new).max(Wire::Risky),
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
                self.in_response(old, new)
            }
            (old, new) if is_number(old) && is_number(new) => Wire::Safe,
            (TypeRef::Json, _) | (TypeRef::Number, TypeRef::Integer) => Wire::Safe,
            // A decimal is read from a string as from a number.
            (TypeRef::Decimal | TypeRef::DecimalNumber, TypeRef::Number | TypeRef::Integer)
            | (TypeRef::Decimal, TypeRef::DecimalNumber)
            | (TypeRef::DecimalNumber, TypeRef::Decimal) => Wire::Safe,
            (TypeRef::Map(inner), new) if self.new.fields(new).is_some() => {
                self.map_to_object(inner, new)
            }
            (old, TypeRef::Map(inner)) if self.old.fields(old).is_some() => {
                self.object_to_map(old, inner)
            }
            (TypeRef::JsonObject, new) if self.new.is_object(new) => Wire::Safe,
            (old, TypeRef::JsonObject) if self.old.is_object(old) => Wire::Risky,
            // Ids and enums keep any text; times, decimals and durations do not.
            (TypeRef::String | TypeRef::Id(_), new) if self.new.is_text(new) => Wire::Safe,
            (old, new) if self.old.is_enum(old) && self.new.is_text(new) => Wire::Safe,
            (old, new) if self.old.has_alternative(old, new) => Wire::Safe,
            (old, new) if self.new.has_alternative(new, old) => Wire::Risky,
            (old, new) if self.both_hold_objects(old, new) => Wire::Risky,
            _ => Wire::Breaking,
        }
    }

    /// A program that reads a map receives an object: every property is an entry.
    fn map_to_object(&self, inner: &NamedRef<'_>, new: &NamedRef<'_>) -> Wire {
        let fields = self.new.fields(new).unwrap_or_default();
        let of = |field: &Field| self.in_response(inner, &self.new.spelled(&field.ty));
        fields.iter().map(of).max().unwrap_or_default()
    }

    /// A program that reads an object receives a map, which may lack required properties, or have other values in them.
    fn object_to_map(&self, old: &NamedRef<'_>, inner: &NamedRef<'_>) -> Wire {
        let fields = self.old.fields(old).unwrap_or_default();
        let of = |field: &Field| match field.presence {
            Presence::Required | Presence::RequiredNullable => Wire::Risky,
            _ => self.in_response(&self.old.spelled(&field.ty), inner).min(Wire::Risky),
        };
        fields.iter().map(of).max().unwrap_or_default()
    }

    /// The replacement of the types inside lists, maps and options, if there is one.
    pub(super) fn replacement<'s>(
        &'s self,
        old: &NamedRef<'_>,
        new: &NamedRef<'_>,
    ) -> Option<&'s Replacement> {
        match (old, new) {
            (TypeRef::Named(old), TypeRef::Named(new)) => {
                let found = self.replacements.get(*old)?;
                found.iter().find(|(other, _)| *other == *new).map(|(_, replacement)| replacement)
            }
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
                self.replacement(old, new)
            }
            (TypeRef::Option(old), new) => self.replacement(old, new),
            (old, TypeRef::Option(new)) => self.replacement(old, new),
            _ => None,
        }
    }

    /// The verdict on a type of another kind, for either direction.
    pub(super) fn of_another_kind(&self, old: &NamedRef<'_>, new: &NamedRef<'_>) -> Wire {
        if self.both_hold_objects(old, new) { Wire::Risky } else { Wire::Breaking }
    }

    /// A struct and a union of objects: some values of one may be values of the other.
    fn both_hold_objects(&self, old: &NamedRef<'_>, new: &NamedRef<'_>) -> bool {
        let may = |kind: Option<&TypeKind>| match kind {
            Some(TypeKind::Object(_)) => true,
            Some(TypeKind::Union(union)) => {
                union.variants.iter().any(|variant| variant.json == JsonType::Object)
            }
            _ => false,
        };
        may(self.old.kind(old)) && may(self.new.kind(new))
    }

    fn same_kind(&self, old: &NamedRef<'_>, new: &NamedRef<'_>) -> bool {
        let kinds = (self.old.kind(old), self.new.kind(new));
        matches!(
            kinds,
            (Some(TypeKind::Object(_)), Some(TypeKind::Object(_)))
                | (Some(TypeKind::Enum(_)), Some(TypeKind::Enum(_)))
                | (Some(TypeKind::Union(_)), Some(TypeKind::Union(_)))
        )
    }
}

/// Whether it is any number on the wire.
fn is_number(ty: &NamedRef<'_>) -> bool {
    matches!(ty, TypeRef::Number | TypeRef::DecimalNumber)
}

/// Queries about a type, answered by its model.
trait Kinds {
    fn kind(&self, ty: &NamedRef<'_>) -> Option<&TypeKind>;

    /// A use of a type of the model, by name.
    fn spelled(&self, ty: &TypeRef) -> NamedRef<'_>;

    /// The fields of a struct.
    fn fields(&self, ty: &NamedRef<'_>) -> Option<&[Field]> {
        match self.kind(ty) {
            Some(TypeKind::Object(object)) => Some(&object.fields),
            _ => None,
        }
    }

    fn is_enum(&self, ty: &NamedRef<'_>) -> bool {
        matches!(self.kind(ty), Some(TypeKind::Enum(_)))
    }

    /// Whether it is a string on the wire.
    fn is_text(&self, ty: &NamedRef<'_>) -> bool {
        let scalar = matches!(
            ty,
            TypeRef::String
                | TypeRef::Id(_)
                | TypeRef::Decimal
                | TypeRef::Duration
                | TypeRef::Timestamp
                | TypeRef::Date
        );
        scalar || self.is_enum(ty)
    }

    /// Whether it is an object on the wire.
    fn is_object(&self, ty: &NamedRef<'_>) -> bool {
        matches!(ty, TypeRef::JsonObject | TypeRef::Map(_))
            || matches!(self.kind(ty), Some(TypeKind::Object(_)))
    }

    /// Whether the type is a union that has the other as one of its alternatives.
    fn has_alternative(&self, ty: &NamedRef<'_>, alternative: &NamedRef<'_>) -> bool {
        match self.kind(ty) {
            Some(TypeKind::Union(union)) => {
                union.variants.iter().any(|variant| self.spelled(&variant.ty) == *alternative)
            }
            _ => false,
        }
    }
}

impl Kinds for TypesByName<'_> {
    fn kind(&self, ty: &NamedRef<'_>) -> Option<&TypeKind> {
        match ty {
            TypeRef::Named(name) => self.get(name).map(|def| &def.kind),
            _ => None,
        }
    }

    fn spelled(&self, ty: &TypeRef) -> NamedRef<'_> {
        self.model.named(ty)
    }
}
