//! Structs: their fields, their constants, and what must be given together.

use super::constructor_groups::constructor_groups;
use super::docs::{self, Section, inert};
use super::facets::{Additional, Facets, Property};
use super::schema_context::{Owner, SchemaContext, Use, optional};
use super::{Builder, Location};
use crate::model::{Constant, Facts, Field, JsonType, Object, Presence, TypeId, TypeRef};
use crate::names::Name;

/// The property that names the type of an object, as many APIs have it: it says nothing that the
/// type in Rust does not say.
const TYPE_TAG: &str = "object";

impl<'a> Builder<'a> {
    /// The struct of an object schema, which is the type `id`.
    pub(super) fn object(
        &mut self,
        facets: Facets<'a>,
        at: &Location,
        context: &SchemaContext,
        id: TypeId,
    ) -> Object {
        let name = self.types.provisional(id).to_owned();
        let owner = Owner { id: Some(id), name: &name };
        let mut places = Vec::new();
        let parts = context.parts.as_ref();
        let mut object = Object {
            encodings: parts.cloned().unwrap_or_default(),
            closed: matches!(facets.additional, Additional::Closed) || facets.unevaluated,
            ..Object::default()
        };
        for (wire, property) in &facets.properties {
            let required = facets.required.contains(wire);
            let context = context.property(owner, wire);
            let Some((_, place)) = property.last() else {
                continue;
            };
            let merged = self.property_facets(property);
            // Write-only properties do not occur in responses.
            let required = required && !(merged.write_only && context.in_response);
            if let Some(constant) = constant(wire, required, &merged, &context) {
                object.constants.push(constant);
                continue;
            }
            let file = parts.and_then(|parts| self.file(&merged, parts.get(*wire), place));
            let usage = match file {
                Some(ty) => Use { ty, nullable: false },
                None => self.property_use(property, &merged, &context),
            };
            // A value without any constraint may also be null.
            let says_nothing =
                merged.json.is_none() && merged.values.is_empty() && merged.alternatives.is_empty();
            let is_any = usage.ty == TypeRef::Json && says_nothing && parts.is_none();
            let usage = Use { nullable: usage.nullable || is_any, ..usage };
            let mut field = self.field(wire, usage, required, &merged, &context, place);
            field.fact = scalar(&merged);
            object.fields.push(field);
            places.push(place.clone());
        }
        add_unlisted_required(&facets, &mut object);
        let groups = self.required_alternatives(&facets);
        object.alternatives = constructor_groups(groups, &object.fields);
        places.resize(object.fields.len(), at.clone());
        object.additional = self.additional(&facets, context, owner);
        self.name_fields(&mut object, &places, context.in_request, "x-rust-field: name");
        object
    }

