//! Structs: their fields, their constants, and what must be given together.

use super::docs::{self, Section, inert};
use super::facets::{Additional, Facets, Property, SchemaRef};
use super::hint::{Hint, Use, optional};
use super::{At, Builder};
use crate::model::{Constant, Facts, Field, JsonType, Object, Presence, TypeRef};
use crate::names::{Name, Scope};

impl<'a> Builder<'a> {
    /// The struct of an object schema that is called `owner`.
    pub(super) fn object(
        &mut self,
        facets: Facets<'a>,
        at: &At,
        hint: &Hint,
        owner: &str,
    ) -> Object {
        let mut object = Object {
            alternatives: self.required_alternatives(&facets),
            ..Object::default()
        };
        let mut scope = Scope::default();
        for (wire, property) in &facets.properties {
            let required = facets.required.contains(wire);
            let hint = hint.property(owner, wire);
            let Some((last, place)) = property.last() else {
                continue;
            };
            let merged = self.property_facets(property);
            if let Some(constant) = self.constant(wire, required, *last, &merged, &hint) {
                object.constants.push(constant);
                continue;
            }
            let usage = self.property_use(property, &merged, &hint);
            let field = self.field(wire, usage, required, &merged, &hint, place);
            self.claim(&mut scope, &field.name, place);
            if hint.in_request && field.presence == Presence::OptionalNullable {
                let ident = format!("clear_{}", field.name.ident.trim_start_matches("r#"));
                self.claim(
                    &mut scope,
                    &Name {
                        ident,
                        wire: wire.to_string(),
                    },
                    place,
                );
            }
            object.fields.push(field);
        }
        self.add_unlisted_required(&facets, &mut object, &mut scope, at);
        object.additional = self.additional(&facets, at, hint, owner);
        if object.additional.is_some() {
            self.claim(
                &mut scope,
                &Name {
                    ident: "additional".to_owned(),
                    wire: "additionalProperties".to_owned(),
                },
                at,
            );
        }
        object
    }

