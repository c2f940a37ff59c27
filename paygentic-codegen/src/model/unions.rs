//! Conveniences of unions besides matching: constructors, and accessors for fields that all alternatives share.

use std::collections::HashSet;

use super::{
    Constructor, Field, Model, Object, Presence, TypeDef, TypeKind, TypeRef, Union, UnionVariant,
};
use crate::names;

/// A field that all alternatives of a union have.
#[derive(Clone, Debug)]
pub struct SharedField<'m> {
    /// The field of the first alternative.
    pub first: &'m Field,
    /// The field whose documentation applies to the union: that of an alternative in which it is required, since the
    /// others may document its absence.
    pub documented: &'m Field,
    /// Each alternative, with its field.
    pub fields: Vec<(&'m UnionVariant, &'m Field)>,
}

/// A constructor of a union that takes the arguments of an alternative's constructor.
#[derive(Clone, Debug)]
pub struct UnionConstructor<'m> {
    /// Its name.
    pub name: String,
    /// The alternative.
    pub variant: &'m UnionVariant,
    /// The type of the alternative.
    pub payload: &'m TypeDef,
    /// The struct of the alternative.
    pub object: &'m Object,
    /// The constructor of the alternative.
    pub constructor: Constructor<'m>,
}

impl Union {
    /// Whether the payload of a variant converts into the union: no other has the same type in Rust.
    pub fn converts_from(&self, variant: &UnionVariant) -> bool {
        let ty = variant.ty.in_rust();
        let same = |other: &&UnionVariant| other.ty.in_rust() == ty;
        self.variants.iter().filter(same).count() == 1
    }
}

impl Model {
    /// The fields that all alternatives of a union have with the same type; none unless all are structs.
    pub fn shared_fields<'m>(&'m self, union: &'m Union) -> Vec<SharedField<'m>> {
        let objects: Option<Vec<&Object>> = union
            .variants
            .iter()
            .map(|variant| self.payload(variant).map(|(_, object)| object))
            .collect();
        let (Some(objects), true) = (objects, union.variants.len() > 1) else {
            return Vec::new();
        };
        let Some((first, others)) = objects.split_first() else {
            return Vec::new();
        };
        let same = |field: &Field| -> Option<Vec<&'m Field>> {
            let is_same = |other: &&Field| other.name == field.name && other.ty == field.ty;
            let found = others.iter().map(|object| object.fields.iter().find(is_same));
            found.collect()
        };
        let shared = first.fields.iter().filter_map(|field| {
            let fields: Vec<&Field> = std::iter::once(field).chain(same(field)?).collect();
            let is_boxed = fields.iter().any(|field| field.boxed);
            let always = fields.iter().find(|field| field.presence == Presence::Required);
            let documented = always.copied().unwrap_or(field);
            (!is_boxed).then(|| SharedField {
                first: field,
                documented,
                fields: union.variants.iter().zip(fields).collect(),
            })
        });
        shared.collect()
    }

    /// The constructors of a union: those of its alternatives that are structs. One with the name of a
    /// shared field is omitted; the alternative still converts into the union.
    pub fn union_constructors<'m>(
        &'m self,
        def: &TypeDef,
        union: &'m Union,
    ) -> Vec<UnionConstructor<'m>> {
        if !def.in_request {
            return Vec::new();
        }
        let shared = self.shared_fields(union);
        let mut taken: HashSet<String> =
            shared.iter().map(|shared| shared.first.name.ident.clone()).collect();
        let mut found = Vec::new();
        for variant in union.variants.iter().filter(|variant| !variant.boxed) {
            let Some((payload, object)) = self.payload(variant) else {
                continue;
            };
            for constructor in object.constructors() {
                let name = match constructor.name.as_str() {
                    "new" => names::snake(&variant.ident),
                    other => names::snake(&format!("{} {other}", variant.ident)),
                };
                if taken.insert(name.clone()) {
                    found.push(UnionConstructor { name, variant, payload, object, constructor });
                }
            }
        }
        found
    }

    /// The struct that a variant holds.
    fn payload(&self, variant: &UnionVariant) -> Option<(&TypeDef, &Object)> {
        let TypeRef::Named(id) = variant.ty else {
            return None;
        };
        let def = self.def(id)?;
        match &def.kind {
            TypeKind::Object(object) => Some((def, object)),
            _ => None,
        }
    }
}
