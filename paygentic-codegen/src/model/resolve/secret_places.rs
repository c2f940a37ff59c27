//! Where the secret of a security scheme is sent, and which schemes are unsupported.

use openapiv3::APIKeyLocation;

use super::docs::inert;
use super::security::SchemeSupport;
use crate::document::media;
use crate::lower::LoweredScheme;
use crate::model::SecretPlace;

/// Where the secret of a scheme is sent.
pub(super) fn place(scheme: &LoweredScheme<'_>) -> Result<SecretPlace, SchemeSupport> {
    let unsupported = |what: String| Err(SchemeSupport::Unsupported(what));
    match scheme {
        LoweredScheme::Token => Ok(SecretPlace::Bearer),
        LoweredScheme::Certificate => Err(SchemeSupport::Certificate),
        LoweredScheme::Unknown(what) => unsupported(inert(what)),
        LoweredScheme::Http(word) => match word.to_ascii_lowercase().as_str() {
            "basic" => Ok(SecretPlace::Basic),
            "bearer" => Ok(SecretPlace::Bearer),
            lower if COMPUTED.contains(&lower) || !media::is_token(word) => {
                unsupported(format!("http {}", inert(word)))
            }
            _ => Ok(SecretPlace::Scheme((*word).to_owned())),
        },
        LoweredScheme::Key(location, name) => match location {
            APIKeyLocation::Header if TRANSPORT_HEADERS.contains(&&*name.to_ascii_lowercase()) => {
                unsupported(format!("a key in the header {}", inert(name)))
            }
            APIKeyLocation::Header if media::is_token(name) => {
                Ok(SecretPlace::Header((*name).to_owned()))
            }
            APIKeyLocation::Query if !name.is_empty() => Ok(SecretPlace::Query((*name).to_owned())),
            APIKeyLocation::Cookie if media::is_token(name) => {
                Ok(SecretPlace::Cookie((*name).to_owned()))
            }
            _ => unsupported(format!("a key of the name {}", inert(name))),
        },
    }
}

/// The header that carries the secret, in lower case.
pub(super) fn header(place: &SecretPlace) -> Option<String> {
    match place {
        SecretPlace::Basic | SecretPlace::Bearer | SecretPlace::Scheme(_) => {
            Some("authorization".to_owned())
        }
        SecretPlace::Header(name) => Some(name.to_ascii_lowercase()),
        SecretPlace::Query(_) | SecretPlace::Cookie(_) => None,
    }
}

impl SecretPlace {
    /// Whether it is a token in the usual sense: a single string in a header.
    pub(super) fn is_token(&self) -> bool {
        matches!(self, Self::Bearer | Self::Scheme(_) | Self::Header(_))
    }
}

/// HTTP schemes that compute a value per request or need several round trips.
const COMPUTED: [&str; 15] = [
    "aws4-hmac-sha256",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hawk",
    "hmac",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "oauth",
    "scram-sha-1",
    "scram-sha-256",
    "signature",
];

/// Headers that the HTTP library controls.
const TRANSPORT_HEADERS: [&str; 7] =
    ["connection", "content-length", "cookie", "host", "te", "transfer-encoding", "upgrade"];
