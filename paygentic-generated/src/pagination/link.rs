//! Parses the header `Link`, which contains the address of the next page.

use http::HeaderMap;
use http::header::LINK;

use super::More;

/// The address of the next page; `Last` if the header has other links to pages, but none to a next one.
pub(super) fn more(headers: &HeaderMap) -> More<'_> {
    let mut has_page_links = false;
    for value in headers.get_all(LINK) {
        let Ok(text) = value.to_str() else { continue };
        for (address, relations) in Links(text) {
            // Links to anything but pages are ignored.
            let has = |wanted: &str| relations.split(' ').any(|it| it.eq_ignore_ascii_case(wanted));
            if has("next") && !address.is_empty() {
                return More::Address(address);
            }
            has_page_links |= ["prev", "previous", "first", "last"].iter().any(|it| has(it));
        }
    }
    if has_page_links { More::Last } else { More::Unknown }
}

/// The links in a header: the address of each, and its relations.
struct Links<'h>(&'h str);

impl<'h> Iterator for Links<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let (_, rest) = self.0.split_once('<')?;
        let (address, rest) = rest.split_once('>')?;
        let end = end_of_parameters(rest);
        let (parameters, rest) = rest.split_at(end);
        self.0 = rest;
        Some((address.trim(), relations(parameters)))
    }
}

/// Where the parameters of a link end: at a comma outside quotes.
fn end_of_parameters(text: &str) -> usize {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// The value of `rel`.
fn relations(parameters: &str) -> &str {
    let mut pairs = parameters.split(';').filter_map(|pair| pair.split_once('='));
    let rel = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
    rel.map_or("", |(_, value)| value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::more;

    fn said(value: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("link", HeaderValue::from_static(value));
        format!("{:?}", more(&headers))
    }

    #[test]
    fn the_next_address_is_found_among_others() {
        let github = r#"<https://a.example/x?page=1>; rel="prev", <https://a.example/x?page=3,4>; title="a, b"; rel="next""#;
        assert_eq!(said(github), r#"Address("https://a.example/x?page=3,4")"#);
        assert_eq!(said("</x?page=2>; REL=next"), r#"Address("/x?page=2")"#);
        assert_eq!(said(r#"</x>; rel="last next""#), r#"Address("/x")"#);
    }

    #[test]
    fn without_it_the_page_is_the_last() {
        assert_eq!(said(r#"</x?page=1>; rel="first""#), "Last");
        assert_eq!(said(r#"</docs>; rel="help""#), "Unknown");
        assert_eq!(said("nonsense"), "Unknown");
    }
}
