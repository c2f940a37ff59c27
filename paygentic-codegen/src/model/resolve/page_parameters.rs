//! The query parameters of pagination: the page size, the page number, the number of items to skip, or a token.
//! Names are compared word by word, so that `pageSize` and `page_size` are the same.

use super::Builder;
use super::page_marks::is_text;
use crate::model::{Bound, Field, ParameterPlace, ParameterStyle, TypeRef};
use crate::names;

/// Names of parameters for the page size, in order of preference.
const LIMITS: &[&str] = &[
    "limit",
    "page_size",
    "per_page",
    "page_limit",
    "items_per_page",
    "max_results",
    "max_items",
    "page_length",
    "size",
    "take",
    "top",
    "count",
];

/// Names of parameters for the page number.
const NUMBERS: &[&str] =
    &["page", "page_number", "page_no", "page_num", "page_index", "current_page"];

/// Names of parameters for the number of items to skip.
const OFFSETS: &[&str] = &["offset", "skip", "start_at"];

/// Further names, if there is also a limit.
const OFFSETS_BESIDE_LIMIT: &[&str] = &["start"];

/// Names of parameters for a token.
const TOKENS: &[&str] = &[
    "page_token",
    "cursor",
    "starting_after",
    "next_token",
    "next_cursor",
    "page_cursor",
    "next_page_token",
    "continuation_token",
    "pagination_token",
    "iterator",
    "marker",
    "after",
    "page_after",
    "start_cursor",
    "next_page",
    "after_id",
    "continue",
];

/// Further names, if the parameter is a string; as numbers they are offsets and page numbers.
const TOKENS_IF_TEXT: &[&str] = &["offset", "page"];

/// Names of parameters for the id of the last item.
const AFTER: &[&str] = &["starting_after", "after", "after_id"];

/// A query parameter, or a property of one that is an object.
struct PageParameter<'f> {
    /// The wire name: `page[number]` for the property `number` of `page`.
    wire: String,
    /// The name in snake case: `page_number`.
    words: String,
    field: &'f Field,
}

/// All query parameters of an operation.
pub(super) struct PageParameters<'f>(Vec<PageParameter<'f>>);

impl<'f> PageParameters<'f> {
    pub(super) fn of(builder: &'f Builder<'_>, parameters: &'f [Field]) -> Self {
        let mut all = Vec::new();
        for field in parameters.iter().filter(|field| field.is_in(ParameterPlace::Query)) {
            let wire = &field.name.wire;
            if let (TypeRef::Named(id), Some(ParameterStyle::Deep)) =
                (&field.ty, field.location.map(|location| location.style))
                && let Some(object) = builder.types.object(*id)
            {
                let properties = object.fields.iter();
                all.extend(properties.map(|property| {
                    PageParameter::new(format!("{wire}[{}]", property.name.wire), property)
                }));
            }
            all.push(PageParameter::new(wire.clone(), field));
        }
        PageParameters(all)
    }

    /// The parameter with one of these names, in order of preference.
    fn find(
        &self,
        accepted: &[&str],
        test: impl Fn(&TypeRef) -> bool,
    ) -> Option<&PageParameter<'f>> {
        let called = |name: &&str| self.0.iter().find(|it| it.words == *name && test(&it.field.ty));
        accepted.iter().find_map(called)
    }

    fn wire(&self, accepted: &[&str]) -> Option<String> {
        self.find(accepted, |_| true).map(|it| it.wire.clone())
    }

    pub(super) fn limit(&self) -> Option<String> {
        self.wire(LIMITS)
    }

    pub(super) fn offset(&self) -> Option<String> {
        let beside_limit = || {
            self.limit().and(self.find(OFFSETS_BESIDE_LIMIT, is_number)).map(|it| it.wire.clone())
        };
        self.wire(OFFSETS).or_else(beside_limit)
    }

    pub(super) fn token(&self) -> Option<String> {
        let text = || self.find(TOKENS_IF_TEXT, is_text).map(|it| it.wire.clone());
        self.wire(TOKENS).or_else(text)
    }

    /// The parameter that takes the id of the last item.
    pub(super) fn after(&self) -> Option<String> {
        self.wire(AFTER)
    }

    /// The parameter that takes the page number, and the number of the first page: its default or its minimum.
    pub(super) fn page_number(&self) -> Option<(String, i64)> {
        let parameter = self.find(NUMBERS, is_number)?;
        let default = parameter.field.facts.default.as_ref().and_then(serde_json::Value::as_i64);
        let least = parameter.field.facts.bounds.minimum;
        let first = match (default, least) {
            (Some(first @ (0 | 1)), _) => first,
            (None, Some(Bound::Whole(0))) => 0,
            _ => 1,
        };
        Some((parameter.wire.clone(), first))
    }
}

impl<'f> PageParameter<'f> {
    fn new(wire: String, field: &'f Field) -> Self {
        let words = names::words(&wire).join("_");
        PageParameter { wire, words, field }
    }
}

fn is_number(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Integer | TypeRef::Number)
}
