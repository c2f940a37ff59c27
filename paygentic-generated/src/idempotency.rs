//! Keys by which the service knows a request again.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::codec::Field;
use crate::error::Error;
use crate::operation::{Idempotency, Operation};
use crate::param::{Param, header_value};
use crate::random;
use crate::request::Request;

/// The keys that a call brings along.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// The key that the caller wants.
    pub(crate) given: Option<String>,
    /// The key to use instead of a new one.
    pub(crate) spare: Option<String>,
    /// What stands in the body.
    pub(crate) in_body: InBody,
}

/// What stands in the field of a body that takes an idempotency key.
#[derive(Clone, Debug, Default)]
pub(crate) enum InBody {
    /// There is no such field, or `null` in it.
    #[default]
    NoPlace,
    /// Nothing, so that a key can be put there.
    Absent,
    /// A key.
    Text(String),
}

impl InBody {
    /// Looks into the field.
    pub(crate) fn of(field: &(impl Field + Param)) -> Self {
        let mut found = match field.is_absent() {
            true => InBody::Absent,
            false => InBody::NoPlace,
        };
        field.each(&mut |text| found = InBody::Text(text.to_owned()));
        found
    }

    fn text(&self) -> Option<&str> {
        match self {
            InBody::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Keys {
    fn spare_or_made(&self) -> Result<String, Error> {
        self.spare.clone().or_else(random::uuid).ok_or_else(|| {
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
    let Idempotency { header, body } = operation.idempotency;
    let in_header = header.and_then(|name| request.headers.get(name)?.to_str().ok());
    let found = [keys.given.as_deref(), in_header, keys.in_body.text()];
    let key = one(found.into_iter().flatten())?.map(str::to_owned);
    if let Some(name) = header {
        let key = key.map_or_else(|| keys.spare_or_made(), Ok)?;
        let value = header_value(name, &key)?;
        insert_header(request, name, value)?;
        return Ok(Some(key));
    }
    match (&keys.in_body, body, &mut request.body) {
        (InBody::Text(_), ..) => Ok(key),
        (InBody::Absent, Some(name), Some(body)) => {
            let key = key.map_or_else(|| keys.spare_or_made(), Ok)?;
            *body = with_property(body, name, &key);
            Ok(Some(key))
        }
        _ if keys.given.is_some() => Err(Error::invalid_request(
            "there is no place for the idempotency key: its field is `null`, or there is no body",
        )),
        _ => Ok(None),
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
