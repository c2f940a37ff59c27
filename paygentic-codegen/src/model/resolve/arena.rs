//! The types under construction, and which schemas share a type.
//!
//! Types refer to each other by index. [`naming`](super::naming) assigns their names at the end, from the [`Seed`] of
//! each.

use super::Builder;
use super::docs::{self, Section};
use super::facets::Facets;
use super::name_seed::{Rank, Seed};
use super::schema_context::SchemaAt;
use super::schema_equality::SchemaShape;
use crate::model::{Facts, Object, TypeId, TypeKind, TypeRef};
use crate::names;

/// A type under construction.
#[derive(Debug)]
pub(super) struct Slot {
    pub seed: Seed,
    /// The name from the overlay.
    pub given: Option<String>,
    /// Its provisional name while schemas are resolved.
    pub provisional: String,
    pub pointer: String,
    pub docs: Vec<String>,
    pub documented: bool,
    /// Whether the documentation describes the type itself rather than a field of this type.
    pub described: bool,
    pub facts: Facts,
    pub kind: TypeKind,
}

/// All types of the document, in the order of discovery.
#[derive(Debug, Default)]
pub(super) struct Arena {
    slots: Vec<Slot>,
}

/// The keys by which inline schemas share a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sharing {
    /// They belong to properties of the same name, and have the same kind and shape.
    Property(&'static str, String, SchemaShape),
    /// The overlay gives them the same name, and they have the same kind and shape.
    Name(&'static str, String, SchemaShape),
}

impl Arena {
    pub(super) fn push(&mut self, slot: Slot) -> TypeId {
        let id = TypeId::new(self.slots.len());
        self.slots.push(slot);
        id
    }

    pub(super) fn get(&self, id: TypeId) -> Option<&Slot> {
        self.slots.get(id.index())
    }

    pub(super) fn get_mut(&mut self, id: TypeId) -> Option<&mut Slot> {
        self.slots.get_mut(id.index())
    }

    /// The provisional name of a type.
    pub(super) fn provisional(&self, id: TypeId) -> &str {
        self.get(id).map_or("", |slot| slot.given.as_deref().unwrap_or(&slot.provisional))
    }

    /// The struct, if the type is one.
    pub(super) fn object(&self, id: TypeId) -> Option<&Object> {
        match &self.get(id)?.kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(super) fn object_mut(&mut self, id: TypeId) -> Option<&mut Object> {
        match &mut self.get_mut(id)?.kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(super) fn fill(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(slot) = self.get_mut(id) {
            slot.kind = kind;
        }
    }

    /// Lowers the precedence of an inline enum with one value, so that another type of the same name keeps it.
    pub(super) fn yield_name(&mut self, id: TypeId) {
        if let Some(slot) = self.get_mut(id)
            && slot.seed.rank == Rank::InPlace
        {
            slot.seed.rank = Rank::OneValue;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    pub(super) fn into_slots(self) -> Vec<Slot> {
        self.slots
    }
}

impl Slot {
    /// A type of which only the location and the seed are known so far.
    pub(super) fn new(seed: Seed, provisional: String, pointer: String) -> Self {
        Self {
            seed,
            given: None,
            provisional,
            pointer,
            docs: Vec::new(),
            documented: false,
            described: false,
            facts: Facts::default(),
            kind: TypeKind::Object(Object::default()),
        }
    }
}

impl<'a> Builder<'a> {
    /// The slot for the type of a schema: that of an equal schema, or a new one; and whether
    /// it is new and must be filled.
    ///
    /// Inline schemas share a type if their shape is equal and their properties have the same name, or
    /// the overlay gives them the same name; one that is equal to a component shares its type.
    pub(super) fn slot(
        &mut self,
        place: SchemaAt<'_, 'a>,
        facets: &Facets<'a>,
        kind: &'static str,
    ) -> (TypeId, bool) {
        let SchemaAt { schema, at, context, component } = place;
        let given = facets.rust_name.filter(|_| !context.is_alternative).map(names::type_name);
        let mut keys = Vec::new();
        if component.is_none() {
            let shape = self.shape(schema);
            // An alternative also has the properties beside its union, which no component has.
            if kind != "alternative"
                && let Some(name) = self.component_shapes.get(&shape).copied()
                && let TypeRef::Named(id) = self.resolve_component(name)
            {
                self.merge_docs(id, &context.docs_key, &mut Vec::new());
                return (id, false);
            }
            let property = names::singular(&context.property);
            let by_place = Sharing::Property(kind, property, shape);
            let by_name = given.clone().map(|name| Sharing::Name(kind, name, shape));
            if let Some(id) = self.equal_slot(&by_place, by_name.as_ref(), given.as_deref()) {
                self.merge_docs(id, &context.docs_key, &mut Vec::new());
                return (id, false);
            }
            keys.push(by_place);
            keys.extend(by_name);
        }
        let of_field = self.docs.take(Section::Schemas, &context.docs_key);
        let of_type = self.docs.take(Section::Types, &context.docs_key);
        let described = of_type.is_some();
        let text = of_type.or(of_field);
        let documented = text.is_some();
        let mut docs = vec![text.unwrap_or_else(|| context.place(component))];
        let known = Facts {
            // The default belongs to the use, not to the type.
            default: None,
            component: None,
            ..self.facts_of_type(facets)
        };
        docs.extend(docs::facts(&known));
        let id = self.types.push(Slot {
            given,
            docs: vec![docs.join(" ")],
            documented,
            described,
            facts: known,
            ..Slot::new(context.seed.clone(), context.type_name.clone(), at.pointer())
        });
        if let Some(name) = component {
            self.resolved.insert(name, TypeRef::Named(id));
        }
        for key in keys {
            self.shared.entry(key).or_insert(id);
        }
        (id, true)
    }

    /// Merges the documentation of another occurrence of the same type, so that the order of the occurrences
    /// does not matter. It is used only where the type has none.
    fn merge_docs(&mut self, id: TypeId, key: &str, seen: &mut Vec<TypeId>) {
        if seen.contains(&id) {
            return;
        }
        seen.push(id);
        let text = self.docs.take(Section::Schemas, key);
        let of_type = self.docs.take(Section::Types, key);
        let Some(slot) = self.types.get_mut(id) else {
            return;
        };
        if let (Some(text), false) = (of_type, slot.described) {
            slot.docs = vec![[vec![text], docs::facts(&slot.facts)].concat().join(" ")];
            slot.documented = true;
            slot.described = true;
        }
        if let (Some(text), false) = (text, slot.documented) {
            slot.docs = vec![text];
            slot.documented = true;
        }
        if let TypeKind::Enum(variants) = &mut slot.kind {
            for variant in variants {
                let text = self.docs.take_value(key, &variant.name.wire);
                variant.docs = variant.docs.take().or(text);
            }
            return;
        }
        let TypeKind::Object(object) = &slot.kind else {
            return;
        };
        let fields: Vec<(String, Option<TypeId>)> = object
            .fields
            .iter()
            .map(|field| (format!("{key}.{}", field.name.wire), field.ty.inside()))
            .collect();
        for (index, (key, inside)) in fields.into_iter().enumerate() {
            let text = self.docs.take(Section::Schemas, &key);
            let object = self.types.object_mut(id);
            let field = object.and_then(|object| object.fields.get_mut(index));
            if let (Some(text), Some(field)) = (text, field)
                && !field.documented
            {
                let facts = docs::facts(&field.facts);
                field.docs = vec![[vec![text], facts].concat().join(" ")];
                field.documented = true;
            }
            if let Some(inside) = inside {
                self.merge_docs(inside, &key, seen);
            }
        }
    }

    /// The slot of an equal schema: one with the same given name, or one at a property of the same name without
    /// a different given name. A later occurrence may name it.
    fn equal_slot(
        &mut self,
        by_place: &Sharing,
        by_name: Option<&Sharing>,
        given: Option<&str>,
    ) -> Option<TypeId> {
        if let Some(id) = by_name.and_then(|key| self.shared.get(key)) {
            return Some(*id);
        }
        let id = *self.shared.get(by_place)?;
        let slot = self.types.get_mut(id)?;
        match (&slot.given, given) {
            (Some(one), Some(other)) if one != other => return None,
            (None, Some(name)) => slot.given = Some(name.to_owned()),
            _ => {}
        }
        Some(id)
    }
}
