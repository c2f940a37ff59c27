//! Converts the tags of unions into constants once all unions are known: the variant carries their information.

use super::Builder;
use crate::model::{Constant, Field, Object, Presence, TagBy, TypeId, TypeKind, TypeRef, Union};

impl Builder<'_> {
    /// Makes tags constants, because callers can read the variant instead. A type used only by a tag
    /// is removed later with the other unused types.
    pub(super) fn resolve_tags(&mut self) {
        for (id, tag) in self.tagged_types() {
            if let Some(object) = self.types.object_mut(id) {
                object.make_constant(&tag);
            }
        }
        for (id, index, by) in self.missing_tags() {
            if let Some(slot) = self.types.get_mut(id)
                && let TypeKind::Union(union) = &mut slot.kind
                && let Some(variant) = union.variants.get_mut(index)
            {
                variant.tag_by = Some(by);
            }
        }
    }

    /// The alternatives whose type does not contain the tag of their union, or may omit it.
    fn missing_tags(&self) -> Vec<(TypeId, usize, TagBy)> {
        let mut found = Vec::new();
        for (id, slot) in self.types.iter().enumerate() {
            let TypeKind::Union(Union { tag: Some(tag), variants }) = &slot.kind else {
                continue;
            };
            for (index, variant) in variants.iter().enumerate() {
                let by = self.tag_by(&variant.ty, tag);
                found.extend(by.map(|by| (TypeId::new(id), index, by)));
            }
        }
        found
    }

    fn tag_by(&self, ty: &TypeRef, tag: &str) -> Option<TagBy> {
        let TypeRef::Named(id) = ty else {
            return Some(TagBy::Either);
        };
        match &self.types.get(*id)?.kind {
            TypeKind::Object(object) => object.tag_by(tag),
            TypeKind::Union(union) if union.tag.as_deref() == Some(tag) => None,
            _ => Some(TagBy::Either),
        }
    }

    /// The types of alternatives, each with the tag of its union.
    fn tagged_types(&self) -> Vec<(TypeId, String)> {
        let mut found = Vec::new();
        for slot in self.types.iter() {
            if let TypeKind::Union(Union { tag: Some(tag), variants }) = &slot.kind {
                let types = variants.iter().filter_map(|variant| variant.ty.inside());
                found.extend(types.map(|id| (id, tag.clone())));
            }
        }
        found
    }
}

impl Object {
    /// How a union with this property as its tag must handle it.
    fn tag_by(&self, wire: &str) -> Option<TagBy> {
        if self.constants.iter().any(|constant| constant.wire == wire) {
            return None;
        }
        match self.fields.iter().find(|field| field.name.wire == wire) {
            Some(field) if field.presence == Presence::Required && field.settable => None,
            Some(_) => Some(TagBy::Either),
            None => Some(TagBy::Union),
        }
    }

    /// Converts a required field with a single described value into a constant.
    fn make_constant(&mut self, wire: &str) {
        let is_it = |field: &Field| field.name.wire == wire && field.is_required();
        let Some(index) = self.fields.iter().position(is_it) else {
            return;
        };
        if let Some(value) = self.fields[index].fact.clone() {
            self.fields.remove(index);
            self.constants.push(Constant { wire: wire.to_owned(), value, location: None });
        }
    }
}
