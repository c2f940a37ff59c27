//! Whether the bounds and multiples of one number type accept all values of another.

use std::cmp::Ordering;

use serde_json::Value;

use super::Acceptance;
use crate::model::{Bound, Facts};

/// The maximum number of integers that are listed.
const LISTED: i128 = 64;

/// One end of an interval.
#[derive(Clone, Copy)]
struct NumberLimit {
    at: Bound,
    /// Whether the number itself is excluded.
    open: bool,
}

/// Whether every number is accepted; `whole`: only whole numbers are.
pub(super) fn accepts(
    (old, old_whole): (&Facts, bool),
    (new, new_whole): (&Facts, bool),
) -> Acceptance {
    if let Some(values) = old_whole.then(|| listed(old)).flatten() {
        return Acceptance::all(values.iter().map(|value| holds(new, new_whole, value)));
    }
    let (low, high) = (least(old, old_whole), greatest(old, old_whole));
    let lower = match (low, least(new, old_whole)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => match compare(one.at, other.at) {
            Ordering::Equal => one.open || !other.open,
            order => order == Ordering::Greater,
        },
    };
    let upper = match (high, greatest(new, old_whole)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => match compare(one.at, other.at) {
            Ordering::Equal => one.open || !other.open,
            order => order == Ordering::Less,
        },
    };
    let step = step(old, old_whole);
    let is_whole = !new_whole || old_whole || step.is_some_and(|step| step.fract() == 0.0);
    // All integers are multiples of 0.5.
    let multiple =
        new.bounds.multiple_of.is_none_or(|of| step.is_some_and(|step| is_multiple(step, of)));
    Acceptance::of(lower && upper && is_whole && multiple).and(format(old, new))
}

/// Whether a format accepts all numbers within its range.
fn format(old: &Facts, new: &Facts) -> Acceptance {
    let is_known = |format: &str| {
        matches!(format, "float" | "double" | "decimal" | "int64") || range_of(new, false).is_some()
    };
    let accepts_any = new.format.as_deref().is_none_or(is_known);
    if accepts_any || old.format == new.format { Acceptance::Yes } else { Acceptance::Unknown }
}

/// All whole numbers in the bounds, if they are few.
pub(super) fn listed(facts: &Facts) -> Option<Vec<Value>> {
    let (low, high) = (least(facts, true)?, greatest(facts, true)?);
    let (Bound::Whole(low), Bound::Whole(high)) = (low.at, high.at) else {
        return None;
    };
    if i128::from(high) - i128::from(low) >= LISTED {
        return None;
    }
    let all = (low..=high).map(Value::from);
    Some(all.filter(|value| holds(facts, true, value) != Acceptance::No).collect())
}

/// Whether a number is accepted.
pub(super) fn holds(facts: &Facts, whole: bool, value: &Value) -> Acceptance {
    let Some(number) = value.as_f64() else {
        return Acceptance::No;
    };
    let at = value.as_i64().map_or_else(|| Bound::new(number), Bound::Whole);
    let above = least(facts, false).is_none_or(|low| match compare(at, low.at) {
        Ordering::Equal => !low.open,
        order => order == Ordering::Greater,
    });
    let below = greatest(facts, false).is_none_or(|high| match compare(at, high.at) {
        Ordering::Equal => !high.open,
        order => order == Ordering::Less,
    });
    let multiple = facts.bounds.multiple_of.is_none_or(|of| is_multiple(number, of));
    Acceptance::of(above && below && multiple && (!whole || number.fract() == 0.0))
}

/// The number that all numbers are multiples of.
fn step(facts: &Facts, whole: bool) -> Option<f64> {
    match (facts.bounds.multiple_of, whole) {
        (Some(of), true) if of.fract() != 0.0 && is_multiple(1.0, of) => Some(1.0),
        (Some(of), _) => Some(of),
        (None, true) => Some(1.0),
        (None, false) => None,
    }
}

/// Approximate for fractions that are not exact in binary.
fn is_multiple(number: f64, of: f64) -> bool {
    let quotient = number / of;
    (quotient - quotient.round()).abs() < 1e-9
}

/// The lower end, by the bounds and the format.
fn least(facts: &Facts, whole: bool) -> Option<NumberLimit> {
    let bounds = &facts.bounds;
    let declared = bounds.minimum.map(|at| NumberLimit { at, open: bounds.exclusive_minimum });
    let declared = declared.map(|end| if whole { end.next(1) } else { end });
    let of_format = range_of(facts, whole).map(|(low, _)| NumberLimit::closed(low));
    declared.into_iter().chain(of_format).max_by(|one, other| compare(one.at, other.at))
}

/// The upper end, by the bounds and the format.
fn greatest(facts: &Facts, whole: bool) -> Option<NumberLimit> {
    let bounds = &facts.bounds;
    let declared = bounds.maximum.map(|at| NumberLimit { at, open: bounds.exclusive_maximum });
    let declared = declared.map(|end| if whole { end.next(-1) } else { end });
    let of_format = range_of(facts, whole).map(|(_, high)| NumberLimit::closed(high));
    declared.into_iter().chain(of_format).min_by(|one, other| compare(one.at, other.at))
}

/// The values of a format of whole numbers, among those that an SDK can send: an `i64`.
fn range_of(facts: &Facts, whole: bool) -> Option<(i64, i64)> {
    match facts.format.as_deref() {
        Some("int8") => Some((i8::MIN.into(), i8::MAX.into())),
        Some("int16") => Some((i16::MIN.into(), i16::MAX.into())),
        Some("int32") => Some((i32::MIN.into(), i32::MAX.into())),
        Some("uint8") => Some((0, u8::MAX.into())),
        Some("uint16") => Some((0, u16::MAX.into())),
        Some("uint32") => Some((0, u32::MAX.into())),
        Some("uint64") => Some((0, i64::MAX)),
        _ => whole.then_some((i64::MIN, i64::MAX)),
    }
}

impl NumberLimit {
    fn closed(at: i64) -> Self {
        Self { at: Bound::Whole(at), open: false }
    }

    /// The first whole number from here, upwards or downwards.
    fn next(self, way: i64) -> Self {
        let at = match self.at {
            Bound::Whole(at) if self.open => at.checked_add(way).map(Bound::Whole),
            Bound::Whole(at) => Some(Bound::Whole(at)),
            Bound::Real(at) => Some(Bound::new(if way > 0 { at.ceil() } else { at.floor() })),
        };
        match at {
            Some(at) => Self { at, open: false },
            None => self,
        }
    }
}

/// Exact for whole numbers.
fn compare(one: Bound, other: Bound) -> Ordering {
    #[allow(clippy::cast_precision_loss)]
    let float = |bound: Bound| match bound {
        Bound::Whole(value) => value as f64,
        Bound::Real(value) => value,
    };
    match (one, other) {
        (Bound::Whole(one), Bound::Whole(other)) => one.cmp(&other),
        (one, other) => float(one).total_cmp(&float(other)),
    }
}
