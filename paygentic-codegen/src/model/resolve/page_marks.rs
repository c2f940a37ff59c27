//! The properties of a page that say whether more pages follow, and how to get the next one: a token (`nextCursor`), an
//! address (`nextPageUrl`, `links.next`), a flag (`hasMore`) or a total. Names are compared word by word, so that
//! `next_page_url` and `nextPageUrl` are the same. The parameters of paginated operations are in `page_parameters`.

use super::Builder;
use crate::model::{Field, Object, PageEnd, TypeRef};
use crate::names;

/// The maximum depth of a mark inside a page.
const MAX_DEPTH: usize = 3;

/// A field that may be a mark.
struct Mark<'f> {
    /// The path of fields to it, by their Rust names.
    path: Vec<String>,
    /// The words of all names on the path except the last.
    holder: Vec<String>,
    /// The words of its name.
    words: Vec<String>,
    field: &'f Field,
}

/// All fields of a page that may be marks, outer ones first.
pub(super) struct Marks<'f>(Vec<Mark<'f>>);

impl<'f> Marks<'f> {
    pub(super) fn of(builder: &'f Builder<'_>, object: &'f Object) -> Self {
        let mut marks = Marks(Vec::new());
        marks.collect(builder, object, &[], &[]);
        marks.0.sort_by_key(|mark| mark.path.len());
        marks
    }

    fn collect(
        &mut self,
        builder: &'f Builder<'_>,
        object: &'f Object,
        path: &[String],
        holder: &[String],
    ) {
        for field in &object.fields {
            let mut path = path.to_vec();
            path.push(field.name.ident.clone());
            let words = names::words(&field.name.wire);
            if let TypeRef::Named(id) = &field.ty
                && path.len() < MAX_DEPTH
                && let Some(inner) = builder.types.object(*id)
            {
                let holder = [holder, &words].concat();
                self.collect(builder, inner, &path, &holder);
            }
            self.0.push(Mark { path, holder: holder.to_vec(), words, field });
        }
    }

    fn find(&self, test: impl Fn(&Mark<'_>) -> bool) -> Option<Vec<String>> {
        self.0.iter().find(|mark| test(mark)).map(|mark| mark.path.clone())
    }

    /// The token of the next page, for the given parameter.
    pub(super) fn token(&self, parameter: Option<&str>) -> Option<Vec<String>> {
        let parameter = parameter.map(names::words).unwrap_or_default();
        let is_token = |mark: &Mark<'_>| {
            let words: Vec<&str> = mark.words.iter().map(String::as_str).collect();
            let is_next = words.contains(&"next") && !mark.is_address_by_name();
            let is_end = matches!(words.as_slice(), ["end", "cursor"] | ["last", "id"]);
            let is_after = matches!(words.as_slice(), ["after" | "cursor" | "token" | "next"]);
            let is_same_in_next = mark.words == parameter;
            let in_next = mark.holder.iter().any(|word| word == "next" || word == "cursors")
                && (is_after || is_same_in_next)
                || mark.holder.last().is_some_and(|word| word == "page") && words == ["after"];
            let is_same = mark.words == parameter
                && mark.is_optional()
                && !matches!(words.as_slice(), ["after"] | ["starting", "after"] | ["page"]);
            let is_address = mark.has_address_format();
            is_text(&mark.field.ty) && !is_address && (is_next || is_end || in_next || is_same)
        };
        let is_at_the_top = |mark: &Mark<'_>| {
            mark.path.len() == 1
                && is_text(&mark.field.ty)
                && mark.words.iter().any(|word| word == "next")
                && !mark.is_address_by_name()
                && !mark.has_address_format()
        };
        self.find(is_at_the_top).or_else(|| self.find(is_token))
    }

    /// Whether the token may also be present on the last page.
    pub(super) fn is_always_there(&self, path: &[String]) -> bool {
        let mark = self.0.iter().find(|mark| mark.path == path);
        mark.is_some_and(|mark| {
            !mark.is_optional() || !mark.words.iter().any(|word| word == "next")
        })
    }

    /// The URL of the next page.
    pub(super) fn address(&self) -> Option<Vec<String>> {
        self.find(|mark| {
            let is_next = mark.words.first().is_some_and(|word| word == "next")
                || mark.words == ["odata", "next", "link"]
                || mark.words == ["href"] && mark.holder.last().is_some_and(|word| word == "next");
            let holders = ["links", "link", "paging", "pages"];
            let in_links = mark.words == ["next"]
                && mark.holder.iter().any(|word| holders.contains(&word.as_str()));
            let is_address = mark.is_address_by_name()
                || mark.has_address_format()
                || in_links
                || mark.words == ["href"];
            mark.field.ty == TypeRef::String && is_next && is_address
        })
    }

    /// A flag that says whether more pages follow.
    pub(super) fn flag(&self) -> Option<PageEnd> {
        let is_flag = |mark: &Mark<'_>| mark.field.ty == TypeRef::Boolean;
        let has = |mark: &Mark<'_>, word: &str| mark.words.iter().any(|other| other == word);
        let more = self.find(|mark| {
            let words: Vec<&str> = mark.words.iter().map(String::as_str).collect();
            is_flag(mark)
                && matches!(
                    words.as_slice(),
                    ["has", "more"]
                        | ["more"]
                        | ["has", "next"]
                        | ["has", "next", "page"]
                        | ["has", "more", "items" | "results" | "pages" | "data"]
                )
        });
        let last = ["done", "last", "is_last", "last_page", "is_last_page"];
        let done = self.find(|mark| {
            is_flag(mark)
                && (mark.path.len() == 1 && has(mark, "done")
                    || last.contains(&mark.words.join("_").as_str()))
        });
        more.map(PageEnd::More).or(done.map(PageEnd::Done))
    }

    /// The mark of the last page, for pagination that does not need it to request the next one.
    pub(super) fn end(&self, builder: &Builder<'_>, object: &Object) -> PageEnd {
        if let Some(end) = builder.end(object) {
            return end;
        }
        if let Some(flag) = self.flag() {
            return flag;
        }
        let is_count = |mark: &Mark<'_>| mark.field.ty == TypeRef::Integer;
        let pages = self.find(|mark| {
            let name = mark.words.join("_");
            let in_pages =
                mark.holder.last().is_some_and(|word| word == "pages") && name == "total";
            is_count(mark)
                && (in_pages
                    || [
                        "total_pages",
                        "page_count",
                        "last_page",
                        "pages",
                        "num_pages",
                        "pages_count",
                    ]
                    .contains(&name.as_str()))
        });
        if let Some(pages) = pages {
            return PageEnd::Pages(pages);
        }
        let totals =
            ["total_count", "total_items", "total_results", "total_elements", "count_total"];
        let total =
            self.find(|mark| is_count(mark) && totals.contains(&mark.words.join("_").as_str()));
        if let Some(total) = total {
            return PageEnd::Total(total);
        }
        let following = self.find(|mark| is_count(mark) && mark.words == ["next", "page"]);
        if let Some(following) = following {
            return PageEnd::Following(following);
        }
        self.address().map_or(PageEnd::Short, PageEnd::Address)
    }
}

