//! Keys by which the service knows a request again.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::codec::Key;
use crate::error::Error;
use crate::operation::Operation;
use crate::param::header_value;
use crate::random;
use crate::request::Request;

/// The keys that a call brings along.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// The key that the caller wants.
    pub(crate) given: Option<String>,
    /// The key to use instead of a new one.
    pub(crate) spare: Option<String>,
}

impl Keys {
    fn spare_or_made(self) -> Result<String, Error> {
        self.spare.or_else(random::uuid).ok_or_else(|| {
            Error::invalid_request(
                "no idempotency key can be made, because the system has no randomness; give one",
            )
        })
    }
}

/// Completes a request with its idempotency key, and gives the key; `None` if the operation takes
/// none, or the caller sends `null` on purpose.
///
/// A key that the caller gave is kept, wherever it stands; else one is made.
pub(crate) fn complete(
    operation: &Operation,
    request: &mut Request,
    keys: Keys,
) -> Result<Option<String>, Error> {
    let in_body = match (operation.idempotency.body, &request.body) {
        (Some(name), Some(body)) => find(name, body),
        _ => Property::NoPlace,
    };
    let in_header = operation
        .idempotency
        .header
        .and_then(|name| request.headers.get(name)?.to_str().ok());
    let body_text = match &in_body {
        Property::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let found = [keys.given.as_deref(), in_header, body_text];
    let key = one(found.into_iter().flatten())?.map(str::to_owned);
    match (operation.idempotency.header, in_body) {
        (Some(name), _) => {
            let key = key.map_or_else(|| keys.spare_or_made(), Ok)?;
            let value = header_value(name, &key)?;
            insert_header(request, name, value)?;
            Ok(Some(key))
        }
        (None, Property::Text(_)) => Ok(key),
        (None, Property::Absent) => {
            let key = key.map_or_else(|| keys.spare_or_made(), Ok)?;
            if let (Some(name), Some(body)) = (operation.idempotency.body, &mut request.body) {
                *body = with_property(body, name, &key);
            }
            Ok(Some(key))
        }
        (None, Property::Other | Property::NoPlace) => match keys.given {
            Some(_) => Err(Error::invalid_request(
                "there is no place for the idempotency key in this body",
            )),
            None => Ok(None),
        },
    }
}

/// The key, if all that are there agree.
fn one<'k>(mut keys: impl Iterator<Item = &'k str>) -> Result<Option<&'k str>, Error> {
    let first = keys.next();
    match keys.find(|key| Some(*key) != first) {
        None => Ok(first),
        Some(_) => Err(Error::invalid_request(
            "the request has two different idempotency keys",
        )),
    }
}

fn insert_header(request: &mut Request, name: &str, value: HeaderValue) -> Result<(), Error> {
    let name = HeaderName::try_from(name)
        .map_err(|_| Error::invalid_request(format!("`{name}` is no header name")))?;
    request.headers.insert(name, value);
    Ok(())
}

/// A property at the top of a JSON object.
#[derive(Debug, PartialEq, Eq)]
enum Property {
    /// A text.
    Text(String),
    /// Something else, such as `null`.
    Other,
    /// The object does not have it.
    Absent,
    /// There is no object.
    NoPlace,
}

/// Looks for a property without reading the rest.
fn find(name: &str, body: &[u8]) -> Property {
    let mut json = serde_json::Deserializer::from_slice(body);
    json.deserialize_map(Find(name))
        .unwrap_or(Property::NoPlace)
}

struct Find<'n>(&'n str);

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Property;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Property, A::Error> {
        let mut found = Property::Absent;
        while let Some(key) = map.next_key_seed(Key)? {
            if key == self.0 {
                found = match map.next_value::<serde_json::Value>()? {
                    serde_json::Value::String(text) => Property::Text(text),
                    _ => Property::Other,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// The object with one property more, which is put first.
fn with_property(object: &[u8], name: &str, text: &str) -> Bytes {
    let start = object.iter().position(|byte| *byte == b'{').unwrap_or(0);
    let rest = object
        .get(start + 1..)
        .unwrap_or_default()
        .trim_ascii_start();
    let comma = if rest.starts_with(b"}") { "" } else { "," };
    // `Value` writes a text with its quotes and escapes.
    let (name, text) = (serde_json::Value::from(name), serde_json::Value::from(text));
    let mut made = format!("{{{name}:{text}{comma}").into_bytes();
    made.extend_from_slice(rest);
    made.into()
}
