//! Whether the bounds and multiples of one number type accept all values of another.

use std::cmp::Ordering;

use serde_json::Value;

use super::Acceptance;
use crate::model::{Bound, Bounds, Facts};

/// How many whole numbers are listed at the most.
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
    let (low, high) = (least(&old.bounds, old_whole), greatest(&old.bounds, old_whole));
    let lower = match (low, least(&new.bounds, old_whole)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => match compare(one.at, other.at) {
            Ordering::Equal => one.open || !other.open,
            order => order == Ordering::Greater,
        },
    };
    let upper = match (high, greatest(&new.bounds, old_whole)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => match compare(one.at, other.at) {
            Ordering::Equal => one.open || !other.open,
            order => order == Ordering::Less,
        },
    };
    let step = step(old, old_whole);
    let is_whole = !new_whole || old_whole || step.is_some_and(|step| step.fract() == 0.0);
    // Multiples of 0.5 are whole numbers twice over.
    let multiple =
        new.bounds.multiple_of.is_none_or(|of| step.is_some_and(|step| is_multiple(step, of)));
    Acceptance::of(lower && upper && is_whole && multiple).and(format(old, new))
}

/// What a format says of numbers: that of 32 bits bounds them.
fn format(old: &Facts, new: &Facts) -> Acceptance {
    let small = |facts: &Facts| facts.format.as_deref() == Some("int32");
    let within = |facts: &Facts| {
        let (least, greatest) = (Bound::Whole(i32::MIN.into()), Bound::Whole(i32::MAX.into()));
        (facts.bounds.minimum).is_some_and(|low| compare(low, least) != Ordering::Less)
            && (facts.bounds.maximum)
                .is_some_and(|high| compare(high, greatest) != Ordering::Greater)
    };
    let is_wide =
        matches!(new.format.as_deref(), None | Some("int64" | "float" | "double" | "decimal"));
    if is_wide || old.format == new.format || small(new) && within(old) {
        Acceptance::Yes
    } else {
        Acceptance::Unknown
    }
}

/// All whole numbers in the bounds, if they are few.
pub(super) fn listed(facts: &Facts) -> Option<Vec<Value>> {
    let (low, high) = (least(&facts.bounds, true)?, greatest(&facts.bounds, true)?);
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
    let above = least(&facts.bounds, false).is_none_or(|low| match compare(at, low.at) {
        Ordering::Equal => !low.open,
        order => order == Ordering::Greater,
    });
    let below = greatest(&facts.bounds, false).is_none_or(|high| match compare(at, high.at) {
        Ordering::Equal => !high.open,
        order => order == Ordering::Less,
    });
    let multiple = facts.bounds.multiple_of.is_none_or(|of| is_multiple(number, of));
    Acceptance::of(above && below && multiple && (!whole || number.fract() == 0.0))
}

/// What all numbers are a multiple of.
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

fn least(bounds: &Bounds, whole: bool) -> Option<NumberLimit> {
    let end = NumberLimit { at: bounds.minimum?, open: bounds.exclusive_minimum };
    Some(if whole { end.next(1) } else { end })
}

fn greatest(bounds: &Bounds, whole: bool) -> Option<NumberLimit> {
    let end = NumberLimit { at: bounds.maximum?, open: bounds.exclusive_maximum };
    Some(if whole { end.next(-1) } else { end })
}

impl NumberLimit {
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
