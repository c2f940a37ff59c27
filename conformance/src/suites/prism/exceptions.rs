//! Where Prism is wrong about a request. Where its answers are wrong is computed, in `verdict`.

use serde_json::Value;

use crate::case::Call;

/// Something that Prism is wrong about.
struct Exception {
    applies: fn(operation: &str, violation: &Value, call: &Call) -> bool,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[];

/// Why a violation is none.
pub(super) fn request(operation: &str, violation: &Value, call: &Call) -> Option<&'static str> {
    let found =
        EXCEPTIONS.iter().find(|exception| (exception.applies)(operation, violation, call))?;
    Some(found.reason)
}
