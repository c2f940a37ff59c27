//! Unions: one of several types, told apart by a tag or by shape.

use super::facets::{Facets, SchemaRef};
use super::hint::{Hint, Place, Use};
use super::{At, Builder};
use crate::model::{JsonType, TypeKind, TypeRef, Union, UnionVariant};
use crate::names::{self, Scope};

/// An alternative, read.
pub(super) struct Alternative<'a> {
    pub schema: SchemaRef<'a>,
    pub at: At,
    pub facets: Facets<'a>,
}

impl<'a> Builder<'a> {
    pub(super) fn union(&mut self, place: Place<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let alternatives = self.alternatives(&facets);
        if let Some(ty) = self.collapsed(&alternatives, place.hint) {
            return ty;
        }
        let (key, is_new) = self.slot(place, &facets, "union");
        if is_new {
            let owner = self.slot_name(&key);
            let union = self.variants(&facets, alternatives, place.at, place.hint, &owner);
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
            let facts = self.facts_of_use(&alternative.facets, &usage.ty, &alternative.at);
            let required = alternative
                .facets
                .required
                .iter()
                .map(|wire| (*wire).to_owned())
                .collect();
            variants.push(UnionVariant {
                ident,
                ty: usage.ty,
                facts,
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
            Place {
                schema: alternative.schema,
                at: &alternative.at,
                hint: &slot_hint,
                component: None,
            },
            &facets,
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