impl Mark<'_> {
    /// Whether its name identifies a URL.
    fn is_address_by_name(&self) -> bool {
        let last = self.words.last().map_or("", String::as_str);
        matches!(last, "url" | "uri" | "link" | "href") && self.words.iter().any(|it| it == "next")
    }

    fn has_address_format(&self) -> bool {
        let format = self.field.facts.format.as_deref();
        matches!(format, Some("uri" | "url" | "uri-reference"))
    }

    fn is_optional(&self) -> bool {
        self.field.presence != crate::model::Presence::Required
    }
}

impl Builder<'_> {
    /// A flag or a total at the top level or one level below.
    fn end(&self, object: &Object) -> Option<PageEnd> {
        if let Some(done) =
            field_with(object, |field| field.ty == TypeRef::Boolean && has_word(field, "done"))
        {
            return Some(PageEnd::Done(vec![done]));
        }
        let is_total = |field: &Field| {
            let is_of_pages = has_word(field, "pages") || has_word(field, "page");
            field.ty == TypeRef::Integer && has_word(field, "total") && !is_of_pages
        };
        if let Some(total) = field_with(object, is_total) {
            return Some(PageEnd::Total(vec![total]));
        }
        object.fields.iter().find_map(|field| {
            let TypeRef::Named(id) = &field.ty else {
                return None;
            };
            let is_of_pages = has_word(field, "pages");
            let inner = self.types.object(*id).filter(|_| !is_of_pages)?;
            let total = field_with(inner, is_total)?;
            Some(PageEnd::Total(vec![field.name.ident.clone(), total]))
        })
    }
}

pub(super) fn field_with(object: &Object, test: impl Fn(&Field) -> bool) -> Option<String> {
    object.fields.iter().find(|field| test(field)).map(|field| field.name.ident.clone())
}

fn has_word(field: &Field, wanted: &str) -> bool {
    names::words(&field.name.wire).iter().any(|word| word == wanted)
}

pub(super) fn is_text(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::String | TypeRef::Id(_))
}
