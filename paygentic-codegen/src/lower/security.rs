//! Lowers security schemes: those that [`openapiv3`] has no type for become an `http` scheme whose `scheme` says what they are.

use std::collections::HashSet;

use openapiv3::{APIKeyLocation, SecurityScheme};
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::location;

/// The `scheme` of a client certificate.
const CERTIFICATE: &str = "(certificate)";

/// The prefix of the `scheme` of an unknown type, followed by its description.
const UNKNOWN: &str = "(unknown) ";

/// Marks a scheme that another one refers to: it is used, even if no operation requires it by its own name.
pub(crate) const REFERRED_TO: &str = "x-referred-to";

/// The credential that a lowered scheme requires.
pub(crate) enum LoweredScheme<'s> {
    /// A bearer token that callers must obtain themselves.
    Token,
    /// An HTTP authentication scheme.
    Http(&'s str),
    /// An API key.
    Key(&'s APIKeyLocation, &'s str),
    /// A client certificate.
    Certificate,
    /// An unknown type, with its description.
    Unknown(&'s str),
}

impl<'s> LoweredScheme<'s> {
    pub(crate) fn of(scheme: &'s SecurityScheme) -> Self {
        match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Self::Token,
            SecurityScheme::APIKey { location, name, .. } => Self::Key(location, name),
            SecurityScheme::HTTP { scheme, .. } if scheme == CERTIFICATE => Self::Certificate,
            SecurityScheme::HTTP { scheme, .. } => match scheme.strip_prefix(UNKNOWN) {
                Some(what) => Self::Unknown(what),
                None => Self::Http(scheme),
            },
        }
    }
}

/// Lowers the schemes of a document.
pub(super) fn schemes(document: &mut Value) {
    let pointer = "/components/securitySchemes";
    let Some(Value::Object(schemes)) = document.pointer(pointer) else {
        return;
    };
    let references: HashSet<&str> =
        schemes.values().filter_map(|scheme| scheme.get("$ref")?.as_str()).collect();
    let mut lowered: Vec<(String, Value)> = schemes
        .iter()
        .filter_map(|(key, scheme)| Some((key.clone(), lower(target(document, scheme)?))))
        .collect();
    for (key, scheme) in &mut lowered {
        let is_referred_to =
            references.contains(location::join(&format!("#{pointer}"), key).as_str());
        if let Some(scheme) = scheme.as_object_mut().filter(|_| is_referred_to) {
            scheme.insert(REFERRED_TO.to_owned(), Value::Bool(true));
        }
    }
    if let Some(Value::Object(schemes)) = document.pointer_mut(pointer) {
        *schemes = lowered.into_iter().collect();
    }
}

/// The scheme at the end of a chain of references; a scheme that is not a reference is returned unchanged.
fn target<'d>(document: &'d Value, scheme: &'d Value) -> Option<&'d Value> {
    const MAX_REFERENCES: usize = 100;
    let mut scheme = scheme;
    for _ in 0..MAX_REFERENCES {
        match scheme.get("$ref") {
            None => return Some(scheme),
            Some(reference) => {
                scheme = document.pointer(reference.as_str()?.strip_prefix('#')?)?;
            }
        }
    }
    None
}

fn lower(scheme: &Value) -> Value {
    if SecurityScheme::deserialize(scheme).is_ok() {
        return scheme.clone();
    }
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let http = |scheme: &str| json!({ "type": "http", "scheme": scheme });
    match text("type") {
        "http" => http(text("scheme")),
        // The form of Swagger 2.0.
        "basic" => http("basic"),
        "apiKey" if ["header", "query", "cookie"].contains(&text("in")) => {
            json!({ "type": "apiKey", "in": text("in"), "name": text("name") })
        }
        "apiKey" => http(&format!("{UNKNOWN}a key in {}", text("in"))),
        "oauth2" => json!({ "type": "oauth2", "flows": {} }),
        "openIdConnect" => json!({ "type": "openIdConnect", "openIdConnectUrl": "" }),
        "mutualTLS" => http(CERTIFICATE),
        other => http(&format!("{UNKNOWN}{other}")),
    }
}
