//! What follows when all unions are known: what tells their alternatives apart is no field.

use super::Builder;
use crate::model::{Constant, Field, Object, TypeId, TypeKind, Union};

impl Builder<'_> {
    /// What tells the alternatives of unions apart is not for callers to read: the variant says it. A type
    /// that only such a field had is left out with all else that nothing needs.
    pub(super) fn settle_tags(&mut self) {
        for (id, tag) in self.tagged_types() {
            if let Some(object) = self.types.object_mut(id) {
                object.make_constant(&tag);
            }
        }
    }

    /// The types of alternatives, each with the tag of its union.
    fn tagged_types(&self) -> Vec<(TypeId, String)> {
        let mut found = Vec::new();
        for slot in self.types.iter() {
            if let TypeKind::Union(Union {
                tag: Some(tag),
                variants,
            }) = &slot.kind
            {
                let types = variants.iter().filter_map(|variant| variant.ty.inside());
                found.extend(types.map(|id| (id, tag.clone())));
            }
        }
        found
    }
}

impl Object {
    /// Makes a constant of a required field that is described with one value.
    fn make_constant(&mut self, wire: &str) {
        let is_it = |field: &Field| field.name.wire == wire && field.is_required();
        let Some(index) = self.fields.iter().position(is_it) else {
            return;
        };
        if let Some(value) = self.fields[index].fact.clone() {
            self.fields.remove(index);
            self.constants.push(Constant {
                wire: wire.to_owned(),
                value,
                written: true,
                location: None,
            });
        }
    }
}
