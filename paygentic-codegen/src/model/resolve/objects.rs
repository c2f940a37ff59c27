//! Structs: their fields, their constants, and groups of fields that must be set together.

use super::constructor_groups::constructor_groups;
use super::docs::{self, Section, inert};
use super::facets::{Additional, Facets, Property};
use super::schema_context::{Owner, SchemaContext, Use, optional};
use super::{Builder, Location};
use crate::model::{Constant, Facts, Field, JsonType, Object, Presence, TypeId, TypeRef};
use crate::names::Name;

/// The property that names the type of an object in many APIs: it carries no information that the
/// Rust type does not.
const TYPE_TAG: &str = "object";

impl<'a> Builder<'a> {
    /// Builds the struct of an object schema, whose type is `id`.
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
            // An unconstrained value may also be null.
            let is_unconstrained =
                merged.json.is_none() && merged.values.is_empty() && merged.alternatives.is_empty();
            let is_any = usage.ty == TypeRef::Json && is_unconstrained && parts.is_none();
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

    /// The merged facets of a property. Warns about conflicting types in the parts of an `allOf`.
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

    /// The type of a property: that of its last description with a shape, since it narrows the earlier ones.
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
        // Like any value, null must be allowed by every description.
        let mut nullable = merged.nullable;
        for candidate in property {
            let facets = self.facets(candidate.0, &candidate.1);
            if !facets.is_shapeless() {
                // `integer` narrows `number`.
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

    /// Builds the field of a property or parameter.
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

/// The field name of a property: the given one, or one derived from the wire name.
fn field_name(wire: &str, given: Option<&str>) -> Name {
    let mut name = Name { wire: wire.to_owned(), ..Name::field(given.unwrap_or(wire)) };
    if name.ident == "new" {
        // Its setter would conflict with the constructor.
        name.ident.push('_');
    }
    name
}

/// Adds fields for properties that are required but not described, which can hold anything.
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

/// `Component.property`, if the location is a property of a component, or of a part of its `allOf`.
fn component_property(at: &Location) -> Option<String> {
    match at.keys().as_slice() {
        ["components", "schemas", component, "properties", property]
        | ["components", "schemas", component, "allOf", _, "properties", property] => {
            Some(format!("{component}.{property}"))
        }
        _ => None,
    }
}

/// The only allowed value, if it is a scalar that can be emitted as a literal.
pub(super) fn scalar(facets: &Facets<'_>) -> Option<serde_json::Value> {
    let value = facets.only_value()?;
    // A number beyond the range of `i64` can be neither a literal nor a value of the field.
    let is_too_large = value.is_u64() && value.as_i64().is_none();
    let is_scalar = value.is_string() || value.is_boolean() || value.is_number() && !is_too_large;
    is_scalar.then(|| whole(value).map_or_else(|| value.clone(), serde_json::Value::from))
}

/// The integer value of a float such as `1.0`, because an integer field does not take a float.
fn whole(value: &serde_json::Value) -> Option<i64> {
    // Beyond it, a float may represent several integers.
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    let number = value.as_f64().filter(|_| value.is_f64())?;
    (number.fract() == 0.0 && number.abs() <= MAX_EXACT).then_some(number as i64)
}

/// A property that allows only one value is not a field if it carries no information for callers: in a
/// request, where it is written automatically, and if it is the type tag `object`.
///
/// An optional one is a field, because it may be absent; so is one in a response, because a property
/// with one value today may get another later. Tags of unions are
/// made constants later, when all unions are known.
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
