//! The types on their way into the model, and which schemas share one.

use super::docs::{self, Section};
use super::facets::Facets;
use super::hint::Place;
use super::{Builder, Slot};
use crate::model::{Facts, Object, TypeKind, TypeRef};
use crate::names;

impl<'a> Builder<'a> {
    /// The slot for the type of a schema: the one that an equal schema made, or a new one.
    ///
    /// Schemas in place share a type if their shape is equal and the same property holds them, or
    /// the overlay calls them the same; one that is equal to a component shares its type.
    pub(super) fn slot(
        &mut self,
        place: Place<'_, 'a>,
        facets: &Facets<'a>,
        kind: &str,
    ) -> (String, bool) {
        let Place {
            schema,
            at,
            hint,
            component,
        } = place;
        let given_name = facets
            .rust_name
            .filter(|_| !hint.is_alternative)
            .map(names::type_name);
        if component.is_none() {
            let shape = self.shape(schema);
            if let Some(name) = self.component_shapes.get(&shape).copied()
                && let TypeRef::Named(key) = self.resolve_component(name)
            {
                return (key, false);
            }
            let by_place = format!("{kind} in {} {shape}", names::singular(&hint.property));
            let by_name = given_name
                .as_ref()
                .map(|name| format!("{kind} called {name} {shape}"));
            if let Some(key) = self.equal_slot(&by_place, by_name.as_deref(), given_name.as_deref())
            {
                return (key, false);
            }
            let key = TypeRef::Named(self.slots.len().to_string());
            self.shapes.entry(by_place).or_insert_with(|| key.clone());
            self.shapes.extend(by_name.map(|shape| (shape, key)));
        }
        let key = self.slots.len().to_string();
        if let Some(name) = component {
            self.resolved
                .insert(name.to_owned(), TypeRef::Named(key.clone()));
        }
        let words = self.docs.take(Section::Schemas, &hint.docs_key);
        let documented = words.is_some();
        let mut docs = vec![words.unwrap_or_else(|| hint.place(component))];
        let known = Facts {
            // Belongs to the place of use.
            default: None,
            component: None,
            ..self.facts(facets, &TypeRef::Named(String::new()), at)
        };
        docs.extend(docs::facts(&known));
        let docs = vec![docs.join(" ")];
        self.slots.push(Slot {
            default_name: hint.type_name.clone(),
            given_name,
            pointer: at.pointer.clone(),
            docs,
            documented,
            facts: known,
            kind: TypeKind::Object(Object::default()),
        });
        (key, true)
    }

    /// The slot of an equal schema: of the same given name, or held by the same property and not
    /// called otherwise. A later occurrence may name it.
    fn equal_slot(
        &mut self,
        by_place: &str,
        by_name: Option<&str>,
        given_name: Option<&str>,
    ) -> Option<String> {
        if let Some(TypeRef::Named(key)) = by_name.and_then(|shape| self.shapes.get(shape)) {
            return Some(key.clone());
        }
        let TypeRef::Named(key) = self.shapes.get(by_place)?.clone() else {
            return None;
        };
        let slot = self.slots.get_mut(key.parse::<usize>().ok()?)?;
        match (&slot.given_name, given_name) {
            (Some(one), Some(other)) if one != other => return None,
            (None, Some(name)) => slot.given_name = Some(name.to_owned()),
            _ => {}
        }
        Some(key)
    }

    pub(super) fn slot_name(&self, key: &str) -> String {
        let slot = key
            .parse::<usize>()
            .ok()
            .and_then(|index| self.slots.get(index));
        slot.map(|slot| {
            slot.given_name
                .clone()
                .unwrap_or_else(|| slot.default_name.clone())
        })
        .unwrap_or_default()
    }

    pub(super) fn fill(&mut self, key: &str, kind: TypeKind) {
        if let Some(slot) = key
            .parse::<usize>()
            .ok()
            .and_then(|index| self.slots.get_mut(index))
        {
            slot.kind = kind;
        }
    }
}
