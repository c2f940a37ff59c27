//! Finds out from the contract how an operation pages; there is no list of names of operations.

use super::Builder;
use crate::model::{Field, Object, Page, PageEnd, Pagination, Presence, TypeId, TypeRef};
use crate::names::{self, Name};

impl Builder<'_> {
    /// How an operation with these parameters pages through responses of the type `id`. Marks the
    /// type as a page.
    pub(super) fn pagination(&mut self, parameters: &[Field], id: TypeId) -> Pagination {
        let parameter = |accepted: &[&str]| {
            let is_accepted = |field: &&Field| {
                accepted.contains(&names::words(&field.name.wire).join("_").as_str())
            };
            parameters
                .iter()
                .find(is_accepted)
                .map(|field| field.name.wire.clone())
        };
        let Some(object) = self.types.object(id) else {
            return Pagination::None;
        };
        let Some((items, item)) = items(object) else {
            return Pagination::None;
        };
        let token = parameter(&["page_token", "cursor", "starting_after"]);
        let next = field_with(object, |field| {
            is_text(&field.ty) && has_words(field, &["next"])
        });
        let offset = parameter(&["offset", "skip"]);
        let (pagination, end) = match (token, next, offset) {
            (Some(token), Some(next), _) => {
                (Pagination::Token { token }, PageEnd::Next(vec![next]))
            }
            (_, _, Some(offset)) => {
                let limit = parameter(&["limit", "page_size"]).unwrap_or_default();
                (Pagination::Offset { limit, offset }, self.end(object))
            }
            // The whole list at once. An object may have a list and be none.
            _ if items.wire == "data" => (Pagination::None, self.end(object)),
            _ => return Pagination::None,
        };
        let page = Page { items, item, end };
        if let Some(object) = self.types.object_mut(id) {
            object.page = Some(page);
        }
        pagination
    }

    /// What tells that an offset has reached the end.
    fn end(&self, object: &Object) -> PageEnd {
        if let Some(done) = field_with(object, |field| {
            field.ty == TypeRef::Boolean && has_words(field, &["done"])
        }) {
            return PageEnd::Done(vec![done]);
        }
        let is_total = |field: &Field| field.ty == TypeRef::Integer && has_words(field, &["total"]);
        if let Some(total) = field_with(object, is_total) {
            return PageEnd::Total(vec![total]);
        }
        for field in &object.fields {
            if let TypeRef::Named(id) = &field.ty
                && let Some(total) = self
                    .types
                    .object(*id)
                    .and_then(|inner| field_with(inner, is_total))
            {
                return PageEnd::Total(vec![field.name.ident.clone(), total]);
            }
        }
        PageEnd::Short
    }
}

/// The list that holds the items: `data`, else the only list, else the only one that is required.
fn items(object: &Object) -> Option<(Name, TypeRef)> {
    let lists: Vec<(&Field, &TypeRef)> = object
        .fields
        .iter()
        .filter_map(|field| match &field.ty {
            TypeRef::List(item) => Some((field, item.as_ref())),
            _ => None,
        })
        .collect();
    let required: Vec<_> = lists
        .iter()
        .filter(|(field, _)| field.presence == Presence::Required)
        .collect();
    let data = lists.iter().find(|(field, _)| field.name.wire == "data");
    let chosen = match (data, lists.as_slice(), required.as_slice()) {
        (Some(data), ..) => data,
        (None, [only], _) => only,
        (None, _, [only]) => *only,
        _ => return None,
    };
    Some((chosen.0.name.clone(), chosen.1.clone()))
}

fn field_with(object: &Object, test: impl Fn(&Field) -> bool) -> Option<String> {
    object
        .fields
        .iter()
        .find(|field| test(field))
        .map(|field| field.name.ident.clone())
}

fn has_words(field: &Field, wanted: &[&str]) -> bool {
    let words = names::words(&field.name.wire);
    wanted
        .iter()
        .all(|word| words.iter().any(|other| other == word))
}

pub(super) fn is_text(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::String | TypeRef::Id(_))
}
