//! Idempotency keys, by which the service recognises a repeated request.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::codec::Field;
use crate::error::Error;
use crate::operation::{Idempotency, Operation};
use crate::param::Param;
use crate::random;
use crate::request::Request;

/// The idempotency keys that the caller has set.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// The key set with `Call::idempotency_key`.
    pub(crate) given: Option<String>,
    /// The key in the body.
    pub(crate) in_body: BodyKey,
}

/// The content of the field of a body that takes an idempotency key.
#[derive(Clone, Debug, Default)]
pub(crate) enum BodyKey {
    /// There is no such field, or `null` in it.
    #[default]
    Unsupported,
    /// The field is absent, so a key can be added.
    Missing,
    /// A key.
    Set(String),
}

impl BodyKey {
    /// Reads the field.
    pub(crate) fn of(field: &(impl Field + Param)) -> Self {
        let mut found = match field.is_absent() {
            true => BodyKey::Missing,
            false => BodyKey::Unsupported,
        };
        field.each(&mut |text| found = BodyKey::Set(text.to_owned()));
        found
    }

    fn text(&self) -> Option<&str> {
        match self {
            BodyKey::Set(text) => Some(text),
            _ => None,
        }
    }
}

/// The key in a field of a body.
// Whether there is such a field depends on the contract.
#[allow(dead_code)]
pub(crate) fn own_key(field: &(impl Field + Param)) -> Option<String> {
    BodyKey::of(field).text().map(str::to_owned)
}

impl Keys {
    fn generate() -> Result<String, Error> {
        random::uuid().ok_or_else(|| {
            Error::invalid_request(
                "cannot generate an idempotency key: the system has no source of randomness; set one",
            )
        })
    }
}

/// Adds the idempotency key to a request, and returns the key; `None` if the operation takes
/// none, or the caller sends `null` on purpose.
///
/// A key that the caller has set is kept; otherwise one is generated. One that cannot be sent
/// unchanged is an error. `defaults` are the headers of every request.
pub(crate) fn complete(
    operation: &Operation,
    request: &mut Request,
    defaults: &HeaderMap,
    keys: Keys,
) -> Result<Option<String>, Error> {
    let Idempotency { header, body } = operation.idempotency;
    check_defaults(defaults, header.unwrap_or(DEFAULT_HEADER))?;
    let in_header = key_in_header(request, header.unwrap_or(DEFAULT_HEADER))?.map(str::to_owned);
    let in_header = in_header.filter(|_| header.is_some());
    let found = [keys.given.as_deref(), in_header.as_deref(), keys.in_body.text()];
    for key in found.into_iter().flatten() {
        check_is_key(key)?;
    }
    let key = single(found.into_iter().flatten())?.map(str::to_owned);
    if let Some(name) = header {
        let key = key.map_or_else(Keys::generate, Ok)?;
        insert_header(request, name, header_key(&key)?)?;
        return Ok(Some(key));
    }
    match (&keys.in_body, body, &mut request.body) {
        (BodyKey::Set(_), ..) => Ok(key),
        (BodyKey::Missing, Some(name), Some(body)) => {
            let key = key.map_or_else(Keys::generate, Ok)?;
            // JSON is in memory.
            let json = body.as_bytes().cloned().unwrap_or_default();
            *body = with_property(&json, name, &key).into();
            Ok(Some(key))
        }
        _ if keys.given.is_some() => Err(Error::invalid_request(
            "cannot set the idempotency key: its field is `null`, or the request has no body",
        )),
        _ => Ok(None),
    }
}

/// The header for keys in services that have one, whatever an operation declares.
const DEFAULT_HEADER: &str = "idempotency-key";

/// Rejects blank keys: the service might treat all of them as one key, or as none.
pub(crate) fn check_is_key(key: &str) -> Result<(), Error> {
    match key.chars().all(is_blank) {
        false => Ok(()),
        true => Err(Error::invalid_request(
            "the idempotency key is empty: set a unique one, such as the number of an order, or none to have \
             one generated",
        )),
    }
}

/// Whether the character is invisible.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A default header must not hold a key: all requests would share it.
fn check_defaults(defaults: &HeaderMap, name: &str) -> Result<(), Error> {
    match defaults.contains_key(name) {
        false => Ok(()),
        true => Err(Error::invalid_request(format!(
            "the client sends the header `{name}` with every request, so that all have one \
             idempotency key; leave it out there, and give keys with `Call::idempotency_key`"
        ))),
    }
}

/// The key that the caller put into the header, if there is one.
fn key_in_header<'r>(request: &'r Request, name: &str) -> Result<Option<&'r str>, Error> {
    let Some(value) = request.headers.get(name) else {
        return Ok(None);
    };
    let key = value.to_str().map_err(|_| not_in_a_header())?;
    check_is_key(key).map(|()| Some(key))
}

/// The key as a header value; an error if a header cannot carry it unchanged.
fn header_key(key: &str) -> Result<HeaderValue, Error> {
    let is_printable = key.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    match HeaderValue::from_str(key) {
        // Spaces around a value are not part of it.
        Ok(value) if is_printable && key.trim() == key => Ok(value),
        _ => Err(not_in_a_header()),
    }
}

fn not_in_a_header() -> Error {
    Error::invalid_request(
        "the idempotency key is sent in a header and so may only have printable ASCII characters, \
         and no space at its ends; give another, such as a UUID or a hash of this one",
    )
}

/// The key, if all keys that are set agree.
fn single<'k>(mut keys: impl Iterator<Item = &'k str>) -> Result<Option<&'k str>, Error> {
    let first = keys.next();
    match keys.find(|key| Some(*key) != first) {
        None => Ok(first),
        Some(_) => Err(Error::invalid_request("the request has two different idempotency keys")),
    }
}

fn insert_header(request: &mut Request, name: &str, value: HeaderValue) -> Result<(), Error> {
    let name = HeaderName::try_from(name)
        .map_err(|_| Error::invalid_request(format!("`{name}` is an invalid header name")))?;
    request.headers.insert(name, value);
    Ok(())
}

/// The object with an additional property at its start.
fn with_property(object: &[u8], name: &str, text: &str) -> Bytes {
    let start = object.iter().position(|byte| *byte == b'{').unwrap_or(0);
    let rest = object.get(start + 1..).unwrap_or_default().trim_ascii_start();
    let comma = if rest.starts_with(b"}") { "" } else { "," };
    // `Value` writes a text with its quotes and escapes.
    let (name, text) = (serde_json::Value::from(name), serde_json::Value::from(text));
    let mut made = format!("{{{name}:{text}{comma}").into_bytes();
    made.extend_from_slice(rest);
    made.into()
}
