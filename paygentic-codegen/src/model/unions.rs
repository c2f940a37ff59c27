//! Unions: one of several types, told apart by a tag or by shape.

use std::collections::HashSet;

use super::build::{At, Builder};
use super::docs::inert;
use super::facets::{Facets, SchemaRef};
use super::schemas::{Hint, Use};
use super::{JsonType, TypeKind, TypeRef, Union, UnionVariant};
use crate::names::{self, Scope};

/// An alternative, read.
struct Alternative<'a> {
    schema: SchemaRef<'a>,
    at: At,
    facets: Facets<'a>,
}

impl<'a> Builder<'a> {
    pub(super) fn union(
        &mut self,
        schema: SchemaRef<'a>,
        facets: Facets<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
    ) -> TypeRef {
        let alternatives = self.alternatives(&facets);
        if let Some(ty) = self.collapsed(&alternatives, hint) {
            return ty;
        }
        let (key, is_new) = self.slot(schema, &facets, at, hint, component, "union");
        if is_new {
            let owner = self.slot_name(&key);
            let union = self.variants(&facets, alternatives, at, hint, &owner);
            self.fill(&key, TypeKind::Union(union));
        }
        TypeRef::Named(key)
    }

    /// The alternatives, each with what the schema says beside them.
    fn alternatives(&mut self, facets: &Facets<'a>) -> Vec<Alternative<'a>> {
        let mut outer = facets.clone();
        outer.alternatives.clear();
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
            read.push(Alternative {
                schema: *schema,
                at: at.clone(),
                facets: inner,
            });
        }
        read
    }