    /// The facets of a property that several parts of an `allOf` describe.
    fn property_facets(&mut self, property: &Property<'a>) -> Facets<'a> {
        self.merged(property, |builder, merged, part, place| {
            if let (Some(one), Some(other)) = (merged.json, part.json) {
                let are_numbers = |json| matches!(json, JsonType::Number | JsonType::Integer);
                let compatible = one == other || are_numbers(one) && are_numbers(other);
                if !compatible {
                    let message = format!(
                        "conflicting types in `allOf`, {other:?} here and {one:?} elsewhere: the later one is used"
                    );
                    let help = "no value matches both: correct the document with the overlay";
                    builder.warning(place, message, help);
                }
            }
        })
    }

    /// The type of a property: of its last description that has a shape, since that narrows the others.
    fn property_use(
        &mut self,
        property: &Property<'a>,
        merged: &Facets<'a>,
        context: &SchemaContext,
    ) -> Use {
        if let [(schema, place)] = property.as_slice() {
            let ty = self.use_of(*schema, place, context).ty;
            let nullable = merged.nullable;
            return Use { ty, nullable };
        }
        let mut chosen = property.first();
        // Null must be allowed by every description, as any value must.
        let mut nullable = merged.nullable;
        for candidate in property {
            let facets = self.facets(candidate.0, &candidate.1);
            if !facets.is_shapeless() {
                // `integer` and `number` together mean `integer`.
                let is_wider =
                    facets.json == Some(JsonType::Number) && merged.json == Some(JsonType::Integer);
                if !is_wider {
                    chosen = Some(candidate);
                }
                nullable &= facets.nullable;
            }
        }
        match chosen {
            Some((schema, place)) => {
                let ty = self.use_of(*schema, place, context).ty;
                Use { ty, nullable }
            }
            None => Use { ty: TypeRef::Json, nullable: true },
        }
    }

    /// A field from what is known about a property or parameter.
    pub(super) fn field(
        &mut self,
        wire: &str,
        usage: Use,
        required: bool,
        facets: &Facets<'a>,
        context: &SchemaContext,
        at: &Location,
    ) -> Field {
        let presence = match (required, usage.nullable) {
            _ if usage.ty == TypeRef::Json && required => Presence::Required,
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        let text = self.docs.take(Section::Schemas, &context.docs_key);
        let text = text.or_else(|| self.docs.take(Section::Schemas, &component_property(at)?));
        let documented = text.is_some();
        let known = Facts {
            nullable: usage.nullable || facets.nullable,
            ..self.facts_of_use(facets, &usage.ty)
        };
        let mut lines = vec![text.unwrap_or_else(|| format!("`{}`.", inert(wire)))];
        lines.extend(docs::facts(&known));
        lines.extend(facets.ahead.map(docs::ahead));
        Field {
            name: field_name(wire, facets.field_name),
            ty: usage.ty,
            presence,
            docs: vec![lines.join(" ")],
            documented,
            facts: known,
            location: None,
            settable: !facets.read_only,
            boxed: false,
            deprecated: facets.deprecated,
            fact: None,
        }
    }

    fn additional(
        &mut self,
        facets: &Facets<'a>,
        context: &SchemaContext,
        owner: Owner<'_>,
    ) -> Option<TypeRef> {
        match &facets.additional {
            Additional::Typed(schema, at) if context.parts.is_some() => {
                let inner = self.facets(*schema, at);
                match self.file(&inner, None, at) {
                    Some(_) => Some(TypeRef::File),
                    None => Some(TypeRef::Json),
                }
            }
            Additional::Typed(schema, at) => {
                let context = context.property(owner, "additional");
                let usage = self.use_of(*schema, at, &context);
                Some(optional(usage))
            }
            Additional::Free => Some(TypeRef::Json),
            Additional::Closed | Additional::Unspecified => None,
        }
    }
}

/// The name of the field of a property, or the one that the document gives it.
fn field_name(wire: &str, given: Option<&str>) -> Name {
    let mut name = Name { wire: wire.to_owned(), ..Name::field(given.unwrap_or(wire)) };
    if name.ident == "new" {
        // Its setter would have the name of the constructor.
        name.ident.push('_');
    }
    name
}

/// A property that is required but not described can hold anything.
fn add_unlisted_required(facets: &Facets<'_>, object: &mut Object) {
    let is_unlisted = |wire: &&&str| !facets.properties.contains_key(**wire);
    for wire in facets.required.iter().filter(is_unlisted) {
        object.fields.push(Field {
            name: field_name(wire, None),
            ty: TypeRef::Json,
            presence: Presence::Required,
            docs: vec![format!(
                "`{}`, which the document requires but does not describe.",
                inert(wire)
            )],
            documented: true,
            facts: Facts::default(),
            location: None,
            settable: true,
            boxed: false,
            deprecated: false,
            fact: None,
        });
    }
}

/// `Component.property`, if that is what stands at a place, or in an `allOf` of the component.
fn component_property(at: &Location) -> Option<String> {
    match at.keys().as_slice() {
        ["components", "schemas", component, "properties", property]
        | ["components", "schemas", component, "allOf", _, "properties", property] => {
            Some(format!("{component}.{property}"))
        }
        _ => None,
    }
}

/// The only value that is allowed, if it is one that a table can hold.
pub(super) fn scalar(facets: &Facets<'_>) -> Option<serde_json::Value> {
    let value = facets.only_value()?;
    // A number beyond the range of `i64` cannot be a literal, or a value of the field.
    let is_too_large = value.is_u64() && value.as_i64().is_none();
    let is_scalar = value.is_string() || value.is_boolean() || value.is_number() && !is_too_large;
    is_scalar.then(|| whole(value).map_or_else(|| value.clone(), serde_json::Value::from))
}

/// The integer that a number with a point is, as `1.0` is: a field of integers takes no float.
fn whole(value: &serde_json::Value) -> Option<i64> {
    // Beyond it, a float may stand for several integers.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let number = value.as_f64().filter(|_| value.is_f64())?;
    (number.fract() == 0.0 && number.abs() <= MOST).then_some(number as i64)
}

/// A property that allows one value only is not a field where it says nothing to callers: in a
/// request, where it is written for them, and if it is the type tag `object`.
///
/// An optional one is a field, because it may be there or not; so is one in a response, because what
/// is described with one value today has another tomorrow. What distinguishes the alternatives of a union
/// apart is made a constant when all unions are known.
fn constant(
    wire: &str,
    required: bool,
    merged: &Facets<'_>,
    context: &SchemaContext,
) -> Option<Constant> {
    let value = scalar(merged)?;
    let is_constant = required && (wire == TYPE_TAG || !context.in_response);
    is_constant.then(|| Constant { location: None, wire: wire.to_owned(), value })
}
