//! Strings and numbers, by their formats.

use serde_json::{Map, Number, Value};

use super::patterns;
use super::random::Random;

/// The maximum number of attempts to find a string of an allowed length.
const TRIES: usize = 50;

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "plan", "Größe", "日本", "a b", "x/y?z=1&w", "\"quoted\"", "back\\slash", "line\nbreak", "😀", "null", "0", "true",
    "-", "meter", "𝒳", "\u{7f}",
];

/// A string by a schema without `enum` and `const`.
pub(super) fn string(schema: &Map<String, Value>, random: &mut Random) -> String {
    let limit = |name| schema.get(name).and_then(Value::as_u64);
    let low = limit("minLength").map_or(0, |low| usize::try_from(low).unwrap_or(0));
    let high = limit("maxLength").map_or(usize::MAX, |high| usize::try_from(high).unwrap_or(0));
    let mut text = String::new();
    for _ in 0..TRIES {
        text = shaped(schema, random).unwrap_or_else(|| free(low, high.min(40), random));
        if (low..=high).contains(&text.chars().count()) {
            break;
        }
    }
    text
}

/// A string with a pattern or a format that is known here.
fn shaped(schema: &Map<String, Value>, random: &mut Random) -> Option<String> {
    let format = schema.get("format").and_then(Value::as_str);
    let pattern = schema.get("pattern").and_then(Value::as_str);
    // A pattern of durations allows `P`, which is not a valid one.
    let pattern = pattern.filter(|_| format != Some("duration"));
    patterns::text(pattern.or_else(|| by_pattern(format?))?, random)
}

/// A pattern whose matches are valid for a format; `None` if any string is. Every month has 28 days.
fn by_pattern(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => {
            r"(19[7-9]|20[0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,9})?(Z|\+00:00|\+02:00|-07:30|\+13:45|-11:00)"
        }
        "date" => "(19[7-9]|20[0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        "decimal" => r"-?(0|[1-9][0-9]{0,2}|[1-9][0-9]{3,11})(\.[0-9]{1,9}|\.[0-9]0)?",
        "duration" => {
            "P([1-9][0-9]?[YD]|[1-9][MW]|[1-9]Y[1-9]M|[1-9]M[1-9]D|T[1-9][0-9]?H|T[1-9]M|T[1-9]H[1-9]M[1-9]S|[1-9]DT[1-9]S)"
        }
        "uri" | "iri" => r"https?://[a-z]{1,9}\.example(/[a-z0-9_-]+)*(\?[a-z]+=[a-z0-9]+)?",
        "uri-reference" | "iri-reference" => r"(/[a-z0-9_-]+)+(\?[a-z]+=[a-z0-9]+)?",
        "email" | "idn-email" => r"[a-z]{1,9}(\.[a-z]{1,5})?@[a-z]{1,9}\.example",
        "uuid" => "[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "byte" => "([A-Za-z0-9+/]{4}){0,6}",
        "ipv4" => r"((1[0-9]|[1-9])?[0-9]\.){3}(1[0-9]|[1-9])?[0-9]",
        "ipv6" => "[1-9a-f][0-9a-f]{0,3}(:[1-9a-f][0-9a-f]{0,3}){7}",
        "hostname" | "idn-hostname" => r"[a-z]{1,9}(\.[a-z]{1,9}){1,2}",
        _ => return None,
    })
}

fn free(low: usize, high: usize, random: &mut Random) -> String {
    let length = low + random.below(high.saturating_sub(low).min(24) + 1);
    let mut text = String::new();
    while text.chars().count() < length {
        text.push_str(random.pick(WORDS).copied().unwrap_or("a"));
    }
    text.chars().take(length).collect()
}

/// A number by the limits of a schema.
pub(super) fn number(schema: &Map<String, Value>, integer: bool, random: &mut Random) -> Value {
    let limit = |name| schema.get(name).and_then(Value::as_f64);
    // In OpenAPI 3.0 it is a flag for the other limit.
    let excludes = |name| schema.get(name).is_some_and(|is| *is != Value::Bool(false));
    let (least, most) = range(schema).unzip();
    let low = [limit("minimum"), limit("exclusiveMinimum"), least];
    let high = [limit("maximum"), limit("exclusiveMaximum"), most];
    let low = low.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max);
    let high = high.into_iter().flatten().fold(f64::INFINITY, f64::min);
    // Hundredths, so that both ends and what lies between are whole numbers here.
    let scale: i64 = if integer { 1 } else { [1, 10, 100][random.below(3)] };
    let largest = match random.below(6) {
        0 => 9_007_199_254_740_991 / 100,
        1 | 2 => 10,
        _ => 1_000_000,
    };
    let edge = |limit: f64, excluded: bool, inwards: i64| {
        let limit = limit.clamp(-9e13, 9e13) * scale as f64;
        let limit = if inwards > 0 { limit.ceil() } else { limit.floor() } as i64;
        limit + if excluded { inwards } else { 0 }
    };
    let from =
        if low.is_finite() { edge(low, excludes("exclusiveMinimum"), 1) } else { -largest * scale };
    let to = if high.is_finite() {
        edge(high, excludes("exclusiveMaximum"), -1)
    } else {
        from.max(0) + largest * scale
    };
    let from = from.min(to);
    // Where nothing forbids negative numbers, they are still seldom.
    let from = if !low.is_finite() && !random.one_in(5) { 0.min(to) } else { from };
    let picked = match random.below(12) {
        0 => from,
        1 => to,
        _ => random.between(from, to),
    };
    if scale == 1 {
        Value::from(picked)
    } else {
        Number::from_f64(picked as f64 / scale as f64).map_or_else(|| picked.into(), Value::from)
    }
}

/// The least and the greatest number of a format that has both.
fn range(schema: &Map<String, Value>) -> Option<(f64, f64)> {
    let (least, most) = match schema.get("format")?.as_str()? {
        "int8" => (f64::from(i8::MIN), f64::from(i8::MAX)),
        "int16" => (f64::from(i16::MIN), f64::from(i16::MAX)),
        "int32" => (f64::from(i32::MIN), f64::from(i32::MAX)),
        "uint8" => (0.0, f64::from(u8::MAX)),
        "uint16" => (0.0, f64::from(u16::MAX)),
        "uint32" => (0.0, f64::from(u32::MAX)),
        "uint" | "uint64" => (0.0, f64::INFINITY),
        _ => return None,
    };
    Some((least, most))
}
