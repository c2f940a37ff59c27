//! The headers of a delivery that are signed or carry the signature.

use http::{HeaderMap, HeaderName};

use super::error::WebhookError;

/// The names of the three headers.
pub(super) struct HeaderNames {
    pub(super) id: &'static str,
    pub(super) timestamp: &'static str,
    pub(super) signature: &'static str,
}

/// The names that Svix uses, and those of the Standard Webhooks convention that is based on them.
const ALL: [HeaderNames; 2] = [
    HeaderNames { id: "svix-id", timestamp: "svix-timestamp", signature: "svix-signature" },
    HeaderNames {
        id: "webhook-id",
        timestamp: "webhook-timestamp",
        signature: "webhook-signature",
    },
];

impl HeaderNames {
    /// The names that a delivery uses: all of one kind, so that a header of the other kind cannot replace one.
    pub(super) fn of(headers: &HeaderMap) -> &'static Self {
        let [first, second] = &ALL;
        let uses = |names: &HeaderNames| {
            let names = [names.id, names.timestamp, names.signature];
            names.iter().any(|name| headers.contains_key(*name))
        };
        if uses(second) && !uses(first) { second } else { first }
    }

    /// The names for headers that we sign, as `HeaderName`s.
    pub(super) fn own() -> [HeaderName; 3] {
        let [names, _] = &ALL;
        [names.id, names.timestamp, names.signature].map(HeaderName::from_static)
    }
}

/// The parts besides the body that are signed.
pub(super) struct SignedHeaders<'t> {
    pub(super) id: &'t str,
    /// In Unix seconds, as it was received.
    pub(super) timestamp: &'t str,
}

impl<'t> SignedHeaders<'t> {
    /// Checks that the two cannot be taken for each other or for a part of the body: dots separate them.
    pub(super) fn new(
        id: &'t str,
        timestamp: &'t str,
        names: &HeaderNames,
    ) -> Result<Self, WebhookError> {
        let is_id = |byte: u8| byte.is_ascii_graphic() && byte != b'.';
        if id.is_empty() || !id.bytes().all(is_id) {
            return Err(WebhookError::InvalidHeader(names.id));
        }
        if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(WebhookError::InvalidHeader(names.timestamp));
        }
        Ok(SignedHeaders { id, timestamp })
    }

    /// In Unix seconds; `None` if it is not a number, or out of range.
    pub(super) fn seconds(&self) -> Option<i64> {
        self.timestamp.parse().ok()
    }
}

/// The value of a header, which must occur exactly once.
pub(super) fn single<'h>(
    headers: &'h HeaderMap,
    name: &'static str,
) -> Result<&'h str, WebhookError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(WebhookError::MissingHeader(name))?;
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(text),
        _ => Err(WebhookError::InvalidHeader(name)),
    }
}
