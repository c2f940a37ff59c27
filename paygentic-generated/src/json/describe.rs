//! What is wrong with a response, without what stands in it: that may be personal data.

use std::borrow::Cow;

/// The message of a decoder without the values that it repeats.
///
/// `invalid type: string "x", expected a number` becomes `invalid type: a string, expected a number`.
pub(super) fn without_values(message: &str) -> Cow<'_, str> {
    for kind in ["invalid type: ", "invalid value: "] {
        if let Some(rest) = message.strip_prefix(kind) {
            return Cow::Owned(match rest.rsplit_once(", expected ") {
                Some((value, expected)) => {
                    format!("{kind}{}, expected {expected}", kind_of(value))
                }
                None => kind.trim_end_matches(": ").to_owned(),
            });
        }
    }
    for what in ["unknown variant `", "unknown field `"] {
        if let Some(rest) = message.strip_prefix(what) {
            let what = what.trim_end_matches(" `");
            // The names that are known follow; they are the program's.
            return Cow::Owned(match rest.rsplit_once("`, expected ") {
                Some((_, expected)) if !expected.contains('"') => {
                    format!("{what}, expected {expected}")
                }
                _ => what.to_owned(),
            });
        }
    }
    Cow::Borrowed(message)
}

/// Whether a message of a type that is not ours holds nothing of the response: it speaks of the
/// syntax of JSON, or of the names in the type.
pub(super) fn is_harmless(error: &serde_json::Error, message: &str) -> bool {
    const BEGINNINGS: [&str; 7] = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant `",
        "unknown field `",
        "missing field `",
        "duplicate field `",
    ];
    !error.is_data() || BEGINNINGS.iter().any(|beginning| message.starts_with(beginning))
}

/// The kind of a value that `serde` prints as `string "x"`.
fn kind_of(value: &str) -> &'static str {
    match value.split([' ', '`']).next().unwrap_or_default() {
        "string" => "a string",
        "character" => "a character",
        "byte" => "bytes",
        "integer" => "an integer",
        "floating" | "number" => "a number",
        "boolean" => "a boolean",
        "null" | "unit" | "Option" => "null",
        "sequence" => "a list",
        "map" => "an object",
        _ => "another value",
    }
}
