//! What follows when all unions are known: what tells their alternatives apart is no field.

use std::collections::{HashMap, HashSet};

use super::Builder;
use crate::model::{Constant, Field, Object, TypeKind, TypeRef, Union};

impl Builder<'_> {
    /// What tells the alternatives of unions apart is not for callers to read: the variant says it.
    pub(super) fn settle_tags(&mut self) {
        let mut retired = HashSet::new();
        for (key, tag) in self.tagged_types() {
            if let Some(TypeKind::Object(object)) = self.kind_mut(&key)
                && let Some(TypeRef::Named(of_tag)) = object.make_constant(&tag)
            {
                retired.insert(of_tag);
            }
        }
        for key in self.held_types() {
            retired.remove(&key);
        }
        // They are dropped later, and must take no name from others until then.
        for key in retired {
            if let Some(slot) = key
                .parse::<usize>()
                .ok()
                .and_then(|i| self.slots.get_mut(i))
            {
                slot.given_name = None;
                slot.default_name = format!("Unused{key}");
            }
        }
    }

    /// An enum of one value gives way to a type that has the same name for better reasons.
    pub(super) fn yield_names(&mut self) {
        let mut times: HashMap<String, usize> = HashMap::new();
        for slot in &self.slots {
            *times.entry(slot.name()).or_default() += 1;
        }
        for slot in &mut self.slots {
            let is_fact = matches!(&slot.kind, TypeKind::Enum(variants) if variants.len() == 1)
                && slot.given_name.is_none()
                && slot.pointer.contains("/properties/");
            if is_fact && times.get(&slot.name()).is_some_and(|times| *times > 1) {
                slot.default_name.push_str("Value");
            }
        }
    }

    /// The types of alternatives, each with the tag of its union.
    fn tagged_types(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for slot in &self.slots {
            let TypeKind::Union(Union {
                tag: Some(tag),
                variants,
            }) = &slot.kind
            else {
                continue;
            };
            let types = variants.iter().filter_map(|variant| named(&variant.ty));
            found.extend(types.map(|key| (key, tag.clone())));
        }
        found
    }

    /// The types that fields and alternatives hold.
    fn held_types(&self) -> Vec<String> {
        let mut held = Vec::new();
        for slot in &self.slots {
            match &slot.kind {
                TypeKind::Object(object) | TypeKind::Parameters(object) => {
                    held.extend(object.fields.iter().filter_map(|field| named(&field.ty)));
                    held.extend(object.additional.iter().filter_map(named));
                }
                TypeKind::Union(union) => {
                    held.extend(
                        union
                            .variants
                            .iter()
                            .filter_map(|variant| named(&variant.ty)),
                    );
                }
                TypeKind::Enum(_) => {}
            }
        }
        held
    }

    fn kind_mut(&mut self, key: &str) -> Option<&mut TypeKind> {
        let index = key.parse::<usize>().ok()?;
        self.slots.get_mut(index).map(|slot| &mut slot.kind)
    }
}

/// The emitted type inside, through lists, maps and options.
fn named(ty: &TypeRef) -> Option<String> {
    match ty {
        TypeRef::Named(key) => Some(key.clone()),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Option(inner) => named(inner),
        _ => None,
    }
}

impl Object {
    /// Makes a constant of a required field that is described with one value. Gives its type.
    fn make_constant(&mut self, wire: &str) -> Option<TypeRef> {
        let is_it = |field: &Field| field.name.wire == wire && field.is_required();
        let index = self.fields.iter().position(is_it)?;
        let value = self.fields[index].fact.clone()?;
        self.constants.push(Constant {
            wire: wire.to_owned(),
            value,
            written: true,
            location: None,
        });
        Some(self.fields.remove(index).ty)
    }
}
