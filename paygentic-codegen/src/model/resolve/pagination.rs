//! Derives the pagination of an operation from the contract, without a list of operations.
//!
//! An operation is paginated only if the evidence is clear, because a wrong guess is worse than no pagination.

use openapiv3::Operation as Source;

use super::Builder;
use super::page_marks::{Marks, is_text};
use super::page_parameters::PageParameters;
use crate::model::{Field, Object, Page, PageEnd, Pagination, Presence, TypeId, TypeRef};
use crate::names::{self, Name};

impl Builder<'_> {
    /// The pagination of an operation with these parameters and this response type, which is marked as a page.
    pub(super) fn pagination(
        &mut self,
        parameters: &[Field],
        ty: &TypeRef,
        has_link: bool,
    ) -> Pagination {
        let parameters = PageParameters::of(self, parameters);
        let id = match ty {
            TypeRef::Named(id) => *id,
            TypeRef::List(_) => return list_pagination(&parameters, has_link),
            _ => return Pagination::None,
        };
        let Some(object) = self.types.object(id) else {
            return Pagination::None;
        };
        let Some((items, item)) = items(object) else {
            return Pagination::None;
        };
        let Some((pagination, end, flag)) = self.strategy(&parameters, object, &items, has_link)
        else {
            return Pagination::None;
        };
        self.mark_page(id, Page { items, item, end, flag }, pagination)
    }

    /// How the next page is requested, and how the last page is recognized.
    fn strategy(
        &self,
        parameters: &PageParameters,
        object: &Object,
        items: &Name,
        has_link: bool,
    ) -> Option<(Pagination, PageEnd, Option<PageEnd>)> {
        let marks = Marks::of(self, object);
        let limit = parameters.limit().unwrap_or_default();
        let token = parameters.token();
        if let (Some(token), Some(next)) = (&token, marks.token(token.as_deref())) {
            let pagination = Pagination::Token { token: token.clone() };
            // A token that is always present does not say whether there are more pages.
            let flag = marks.flag().filter(|_| marks.is_always_there(&next));
            return Some((pagination, PageEnd::Next(next), flag));
        }
        if let (Some(_), Some(address)) = (&token, marks.address()) {
            return Some((Pagination::Address, PageEnd::Address(address), None));
        }
        if let Some(offset) = parameters.offset() {
            let end = marks.end(self, object);
            return Some((Pagination::Offset { limit, offset }, end, None));
        }
        if let Some((page, first)) = parameters.page_number() {
            let end = marks.end(self, object);
            return Some((Pagination::Page { limit, page, first }, end, None));
        }
        if let (Some(after), Some(flag)) = (parameters.after(), marks.flag())
            && self.items_have_ids(object, items)
        {
            return Some((Pagination::After { limit, after }, flag, None));
        }
        if let Some(address) = marks.address() {
            return Some((Pagination::Address, PageEnd::Address(address), None));
        }
        if has_link {
            return Some((Pagination::Address, PageEnd::Short, None));
        }
        // The complete list in one response. Not every object with a list is a page.
        let is_whole = items.wire == "data" && marks.flag().is_none();
        is_whole.then(|| (Pagination::None, marks.end(self, object), None))
    }

    /// Marks a type as a page. If several operations return it, the token or the URL of the next page takes precedence
    /// over the other marks, which other kinds of pagination do not need.
    fn mark_page(&mut self, id: TypeId, page: Page, pagination: Pagination) -> Pagination {
        let Some(object) = self.types.object_mut(id) else {
            return Pagination::None;
        };
        let needs_mark = |end: &PageEnd| matches!(end, PageEnd::Next(_) | PageEnd::Address(_));
        match &object.page {
            Some(known) if needs_mark(&known.end) && known.end != page.end => {
                if needs_mark(&page.end) {
                    return Pagination::None;
                }
            }
            _ => object.page = Some(page),
        }
        pagination
    }

    fn items_have_ids(&self, object: &Object, items: &Name) -> bool {
        let field = object.fields.iter().find(|field| field.name == *items);
        let item = match field.map(|field| &field.ty) {
            Some(TypeRef::List(item)) => item.as_ref(),
            _ => return false,
        };
        let TypeRef::Named(item) = item else {
            return false;
        };
        self.types.object(*item).is_some_and(|item| {
            let id = item.fields.iter().find(|field| field.name.wire == "id");
            id.is_some_and(|field| is_text(&field.ty) || field.ty == TypeRef::Integer)
        })
    }

    /// Whether the document declares the header `Link` for a successful response.
    pub(super) fn has_link(&self, source: &Source) -> bool {
        let mut successes = source.responses.responses.iter().filter(|(status, _)| {
            let status = status.to_string();
            status.starts_with('2')
        });
        successes.any(|(_, response)| {
            let response = match response {
                openapiv3::ReferenceOr::Item(response) => Some(response),
                openapiv3::ReferenceOr::Reference { reference } => {
                    let name = reference.strip_prefix("#/components/responses/");
                    let components = self.document.components.as_ref();
                    name.zip(components).and_then(|(name, all)| all.responses.get(name)?.as_item())
                }
            };
            response.is_some_and(|response| {
                let mut names = response.headers.keys();
                names.any(|name| name.eq_ignore_ascii_case("link"))
            })
        })
    }
}

/// The pagination of a response that is a plain array.
fn list_pagination(parameters: &PageParameters, has_link: bool) -> Pagination {
    if has_link {
        return Pagination::Address;
    }
    match (parameters.page_number(), parameters.limit()) {
        (Some((page, first)), Some(limit)) => Pagination::Page { limit, page, first },
        (None, Some(limit)) => match parameters.offset() {
            Some(offset) => Pagination::Offset { limit, offset },
            None => Pagination::None,
        },
        _ => Pagination::None,
    }
}

/// The list of items: `data`, else the only list, else the only required list, else `items` or `results`.
fn items(object: &Object) -> Option<(Name, TypeRef)> {
    let mut lists: Vec<(&Field, &TypeRef)> = object
        .fields
        .iter()
        .filter_map(|field| match &field.ty {
            TypeRef::List(item) => Some((field, item.as_ref())),
            _ => None,
        })
        .collect();
    if !lists.iter().all(|(field, _)| is_auxiliary_list(field)) {
        lists.retain(|(field, _)| !is_auxiliary_list(field));
    }
    let required: Vec<_> =
        lists.iter().filter(|(field, _)| field.presence == Presence::Required).collect();
    let called = |name: &str| lists.iter().find(|(field, _)| field.name.wire == name);
    let chosen = match (called("data"), lists.as_slice(), required.as_slice()) {
        (Some(data), ..) => data,
        (None, [only], _) => only,
        (None, _, [only]) => *only,
        _ => called("items").or(called("results"))?,
    };
    Some((chosen.0.name.clone(), chosen.1.clone()))
}

/// Whether a list accompanies the items of a page, such as errors or links.
fn is_auxiliary_list(field: &Field) -> bool {
    let words = names::words(&field.name.wire);
    let last = words.last().map_or("", String::as_str);
    matches!(
        last,
        "errors" | "warnings" | "messages" | "links" | "notices" | "included" | "unreachable"
    )
}