    /// The facets of a property that several parts of an `allOf` describe.
    fn property_facets(&mut self, property: &Property<'a>) -> Facets<'a> {
        let mut parts = property
            .iter()
            .map(|(schema, place)| (*schema, place.clone()));
        let Some((first, place)) = parts.next() else {
            return Facets::default();
        };
        let mut merged = self.facets(first, &place);
        for (schema, place) in parts {
            let part = self.facets(schema, &place);
            if let (Some(one), Some(other)) = (merged.json, part.json) {
                let compatible =
                    one == other || matches!((one, other), (JsonType::Number, JsonType::Integer));
                if !compatible {
                    let message =
                        format!("this part of `allOf` says {other:?} where another says {one:?}");
                    self.error(
                        &place,
                        message,
                        "no value fits both; correct the document with the overlay",
                    );
                }
            }
            merged.merge(part);
        }
        merged
    }

    /// The type of a property: of its last description that has a shape, since that narrows the others.
    fn property_use(&mut self, property: &Property<'a>, merged: &Facets<'a>, hint: &Hint) -> Use {
        let mut chosen = property.first();
        // Null must be allowed by every description, as any value must.
        let mut nullable = merged.nullable;
        for candidate in property {
            let facets = self.facets(candidate.0, &candidate.1);
            if !facets.is_shapeless() {
                chosen = Some(candidate);
                nullable &= facets.nullable;
            }
        }
        match chosen {
            Some((schema, place)) => {
                let ty = self.use_of(*schema, place, hint).ty;
                Use { ty, nullable }
            }
            None => Use {
                ty: TypeRef::Json,
                nullable: true,
            },
        }
    }

    /// A property that allows one value only is no field: it is written for the caller.
    ///
    /// An optional one in a request stays a field, because the caller chooses whether to send it;
    /// so does a shared enum that has one value so far where a response tells which it is.
    fn constant(
        &self,
        wire: &str,
        required: bool,
        schema: SchemaRef<'a>,
        merged: &Facets<'a>,
        hint: &Hint,
    ) -> Option<Constant> {
        let value = merged.only_value()?;
        let shared = self.referenced(schema).is_some();
        let is_field = if hint.in_request { !required } else { shared };
        (!is_field).then(|| Constant {
            location: None,
            wire: wire.to_owned(),
            value: value.clone(),
            written: required,
        })
    }

    /// A field from what is known about a property or parameter.
    pub(super) fn field(
        &mut self,
        wire: &str,
        usage: Use,
        required: bool,
        facets: &Facets<'a>,
        hint: &Hint,
        at: &At,
    ) -> Field {
        let presence = match (required, usage.nullable) {
            _ if usage.ty == TypeRef::Json && required => Presence::Required,
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        let words = self.docs.take(Section::Schemas, &hint.docs_key);
        let words = words.or_else(|| self.docs.take(Section::Schemas, &at.component_property()?));
        let documented = words.is_some();
        let known = Facts {
            nullable: usage.nullable || facets.nullable,
            ..self.facts_of_use(facets, &usage.ty, at)
        };
        let mut lines = vec![words.unwrap_or_else(|| format!("`{}`.", inert(wire)))];
        lines.extend(docs::facts(&known));
        let mut name = Name {
            wire: wire.to_owned(),
            ..Name::field(facets.field_name.unwrap_or(wire))
        };
        if name.ident == "new" {
            // Its setter would be called like the constructor.
            name.ident.push('_');
        }
        Field {
            name,
            ty: usage.ty,
            presence,
            docs: vec![lines.join(" ")],
            documented,
            facts: known,
            location: None,
            settable: !facets.read_only,
            boxed: false,
            deprecated: facets.deprecated,
        }
    }

    pub(super) fn claim(&mut self, scope: &mut Scope, name: &Name, at: &At) {
        if let Err(other) = scope.take(&name.ident, &name.wire) {
            self.error(
                at,
                format!("`{}` and `{}` would both be called `{}`", inert(&other), inert(&name.wire), name.ident),
                "give one of them another name in the overlay: `x-rust-field` on a property, `x-rust-name` elsewhere",
            );
        }
    }

    /// A property that is required but not described can hold anything.
    fn add_unlisted_required(
        &mut self,
        facets: &Facets<'a>,
        object: &mut Object,
        scope: &mut Scope,
        at: &At,
    ) {
        for wire in facets
            .required
            .iter()
            .filter(|wire| !facets.properties.contains_key(**wire))
        {
            let field = Field {
                name: Name::field(wire),
                ty: TypeRef::Json,
                presence: Presence::Required,
                docs: vec![format!(
                    "`{}`, which the document requires without describing it.",
                    inert(wire)
                )],
                documented: true,
                facts: Facts::default(),
                location: None,
                settable: true,
                boxed: false,
                deprecated: false,
            };
            self.claim(scope, &field.name, at);
            object.fields.push(field);
        }
    }

    fn additional(
        &mut self,
        facets: &Facets<'a>,
        at: &At,
        hint: &Hint,
        owner: &str,
    ) -> Option<TypeRef> {
        match facets.additional {
            Additional::Typed(schema) => {
                let hint = hint.property(owner, "additional");
                let usage = self.use_of(schema, &at.child("additionalProperties"), &hint);
                Some(optional(usage))
            }
            Additional::Free => Some(TypeRef::Json),
            Additional::Closed | Additional::Unspecified => None,
        }
    }

    /// Whether the alternatives of a schema do nothing but require some of its own properties.
    pub(super) fn only_requires(&mut self, facets: &Facets<'a>) -> bool {
        !facets.properties.is_empty() && !self.required_alternatives(facets).is_empty()
    }

    /// `anyOf` of nothing but `required` lists: groups of fields of which one must be given.
    fn required_alternatives(&mut self, facets: &Facets<'a>) -> Vec<Vec<String>> {
        let mut groups = Vec::new();
        for (schema, place) in &facets.alternatives {
            let alternative = self.facets(*schema, place);
            let known = alternative
                .required
                .iter()
                .all(|wire| facets.properties.contains_key(wire));
            if !alternative.is_shapeless() || alternative.required.is_empty() || !known {
                return Vec::new();
            }
            groups.push(
                alternative
                    .required
                    .iter()
                    .map(|wire| (*wire).to_owned())
                    .collect(),
            );
        }
        groups
    }
}
