//! The signing secret, and the signatures made with it.

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::error::WebhookError;
use super::signed_headers::SignedHeaders;

/// The prefix of secrets.
const PREFIX: &str = "whsec_";

/// The version of the signatures that are created and accepted.
const VERSION: &str = "v1";

/// Base64 with optional padding: some secrets are shown without it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key, ready to sign. It cannot be printed.
#[derive(Clone)]
pub(super) struct Secret(Hmac<Sha256>);

impl Secret {
    pub(super) fn read(text: &str) -> Result<Self, WebhookError> {
        let text = text.trim();
        let text = text.strip_prefix(PREFIX).unwrap_or(text);
        let key = LENIENT.decode(text);
        let key = key.ok().filter(|key| !key.is_empty());
        let key = key.and_then(|key| Hmac::new_from_slice(&key).ok());
        key.map(Secret).ok_or(WebhookError::InvalidSecret)
    }

    /// The signature of a message, as it is sent in a header.
    pub(super) fn sign(&self, head: &SignedHeaders<'_>, body: &[u8]) -> String {
        let code = self.code(head, body).finalize().into_bytes();
        format!("{VERSION},{}", STANDARD.encode(code))
    }

    /// Whether one of the signatures is that of the message. The comparison takes constant time, wherever a
    /// signature differs.
    pub(super) fn accepts(
        &self,
        head: &SignedHeaders<'_>,
        signatures: &[Vec<u8>],
        body: &[u8],
    ) -> bool {
        let code = self.code(head, body);
        let matches = |signature: &Vec<u8>| code.clone().verify_slice(signature).is_ok();
        signatures.iter().any(matches)
    }

    fn code(&self, head: &SignedHeaders<'_>, body: &[u8]) -> Hmac<Sha256> {
        let mut code = self.0.clone();
        for part in [head.id.as_bytes(), b".", head.timestamp.as_bytes(), b".", body] {
            code.update(part);
        }
        code
    }
}

/// The signatures of our version in a header; `None` if it contains no signature of any version.
pub(super) fn signatures(text: &str) -> Option<Vec<Vec<u8>>> {
    let mut is_list = false;
    let mut ours = Vec::new();
    for (version, signature) in text.split(' ').filter_map(|entry| entry.split_once(',')) {
        is_list = true;
        if version == VERSION {
            ours.extend(STANDARD.decode(signature));
        }
    }
    is_list.then_some(ours)
}
