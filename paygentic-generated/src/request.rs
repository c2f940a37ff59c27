//! A request as plain data, and how the values of its query are percent-encoded.

use std::borrow::Cow;

use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::body::Body;

/// All but the characters that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, except that the comma between values is not encoded.
const RESERVED_BUT_COMMA: &AsciiSet = &RESERVED.remove(b',');

/// What is encoded even with `allowReserved`: what would end the value (`&`, `#`) or is not
/// allowed there (`[`, `]`), what servers read as a space (`+`), and `%`, so that the server gets the
/// value unchanged.
const ALLOW_RESERVED: &AsciiSet = &RESERVED_BUT_COMMA
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=');

/// A request without the address of a server and without credentials.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path, encoded.
    pub(crate) path: String,
    /// The query; names are not yet encoded.
    pub(crate) query: Vec<(Cow<'static, str>, QueryValue)>,
    /// The address of the next page as the service gave it, in place of the path.
    pub(crate) next: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
}

impl Request {
    pub(crate) fn new(method: Method) -> Self {
        Request {
            method,
            path: String::new(),
            query: Vec::new(),
            next: None,
            // Room for the headers of every call.
            headers: HeaderMap::with_capacity(6),
            body: None,
        }
    }

    /// The value of a query parameter.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(other, _)| other == name)?;
        Some(pair.1.as_str())
    }

    /// Sets a query parameter, in place of its value if it has one.
    pub(crate) fn set_query(&mut self, name: &'static str, value: String) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some(pair) => pair.1 = QueryValue::new(value),
            None => self.query.push((name.into(), QueryValue::new(value))),
        }
    }

    /// The length of path and query, if nothing in the query needs to be encoded.
    pub(crate) fn target_len(&self) -> usize {
        let query = self.query.iter();
        self.path.len()
            + query.map(|(name, value)| name.len() + value.as_str().len() + 2).sum::<usize>()
    }

    /// Writes path and query as they are sent.
    pub(crate) fn push_target(&self, target: &mut String) {
        target.push_str(&self.path);
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.extend(encode(name));
            value.push(target);
        }
    }
}

/// The value of a query parameter, and how it is written in the URL.
#[derive(Clone, Debug)]
pub(crate) struct QueryValue {
    text: String,
    encoding: Encoding,
}

/// How a value is written in a URL.
#[derive(Clone, Debug)]
enum Encoding {
    /// With the characters of this set percent-encoded.
    Percent(&'static AsciiSet),
    /// Exactly as this text, which is encoded already.
    Verbatim(String),
    /// Without a value and without `=`.
    NoValue,
}

impl QueryValue {
    pub(crate) fn new(text: String) -> Self {
        QueryValue { text, encoding: Encoding::Percent(RESERVED) }
    }

    /// A parameter that consists of its name only.
    pub(crate) fn without_value() -> Self {
        QueryValue { text: String::new(), encoding: Encoding::NoValue }
    }

    /// The items of a list, or the keys and values of an object in turn, with a delimiter between
    /// them. A comma between them is a comma in the address, and one inside an item is encoded, so
    /// that the items can be distinguished; other delimiters are encoded like the items.
    pub(crate) fn list(texts: &[impl AsRef<str>], delimiter: char) -> Self {
        let text = join(texts, delimiter);
        if delimiter != ',' {
            return QueryValue::new(text);
        }
        let encoding = if texts.iter().any(|part| part.as_ref().contains(',')) {
            let parts = texts.iter().map(|part| encode(part.as_ref()).collect());
            Encoding::Verbatim(parts.collect::<Vec<String>>().join(","))
        } else {
            Encoding::Percent(RESERVED_BUT_COMMA)
        };
        QueryValue { text, encoding }
    }

    /// A value that is written exactly as in the path template.
    pub(crate) fn literal(encoded: &str) -> Self {
        QueryValue { text: decode(encoded), encoding: Encoding::Verbatim(encoded.to_owned()) }
    }

    /// Adds text that is encoded already.
    pub(crate) fn append(&mut self, encoded: &str) {
        self.text.push_str(&decode(encoded));
        match &mut self.encoding {
            Encoding::Verbatim(written) => written.push_str(encoded),
            encoding => *encoding = Encoding::Verbatim(encoded.to_owned()),
        }
    }

    /// Does not encode reserved characters, unless they would change the meaning of the query.
    pub(crate) fn allow_reserved(&mut self) {
        self.encoding = Encoding::Percent(ALLOW_RESERVED);
    }

    /// The value, not encoded.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn push(&self, target: &mut String) {
        match &self.encoding {
            Encoding::Percent(set) => {
                target.push('=');
                target.extend(utf8_percent_encode(&self.text, set));
            }
            Encoding::Verbatim(written) => target.extend(["=", written]),
            Encoding::NoValue => {}
        }
    }
}

fn join(texts: &[impl AsRef<str>], delimiter: char) -> String {
    let mut text = String::new();
    for (index, part) in texts.iter().enumerate() {
        if index > 0 {
            text.push(delimiter);
        }
        text.push_str(part.as_ref());
    }
    text
}

/// Undoes percent-encoding.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Encodes a path segment, or a name or value of a query.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}
