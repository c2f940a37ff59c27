//! Unions: one of several types, distinguished by a tag or by shape.

use std::collections::HashSet;

use super::docs::inert;
use super::facets::{Facets, SchemaRef};
use super::schema_context::{Owner, SchemaAt, SchemaContext, Use};
use super::{Builder, Location};
use crate::model::{JsonType, TypeKind, TypeRef, Union, UnionVariant};

/// An alternative with its resolved facets.
pub(super) struct Alternative<'a> {
    pub schema: SchemaRef<'a>,
    pub at: Location,
    pub facets: Facets<'a>,
}

impl<'a> Builder<'a> {
    pub(super) fn union(&mut self, place: SchemaAt<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let alternatives = self.alternatives(&facets);
        if let Some(ty) = self.collapsed(&alternatives, place.context) {
            return ty;
        }
        let (id, is_new) = self.slot(place, &facets, "union");
        if is_new {
            if facets.choices > 1 {
                let message = "two choices in one schema, in different parts of an `allOf`: a value is read, and sent, as an \
                               alternative of one of them";
                self.warning(place.at, message, "list the pairs in one `oneOf`");
            }
            let name = self.types.provisional(id).to_owned();
            let owner = Owner { id: Some(id), name: &name };
            let union = self.variants(&facets, alternatives, place.at, place.context, owner);
            self.types.fill(id, TypeKind::Union(union));
        }
        TypeRef::Named(id)
    }

    /// `oneOf: [X]` is X.
    pub(super) fn flatten_single_alternative(&mut self, facets: &mut Facets<'a>) {
        while let [(only, place)] = facets.alternatives.as_slice() {
            let (only, place) = (*only, place.clone());
            facets.alternatives.clear();
            facets.choices = 0;
            let inner = self.facets(only, &place);
            facets.merge(inner);
        }
    }

