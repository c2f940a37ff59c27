//! Fills the variables in the address of a server, so that no value leads to another host.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is encoded in values of host and port, so that they do not lead to another host.
const NOT_IN_HOST: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b':').remove(b'[').remove(b']');

/// What is encoded in values of the path.
const NOT_IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// An address that can be printed: user name and password are replaced, even if it is not valid.
pub(crate) fn without_user(address: &str) -> Cow<'_, str> {
    let start = address.find("://").map_or(0, |at| at + "://".len());
    match address.rfind('@') {
        Some(end) if end >= start => {
            Cow::Owned(format!("{}***{}", &address[..start], &address[end..]))
        }
        _ => Cow::Borrowed(address),
    }
}

/// Fills the variables of an address.
///
/// A value at the start, such as the scheme, is used unchanged. In others, what could lead to
/// another host is encoded; if the result is not a valid host, `build` fails.
// Not every document has servers with variables.
#[allow(dead_code)]
pub(crate) fn address(template: &str, values: &[(&str, &str)]) -> String {
    let mut made = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((fixed, after)) = rest.split_once('{') {
        made.push_str(fixed);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        let value = values.iter().find(|(other, _)| *other == name);
        let value = value.map_or("", |(_, value)| *value);
        match made.split_once("://") {
            None => made.push_str(value),
            Some((_, host)) if !host.contains('/') => {
                made.extend(utf8_percent_encode(value, NOT_IN_HOST));
            }
            Some(_) => {
                // The template may contain the slash already.
                let value =
                    value.strip_prefix('/').filter(|_| made.ends_with('/')).unwrap_or(value);
                made.extend(utf8_percent_encode(value, NOT_IN_PATH));
            }
        }
        rest = after;
    }
    made.push_str(rest);
    made.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod cases {
    use super::address;

    #[test]
    fn values_fill_the_places_of_their_names() {
        let made = address(
            "{p}://{host}:{port}/{path}",
            &[("p", "http"), ("host", "localhost"), ("port", "6333"), ("path", "/v1/")],
        );
        assert_eq!(made, "http://localhost:6333/v1");
    }

    #[test]
    fn no_value_leads_to_another_host() {
        for value in ["evil.example/", "evil.example#", "evil.example?", "a@evil.example", "a\\b"] {
            let made = address("https://{region}.api.example/v1", &[("region", value)]);
            assert!(crate::config::BaseUrl::new(&made, false).is_err(), "{made}");
        }
        let made = address("https://api.example/{path}", &[("path", "../x?y#z")]);
        assert!(crate::config::BaseUrl::new(&made, false).is_err(), "{made}");
    }
}
