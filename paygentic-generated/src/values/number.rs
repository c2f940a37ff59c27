//! Compares and classifies decimal numbers by their text, without rounding.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A number without insignificant zeros: `0.d1d2d3...` times ten to the power of `point`,
/// the digits being those of `whole` and then of `fraction`. Nothing is copied, and an exponent is
/// never written out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    point: i64,
}

/// The parts of a number as they are in its text.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix(['+', '-']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, text),
        };
        let (digits, exponent) = match rest.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, Some(exponent)),
            None => (rest, None),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number =
            !(whole.is_empty() && fraction.is_empty()) && are_digits(whole) && are_digits(fraction);
        is_number.then_some(Parts { negative, whole, fraction, exponent })
    }
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An exponent; `None` if it has more than 18 significant digits, except for zero, where it has no effect.
fn exponent(text: &str, of_zero: bool) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let significant = digits.trim_start_matches('0');
    if digits.is_empty() || !are_digits(digits) {
        return None;
    }
    if of_zero {
        return Some(0);
    }
    if significant.len() > 18 {
        return None;
    }
    let size: i64 = if significant.is_empty() { 0 } else { significant.parse().ok()? };
    Some(if text.starts_with('-') { -size } else { size })
}

impl<'a> Number<'a> {
    /// Reads a number: digits with at most one point between, before or after them, and an optional sign and
    /// exponent.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let parts = Parts::split(text)?;
        let mut whole = parts.whole.trim_start_matches('0');
        let mut fraction = parts.fraction.trim_end_matches('0');
        let is_zero = whole.is_empty() && fraction.is_empty();
        let exponent = match parts.exponent {
            Some(text) => exponent(text, is_zero)?,
            None => 0,
        };
        let point = if whole.is_empty() {
            let significant = fraction.trim_start_matches('0');
            let zeros = fraction.len() - significant.len();
            fraction = significant;
            exponent.checked_sub(i64::try_from(zeros).ok()?)?
        } else {
            exponent.checked_add(i64::try_from(whole.len()).ok()?)?
        };
        if fraction.is_empty() {
            whole = whole.trim_end_matches('0');
        }
        Some(Number {
            negative: parts.negative && !is_zero,
            whole,
            fraction,
            point: if is_zero { 0 } else { point },
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        // Zero is less than the least fraction.
        (!self.is_zero(), self.point)
            .cmp(&(!other.is_zero(), other.point))
            .then_with(|| self.digits().cmp(other.digits()))
    }

    /// The number as digits with at most one point, unless that takes more than `limit` digits.
    #[cfg(feature = "rust_decimal")]
    pub(crate) fn plain_text(&self, limit: i64) -> Option<String> {
        if self.is_zero() {
            return Some("0".to_owned());
        }
        let count = i64::try_from(self.whole.len() + self.fraction.len()).ok()?;
        if self.point > limit || count.checked_sub(self.point)? > limit {
            return None;
        }
        let digits: String = self.digits().map(char::from).collect();
        let scale = count - self.point;
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
        let sign = if self.negative { "-" } else { "" };
        let text = if scale <= 0 {
            format!("{sign}{digits}{}", zeros(-scale))
        } else if self.point <= 0 {
            format!("{sign}0.{}{digits}", zeros(-self.point))
        } else {
            let (whole, fraction) = digits.split_at(usize::try_from(self.point).ok()?);
            format!("{sign}{whole}.{fraction}")
        };
        Some(text)
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
            (mine, theirs) => theirs.cmp(&mine),
        }
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number<'_> {}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.negative, self.point).hash(state);
        self.digits().for_each(|digit| digit.hash(state));
    }
}

/// The number in JSON syntax: the text itself if it is JSON, else without the sign `+`, without
/// leading zeros, and with digits around its point. `None` if it is not a number.
pub(crate) fn json_number(text: &str) -> Option<Cow<'_, str>> {
    Number::read(text)?;
    let parts = Parts::split(text)?;
    let whole = match parts.whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let mut json = String::with_capacity(text.len() + 1);
    if parts.negative {
        json.push('-');
    }
    json.push_str(whole);
    if !parts.fraction.is_empty() {
        json.push('.');
        json.push_str(parts.fraction);
    }
    if let Some(exponent) = parts.exponent {
        json.push('e');
        json.push_str(exponent);
    }
    // The same but for the case of the `e`: then the text was JSON already.
    if json.eq_ignore_ascii_case(text) { Some(Cow::Borrowed(text)) } else { Some(Cow::Owned(json)) }
}

/// The value of a JSON number as an integer of 64 bits, if it is one: `10`, `10.0` and `1e1` are.
pub(crate) fn integer(json: &str) -> Option<i64> {
    if let Ok(integer) = json.parse() {
        return Some(integer);
    }
    let number = Number::read(json)?;
    let count = i64::try_from(number.whole.len() + number.fraction.len()).ok()?;
    // An i64 has at most 19 digits.
    if count > number.point.max(0) || number.point > 19 {
        return None;
    }
    let zeros = usize::try_from(number.point - count).ok()?;
    let sign = number.negative.then_some(b'-');
    let digits = sign.into_iter().chain(number.digits());
    let digits = digits.chain(std::iter::repeat_n(b'0', zeros)).map(char::from);
    let text: String = digits.collect();
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

/// Whether a JSON number is exact as an integer of 64 bits or as the float that prints like it.
pub(crate) fn is_exact(json: &str) -> bool {
    let is_short = json.len() <= 15 && !json.contains(['e', 'E']);
    is_short || json.parse::<i64>().is_ok() || json.parse::<u64>().is_ok() || is_float(json)
}

/// Whether a JSON number is the float that prints like it. Of two that are equally near to a float
/// `serde_json` prints one, and the standard library may print the other.
pub(crate) fn is_float(json: &str) -> bool {
    let float = json.parse::<f64>().ok().filter(|float| float.is_finite());
    let printed = float.map(|float| serde_json::Value::from(float).to_string());
    printed.is_some_and(|printed| Number::read(&printed) == Number::read(json))
}