    /// The alternatives, each merged with the keywords beside the list of alternatives.
    fn alternatives(&mut self, facets: &Facets<'a>) -> Vec<Alternative<'a>> {
        let mut outer = facets.clone();
        outer.alternatives.clear();
        outer.choices = 0;
        outer.rust_name = None;
        outer.nullable = false;
        let mut read = Vec::new();
        for (schema, at) in &facets.alternatives {
            let mut inner = self.facets(*schema, at);
            if !outer.properties.is_empty() || !outer.required.is_empty() {
                let rust_name = inner.rust_name;
                let own = std::mem::replace(&mut inner, outer.clone());
                inner.merge(own);
                inner.rust_name = rust_name;
            }
            read.push(Alternative { schema: *schema, at: at.clone(), facets: inner });
        }
        read
    }

    /// The single type of alternatives that cannot be distinguished on the wire: strings of any format are strings,
    /// integers are numbers, and an enum beside a plain string is an open enum anyway.
    fn collapsed(
        &mut self,
        alternatives: &[Alternative<'a>],
        context: &SchemaContext,
    ) -> Option<TypeRef> {
        let all = |accepted: &[JsonType]| {
            alternatives.iter().all(|a| {
                a.facets.alternatives.is_empty()
                    && a.facets.json.is_some_and(|json| accepted.contains(&json))
            })
        };
        if all(&[JsonType::String]) {
            let enums: Vec<_> =
                alternatives.iter().filter(|a| !a.facets.values.is_empty()).collect();
            return match enums.as_slice() {
                [only] => Some(self.use_of(only.schema, &only.at, context).ty),
                _ => Some(self.same_type(alternatives, context).unwrap_or(TypeRef::String)),
            };
        }
        if all(&[JsonType::Integer]) {
            return Some(TypeRef::Integer);
        }
        if all(&[JsonType::Integer, JsonType::Number]) {
            return Some(TypeRef::Number);
        }
        if all(&[JsonType::Boolean]) {
            return Some(TypeRef::Boolean);
        }
        None
    }

    fn same_type(
        &mut self,
        alternatives: &[Alternative<'a>],
        context: &SchemaContext,
    ) -> Option<TypeRef> {
        let mut types = Vec::new();
        for alternative in alternatives {
            types.push(self.use_of(alternative.schema, &alternative.at, context).ty);
        }
        let first = types.first()?.clone();
        types.iter().all(|ty| *ty == first).then_some(first)
    }

    fn variants(
        &mut self,
        facets: &Facets<'a>,
        alternatives: Vec<Alternative<'a>>,
        at: &Location,
        context: &SchemaContext,
        owner: Owner<'_>,
    ) -> Union {
        let tag = self.tag(facets, &alternatives, at);
        let mut tags = Vec::new();
        for alternative in &alternatives {
            let values = tag.as_deref().map(|tag| self.tags(facets, alternative, tag));
            tags.push(values.unwrap_or_default());
        }
        let given = self.variant_names(&alternatives, &tags, owner.name);
        let tag = tag.filter(|tag| self.is_distinguishing(tag, &alternatives, &tags, at));
        if tag.is_none() {
            tags.iter_mut().for_each(Vec::clear);
        }
        let mut variants = Vec::new();
        for ((alternative, tags), ident) in alternatives.into_iter().zip(tags).zip(given) {
            let usage = self.payload(facets, &alternative, context, owner, &ident);
            let json =
                alternative.facets.json.unwrap_or(if alternative.facets.properties.is_empty() {
                    JsonType::Any
                } else {
                    JsonType::Object
                });
            let facts = self.facts_of_use(&alternative.facets, &usage.ty);
            let required =
                alternative.facets.required.iter().map(|wire| (*wire).to_owned()).collect();
            variants.push(UnionVariant {
                ident,
                ty: usage.ty,
                facts,
                tags,
                json,
                required,
                boxed: false,
                tag_by: None,
            });
        }
        Union { tag, variants }
    }

    /// The type of an alternative. One that also has the properties beside the union gets a separate type.
    fn payload(
        &mut self,
        outer: &Facets<'a>,
        alternative: &Alternative<'a>,
        context: &SchemaContext,
        owner: Owner<'_>,
        ident: &str,
    ) -> Use {
        let context = context.alternative(owner, ident);
        let mut usage = if outer.properties.is_empty() && outer.required.is_empty() {
            self.payload_use(alternative, &context)
        } else {
            self.merged_payload(alternative, &context)
        };
        usage.nullable = false;
        usage
    }

    fn payload_use(&mut self, alternative: &Alternative<'a>, context: &SchemaContext) -> Use {
        if self.referenced(alternative.schema).is_some() {
            return self.use_of(alternative.schema, &alternative.at, context);
        }
        // `x-rust-name` on an alternative names the variant; the type name combines that of the union and the variant.
        let property = format!("{}.{}", context.owner, context.type_name);
        self.use_of(
            alternative.schema,
            &alternative.at,
            &SchemaContext { property, ..context.clone() },
        )
    }

    fn merged_payload(&mut self, alternative: &Alternative<'a>, context: &SchemaContext) -> Use {
        let mut facets = Facets { rust_name: None, ..alternative.facets.clone() };
        self.flatten_single_alternative(&mut facets);
        let property = format!("{}.{}", context.owner, context.type_name);
        let slot_hint = SchemaContext { property, ..context.clone() };
        let place = SchemaAt {
            schema: alternative.schema,
            at: &alternative.at,
            context: &slot_hint,
            component: None,
        };
        if !facets.alternatives.is_empty() && !self.only_requires(&facets) {
            // The outer discriminator selects this union, not the alternatives in it.
            let mut own = self.facets(alternative.schema, &alternative.at);
            self.flatten_single_alternative(&mut own);
            let ty = self.union(place, Facets { discriminator: own.discriminator, ..facets });
            return Use { ty, nullable: false };
        }
        let (id, is_new) = self.slot(place, &facets, "alternative");
        if is_new {
            let object = self.object(facets, &alternative.at, context, id);
            self.types.fill(id, TypeKind::Object(object));
        }
        Use { ty: TypeRef::Named(id), nullable: false }
    }

    /// Whether each alternative has distinct tag values. If not, alternatives are distinguished by shape.
    fn is_distinguishing(
        &mut self,
        tag: &str,
        alternatives: &[Alternative<'a>],
        tags: &[Vec<String>],
        at: &Location,
    ) -> bool {
        let mut pairs = alternatives.iter().zip(tags);
        if let Some((untagged, _)) = pairs.find(|(_, tags)| tags.is_empty()) {
            let message = format!(
                "the value of `{}` is unknown for this alternative: all alternatives are distinguished by their shape",
                inert(tag)
            );
            let help = "give the property a constant value in each alternative, or list the values in `mapping`";
            self.warning(&untagged.at, message, help);
            return false;
        }
        let mut seen = HashSet::new();
        let Some(shared) = tags.iter().flatten().find(|value| !seen.insert(*value)) else {
            return true;
        };
        let message = format!(
            "two alternatives have the value `{}` of `{}`: all alternatives are distinguished by their shape",
            inert(shared),
            inert(tag)
        );
        let help = "give each a different value, or move the two into a nested union";
        self.warning(at, message, help);
        false
    }
}
