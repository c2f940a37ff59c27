//! Strings and numbers, by their formats.

use serde_json::{Map, Number, Value};

use super::patterns;
use super::random::Random;

/// How often another string is tried if one is too short or too long.
const TRIES: usize = 50;

const WORDS: &[&str] = &[
    "plan",
    "Größe",
    "日本",
    "a b",
    "x/y?z=1&w",
    "\"quoted\"",
    "back\\slash",
    "line\nbreak",
    "😀",
    "null",
    "0",
    "true",
    "-",
    "meter",
    "𝒳",
    "\u{7f}",
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
    match (format, pattern) {
        // Its pattern allows `P`, which is no duration.
        (Some("duration"), _) => Some(duration(random)),
        (_, Some(pattern)) => patterns::text(pattern, random),
        (Some("date-time"), None) => Some(date_time(random)),
        (Some("date"), None) => Some(date(random)),
        (Some("decimal"), None) => Some(decimal(random)),
        (Some("uri"), None) => patterns::text(
            r"https?://[a-z]{1,9}\.example(/[a-z0-9_-]+)*(\?[a-z]+=[a-z0-9]+)?",
            random,
        ),
        (Some("email"), None) => {
            patterns::text(r"[a-z]{1,9}(\.[a-z]{1,5})?@[a-z]{1,9}\.example", random)
        }
        _ => None,
    }
}

fn free(low: usize, high: usize, random: &mut Random) -> String {
    let length = low + random.below(high.saturating_sub(low).min(24) + 1);
    let mut text = String::new();
    while text.chars().count() < length {
        text.push_str(random.pick(WORDS).copied().unwrap_or("a"));
    }
    text.chars().take(length).collect()
}

/// A date; every month has 28 days.
pub(super) fn date(random: &mut Random) -> String {
    let (year, month, day) = (
        random.between(1970, 2099),
        random.between(1, 12),
        random.between(1, 28),
    );
    format!("{year:04}-{month:02}-{day:02}")
}

/// A time with some precision and some offset.
pub(super) fn date_time(random: &mut Random) -> String {
    let (hour, minute, second) = (
        random.between(0, 23),
        random.between(0, 59),
        random.between(0, 59),
    );
    let fraction = [0, 0, 1, 3, 3, 6, 9][random.below(7)];
    let mut text = format!("{}T{hour:02}:{minute:02}:{second:02}", date(random));
    if fraction > 0 {
        text.push('.');
        for _ in 0..fraction {
            text.push_str(&random.between(0, 9).to_string());
        }
    }
    let offsets = ["Z", "Z", "+00:00", "+02:00", "-07:30", "+13:45", "-11:00"];
    text + random.pick(&offsets).copied().unwrap_or("Z")
}

/// A decimal number, at times with zeros at its end.
pub(super) fn decimal(random: &mut Random) -> String {
    let sign = if random.one_in(6) { "-" } else { "" };
    let whole = match random.below(4) {
        0 => 0,
        1 => random.between(1, 99),
        2 => random.between(100, 999_999),
        _ => random.between(1_000_000, 999_999_999_999),
    };
    let fraction = patterns::text(r"(\.[0-9]{1,9}|\.[0-9]0|)", random).unwrap_or_default();
    format!("{sign}{whole}{fraction}")
}

/// A duration of whole units.
fn duration(random: &mut Random) -> String {
    let days = r"[1-9][0-9]?Y|[1-9]M|[1-9]W|[1-9][0-9]?D|[1-9]Y[1-9]M|[1-9]M[1-9]D";
    let time = r"T[1-9][0-9]?H|T[1-9]M|T[1-9]H[1-9]M[1-9]S|[1-9]DT[1-9]S";
    patterns::text(&format!("P({days}|{time})"), random).unwrap_or_default()
}

/// A number by the limits of a schema.
pub(super) fn number(schema: &Map<String, Value>, integer: bool, random: &mut Random) -> Value {
    let limit = |name| schema.get(name).and_then(Value::as_f64);
    let low = limit("minimum")
        .into_iter()
        .chain(limit("exclusiveMinimum"));
    let high = limit("maximum")
        .into_iter()
        .chain(limit("exclusiveMaximum"));
    let low = low.fold(f64::NEG_INFINITY, f64::max);
    let high = high.fold(f64::INFINITY, f64::min);
    // Hundredths, so that both ends and what lies between are whole numbers here.
    let scale: i64 = if integer {
        1
    } else {
        [1, 10, 100][random.below(3)]
    };
    let largest = match random.below(6) {
        0 => 9_007_199_254_740_991 / 100,
        1 | 2 => 10,
        _ => 1_000_000,
    };
    let edge = |limit: f64, excluded: bool, inwards: i64| {
        let limit = limit.clamp(-9e13, 9e13) * scale as f64;
        let limit = if inwards > 0 {
            limit.ceil()
        } else {
            limit.floor()
        } as i64;
        limit + if excluded { inwards } else { 0 }
    };
    let from = if low.is_finite() {
        edge(low, limit("exclusiveMinimum").is_some(), 1)
    } else {
        -largest * scale
    };
    let to = if high.is_finite() {
        edge(high, limit("exclusiveMaximum").is_some(), -1)
    } else {
        from.max(0) + largest * scale
    };
    let from = from.min(to);
    // Where nothing forbids negative numbers, they are still seldom.
    let from = if !low.is_finite() && !random.one_in(5) {
        0.min(to)
    } else {
        from
    };
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