    /// One type where the alternatives are not told apart on the wire: texts of any format are text,
    /// whole numbers are numbers, and an enum beside plain text is an open enum anyway.
    fn collapsed(&mut self, alternatives: &[Alternative<'a>], hint: &Hint) -> Option<TypeRef> {
        let all = |accepted: &[JsonType]| {
            alternatives.iter().all(|a| {
                a.facets.alternatives.is_empty()
                    && a.facets.json.is_some_and(|json| accepted.contains(&json))
            })
        };
        if all(&[JsonType::String]) {
            let enums: Vec<_> = alternatives
                .iter()
                .filter(|a| !a.facets.values.is_empty())
                .collect();
            return match enums.as_slice() {
                [only] => Some(self.use_of(only.schema, &only.at, hint).ty),
                _ => Some(
                    self.same_type(alternatives, hint)
                        .unwrap_or(TypeRef::String),
                ),
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

    fn same_type(&mut self, alternatives: &[Alternative<'a>], hint: &Hint) -> Option<TypeRef> {
        let mut types = Vec::new();
        for alternative in alternatives {
            types.push(self.use_of(alternative.schema, &alternative.at, hint).ty);
        }
        let first = types.first()?.clone();
        types.iter().all(|ty| *ty == first).then_some(first)
    }

    fn variants(
        &mut self,
        facets: &Facets<'a>,
        alternatives: Vec<Alternative<'a>>,
        at: &At,
        hint: &Hint,
        owner: &str,
    ) -> Union {
        let tag = self.tag(facets, &alternatives, at);
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        for alternative in alternatives {
            let tags = tag
                .as_deref()
                .map(|tag| self.tags(facets, &alternative, tag))
                .unwrap_or_default();
            let ident = self.variant_name(&alternative, &tags, owner);
            if let Err(other) = scope.take(&ident, &alternative.at.pointer) {
                self.error(
                    &alternative.at,
                    format!("this alternative and {other} would both be called `{ident}`"),
                    "give one of them a name with `x-rust-name` in the overlay",
                );
            }
            let usage = self.payload(facets, &alternative, hint, owner, &ident);
            let json =
                alternative
                    .facets
                    .json
                    .unwrap_or(if alternative.facets.properties.is_empty() {
                        JsonType::Any
                    } else {
                        JsonType::Object
                    });
            let required = alternative
                .facets
                .required
                .iter()
                .map(|wire| (*wire).to_owned())
                .collect();
            variants.push(UnionVariant {
                ident,
                ty: usage.ty,
                tags,
                json,
                required,
                boxed: false,
            });
        }
        Union { tag, variants }
    }

    /// The type of an alternative; one that shares the properties beside the union gets its own.
    fn payload(
        &mut self,
        outer: &Facets<'a>,
        alternative: &Alternative<'a>,
        hint: &Hint,
        owner: &str,
        ident: &str,
    ) -> Use {
        let docs_key = format!("{}.{}", hint.docs_key, ident);
        let hint = Hint {
            type_name: format!("{owner}{ident}"),
            docs_key,
            owner: owner.to_owned(),
            is_alternative: true,
            ..hint.clone()
        };
        let mut usage = if outer.properties.is_empty() && outer.required.is_empty() {
            self.payload_use(alternative, &hint)
        } else {
            self.merged_payload(alternative, &hint)
        };
        usage.nullable = false;
        usage
    }

    fn payload_use(&mut self, alternative: &Alternative<'a>, hint: &Hint) -> Use {
        if self.referenced(alternative.schema).is_some() {
            return self.use_of(alternative.schema, &alternative.at, hint);
        }
        // `x-rust-name` on an alternative names the variant; the type is named after the union and it.
        let property = format!("{}.{}", hint.owner, hint.type_name);
        self.use_of(
            alternative.schema,
            &alternative.at,
            &Hint {
                property,
                ..hint.clone()
            },
        )
    }

    fn merged_payload(&mut self, alternative: &Alternative<'a>, hint: &Hint) -> Use {
        let facets = Facets {
            rust_name: None,
            ..alternative.facets.clone()
        };
        let property = format!("{}.{}", hint.owner, hint.type_name);
        let slot_hint = Hint {
            property,
            ..hint.clone()
        };
        let (key, is_new) = self.slot(
            alternative.schema,
            &facets,
            &alternative.at,
            &slot_hint,
            None,
            "alternative",
        );
        if is_new {
            let object = self.object(facets, &alternative.at, hint, &hint.type_name);
            self.fill(&key, TypeKind::Object(object));
        }
        Use {
            ty: TypeRef::Named(key),
            nullable: false,
        }
    }

    /// The property that tells the alternatives apart: the discriminator, or one that has a single
    /// value, another one in each.
    fn tag(
        &mut self,
        facets: &Facets<'a>,
        alternatives: &[Alternative<'a>],
        at: &At,
    ) -> Option<String> {
        if let Some(discriminator) = facets.discriminator {
            let name = discriminator.property_name.as_str();
            for alternative in alternatives
                .iter()
                .filter(|a| !a.facets.properties.contains_key(name))
            {
                self.error(
                    &alternative.at,
                    format!(
                        "this alternative does not have the discriminator property `{}`",
                        inert(name)
                    ),
                    "describe the property in each alternative, with an overlay action if need be",
                );
            }
            return Some(name.to_owned());
        }
        let first = alternatives.first()?;
        let candidates: Vec<&str> = first.facets.properties.keys().copied().collect();
        for candidate in candidates {
            let mut seen = HashSet::new();
            let distinct = alternatives.iter().all(|alternative| {
                let value = self.only_text(alternative, candidate);
                alternative.facets.required.contains(candidate)
                    && value.is_some_and(|value| seen.insert(value))
            });
            if distinct {
                return Some(candidate.to_owned());
            }
        }
        if self.are_ambiguous(alternatives) {
            self.warning(
                at,
                "two alternatives have the same JSON type and the same required properties; the first that decodes is taken",
                "add a discriminator with an overlay action",
            );
        }
        None
    }

    fn are_ambiguous(&self, alternatives: &[Alternative<'a>]) -> bool {
        let mut seen = HashSet::new();
        alternatives.iter().any(|alternative| {
            let mut required: Vec<&str> = alternative.facets.required.iter().copied().collect();
            required.sort_unstable();
            !seen.insert(format!("{:?} {required:?}", alternative.facets.json))
        })
    }

    /// The only text that a property of an alternative can be.
    fn only_text(&mut self, alternative: &Alternative<'a>, wire: &str) -> Option<String> {
        let property = alternative.facets.properties.get(wire)?.clone();
        let mut merged: Option<Facets<'a>> = None;
        for (schema, place) in property {
            let part = self.facets(schema, &place);
            match &mut merged {
                Some(merged) => merged.merge(part),
                None => merged = Some(part),
            }
        }
        merged?.only_value()?.as_str().map(str::to_owned)
    }

    /// The values of the tag that mean this alternative.
    fn tags(
        &mut self,
        facets: &Facets<'a>,
        alternative: &Alternative<'a>,
        tag: &str,
    ) -> Vec<String> {
        let component = self.referenced(alternative.schema);
        let mapping = facets
            .discriminator
            .map(|discriminator| &discriminator.mapping);
        let mapped = mapping.into_iter().flatten().filter(|(_, target)| {
            let name = self.component(target).map(|(name, _)| name).or_else(|| {
                self.components
                    .get_key_value(target.as_str())
                    .map(|(name, _)| *name)
            });
            name.is_some() && name == component
        });
        let mut tags: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if tags.is_empty() {
            tags.extend(
                self.only_text(alternative, tag)
                    .or_else(|| component.map(str::to_owned)),
            );
        }
        tags
    }

    fn variant_name(&self, alternative: &Alternative<'a>, tags: &[String], owner: &str) -> String {
        if let (Some(name), None) = (
            alternative.facets.rust_name,
            self.referenced(alternative.schema),
        ) {
            return names::variant(name);
        }
        if let Some(tag) = tags.first() {
            return names::variant(tag);
        }
        if let Some(component) = self.referenced(alternative.schema) {
            let name = names::pascal(component);
            return names::variant(
                name.strip_suffix(owner)
                    .filter(|rest| !rest.is_empty())
                    .unwrap_or(&name),
            );
        }
        match alternative.facets.json {
            Some(JsonType::String) => "Text".to_owned(),
            Some(JsonType::Number | JsonType::Integer) => "Number".to_owned(),
            Some(JsonType::Boolean) => "Flag".to_owned(),
            Some(JsonType::Array) => "List".to_owned(),
            _ => {
                let required: String = alternative
                    .facets
                    .required
                    .iter()
                    .map(|wire| names::pascal(wire))
                    .collect();
                if required.is_empty() {
                    "Object".to_owned()
                } else {
                    names::variant(&required)
                }
            }
        }
    }
}
