//! Compares the facts of schemas besides types: defaults, bounds, formats, allowed values.

use serde_json::Value;

use super::accepts::{Acceptance, Schema, accepts};
use super::catalogue::{self, Family, Rule};
use super::change::Aspect;
use super::fact_texts::{in_short, keywords, list, show};
use crate::model::Facts;

/// A difference in the facts about a value.
pub(super) struct FactChange {
    pub rule: &'static Rule,
    /// Where below the value: nothing, or `[]` for its elements.
    pub below: String,
    pub old: Option<String>,
    pub new: Option<String>,
    /// The rules of the fact, if it is about which values are accepted.
    family: Option<&'static Family>,
}

/// Compares the facts about a value. `same_type`: its type in Rust is the same, so a change of the format does not show
/// in the type.
pub(super) fn compare(old: Schema<'_>, new: Schema<'_>, same_type: bool) -> Vec<FactChange> {
    let mut found = differences(old, new, same_type);
    // A constraint that became looser may be compensated by another one.
    if !found.is_empty() && accepts(old, new) == Acceptance::Yes {
        for change in &mut found {
            if let Some(family) = change.family {
                change.rule = catalogue::of(family, Acceptance::Yes);
            }
        }
    }
    found
}

fn differences(old: Schema<'_>, new: Schema<'_>, same_type: bool) -> Vec<FactChange> {
    let judge = FactComparison { old, new };
    let (one, other) = (old.facts, new.facts);
    let mut found: Vec<FactChange> = [
        default(one, other),
        judge.bounds(),
        judge.values(),
        closed(one, other),
        nullable(one, other),
        judge.dependent_required(),
        judge.constraints(),
        judge.alternatives(),
        judge.exclusive(),
        write_only(one, other),
        unknown_values(one, other),
    ]
    .into_iter()
    .flatten()
    .collect();
    if same_type {
        found.extend(judge.format());
        found.extend(judge.pattern());
    }
    found.extend(below("[]", old.items(), new.items(), same_type));
    found.extend(below("{}", old.entries(), new.entries(), same_type));
    found
}

/// The facts about the elements of a list or the values of a map.
fn below(suffix: &str, old: Schema<'_>, new: Schema<'_>, same_type: bool) -> Vec<FactChange> {
    if old.facts == new.facts {
        return Vec::new();
    }
    let below =
        |change: FactChange| FactChange { below: format!("{suffix}{}", change.below), ..change };
    let found = compare(old, new, same_type);
    found.into_iter().map(below).collect()
}

/// Judges facts one by one: whether the old values are still accepted with only this fact changed.
struct FactComparison<'a> {
    old: Schema<'a>,
    new: Schema<'a>,
}

impl FactComparison<'_> {
    /// Both ways: from the old values to those with the fact changed, and back.
    fn judge(&self, change: impl Fn(&mut Facts, &Facts)) -> (Acceptance, Acceptance) {
        let mut facts = self.old.facts.clone();
        change(&mut facts, self.new.facts);
        let changed = self.old.with(&facts);
        (accepts(self.old, changed), accepts(changed, self.old))
    }

    fn bounds(&self) -> Option<FactChange> {
        let (old, new) = (&self.old.facts.bounds, &self.new.facts.bounds);
        if old == new {
            return None;
        }
        let judged = self.judge(|facts, new| facts.bounds.clone_from(&new.bounds));
        // The same values, written differently.
        if judged == (Acceptance::Yes, Acceptance::Yes) {
            return None;
        }
        Some(FactChange::judged(&catalogue::BOUNDS, show(old), show(new), judged.0))
    }

    fn values(&self) -> Option<FactChange> {
        let (old, new) = (&self.old.facts.values, &self.new.facts.values);
        // A constant counts as a list with one value.
        let mut facts = self.old.facts.clone();
        facts.values.clone_from(new);
        let changed = self.old.with(&facts).only_as(self.new);
        let judged = (accepts(self.old, changed), accepts(changed, self.old));
        if old == new || judged == (Acceptance::Yes, Acceptance::Yes) {
            return None;
        }
        Some(FactChange::judged(&catalogue::VALUES_LISTED, list(old), list(new), judged.0))
    }

    fn format(&self) -> Option<FactChange> {
        let (old, new) = (&self.old.facts.format, &self.new.facts.format);
        (old != new).then(|| {
            let (answer, _) = self.judge(|facts, new| facts.format.clone_from(&new.format));
            text(&catalogue::FORMAT, "format", [old.as_deref(), new.as_deref()], answer)
        })
    }

    fn pattern(&self) -> Option<FactChange> {
        let (old, new) = (&self.old.facts.pattern, &self.new.facts.pattern);
        let judged = self.judge(|facts, new| facts.pattern.clone_from(&new.pattern));
        // A pattern such as `.*` accepts every string.
        if old == new || judged == (Acceptance::Yes, Acceptance::Yes) {
            return None;
        }
        Some(text(&catalogue::PATTERN, "pattern", [old.as_deref(), new.as_deref()], judged.0))
    }

    /// Properties that require others.
    fn dependent_required(&self) -> Option<FactChange> {
        let (old, new) = (self.old.facts, self.new.facts);
        let shown = |value: &Option<Value>| {
            value.as_ref().map(|value| format!("dependentRequired {value}"))
        };
        (old.dependent_required != new.dependent_required).then(|| {
            let (answer, _) = self.judge(|facts, new| {
                facts.dependent_required.clone_from(&new.dependent_required);
            });
            let shown = (shown(&old.dependent_required), shown(&new.dependent_required));
            FactChange::judged(&catalogue::DEPENDENTS, shown.0, shown.1, answer)
        })
    }

    /// Keywords that only the server checks.
    fn constraints(&self) -> Option<FactChange> {
        let (old, new) = (self.old.facts, self.new.facts);
        (old.constraints != new.constraints).then(|| {
            let answer = super::accepts::constraints(old, new);
            let shown = (keywords(old), keywords(new));
            FactChange::judged(&catalogue::CONSTRAINTS, shown.0, shown.1, answer)
        })
    }

    /// Alternatives with one Rust type: it is unknown which of them a value belongs to.
    fn alternatives(&self) -> Option<FactChange> {
        let (old, new) = (&self.old.facts.alternatives, &self.new.facts.alternatives);
        let list = |all: &[Facts]| {
            let texts = all.iter().map(in_short).collect::<Vec<_>>();
            (!all.is_empty()).then(|| texts.join(" or "))
        };
        let is_wider = new.is_empty() || !old.is_empty() && old.iter().all(|one| new.contains(one));
        let answer = if is_wider { Acceptance::Yes } else { Acceptance::Unknown };
        (old != new)
            .then(|| FactChange::judged(&catalogue::ALTERNATIVES, list(old), list(new), answer))
    }
}

impl FactComparison<'_> {
    /// Whether a value may match several alternatives: `anyOf` or `oneOf`.
    fn exclusive(&self) -> Option<FactChange> {
        let (old, new) = (self.old.facts.exclusive, self.new.facts.exclusive);
        let is_choice = self.old.is_choice() && self.new.is_choice();
        (old != new && is_choice).then(|| {
            let (answer, _) = self.judge(|facts, new| facts.exclusive = new.exclusive);
            let shown = |exclusive: bool| {
                Some(if exclusive { "exactly one" } else { "at least one" }.to_owned())
            };
            FactChange::judged(&catalogue::EXCLUSIVE, shown(old), shown(new), answer)
        })
    }
}

impl FactChange {
    /// Whether it is about null as a value.
    pub(super) fn is_about_null(&self) -> bool {
        [catalogue::NULL_ACCEPTED.id, catalogue::NULL_REFUSED.id].contains(&self.rule.id)
    }

    /// A response without a property that existing programs need.
    pub(super) fn needed(&mut self) {
        if self.rule.id == catalogue::WRITE_ONLY.id {
            self.rule = &catalogue::REQUIRED_WRITE_ONLY;
        }
    }

    /// A required value never uses its default.
    pub(super) fn without_default(&mut self) {
        if self.rule.aspect == Some(Aspect::Default) {
            self.rule = &catalogue::DEFAULT_UNUSED;
        }
    }

    /// A change of what is accepted.
    fn judged(
        family: &'static Family,
        old: Option<String>,
        new: Option<String>,
        answer: Acceptance,
    ) -> Self {
        Self { family: Some(family), ..Self::with_rule(catalogue::of(family, answer), old, new) }
    }

    /// A change of anything else.
    fn with_rule(rule: &'static Rule, old: Option<String>, new: Option<String>) -> Self {
        Self { rule, below: String::new(), old, new, family: None }
    }
}

fn default(old: &Facts, new: &Facts) -> Option<FactChange> {
    let is_same = match (&old.default, &new.default) {
        // 1 and 1.0 are one value.
        (Some(Value::Number(old)), Some(Value::Number(new))) => old.as_f64() == new.as_f64(),
        (old, new) => old == new,
    };
    if is_same {
        return None;
    }
    let rule = match (&old.default, &new.default) {
        (Some(_), Some(_)) => &catalogue::DEFAULT_CHANGED,
        (Some(_), None) => &catalogue::DEFAULT_REMOVED,
        _ => &catalogue::DEFAULT_ADDED,
    };
    let shown = |facts: &Facts| facts.default.as_ref().map(Value::to_string);
    Some(FactChange::with_rule(rule, shown(old), shown(new)))
}

/// The SDK sends only described properties, so this affects only those that callers add.
fn closed(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word = |closed: bool| Some(if closed { "refused" } else { "accepted" }.to_owned());
    (old.closed != new.closed).then(|| {
        let rule = if new.closed {
            &catalogue::ADDITIONAL_REFUSED
        } else {
            &catalogue::ADDITIONAL_ACCEPTED
        };
        FactChange::with_rule(rule, word(old.closed), word(new.closed))
    })
}

/// A write-only property is sent and no longer returned.
fn write_only(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word =
        |condition: bool| Some(if condition { "never returned" } else { "returned" }.to_owned());
    (old.write_only != new.write_only).then(|| {
        let rule = if new.write_only { &catalogue::WRITE_ONLY } else { &catalogue::NOT_WRITE_ONLY };
        FactChange::with_rule(rule, word(old.write_only), word(new.write_only))
    })
}

/// Values that an enum does not list are kept in any case.
fn unknown_values(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word = |facts: &Facts| {
        let handling = facts.unknown_values.as_ref();
        handling.map(|handling| format!("unlisted {handling}"))
    };
    (old.unknown_values != new.unknown_values)
        .then(|| FactChange::with_rule(&catalogue::UNKNOWN_VALUES_CHANGED, word(old), word(new)))
}

/// Nullability that matters is reported as the presence of a field.
fn nullable(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word =
        |condition: bool| Some(if condition { "may be null" } else { "is never null" }.to_owned());
    (old.nullable != new.nullable).then(|| {
        let rule = if new.nullable { &catalogue::NULL_ACCEPTED } else { &catalogue::NULL_REFUSED };
        FactChange::with_rule(rule, word(old.nullable), word(new.nullable))
    })
}

fn text(
    family: &'static Family,
    keyword: &str,
    [old, new]: [Option<&str>; 2],
    answer: Acceptance,
) -> FactChange {
    let shown = |value: Option<&str>| value.map(|value| format!("{keyword} {value}"));
    FactChange::judged(family, shown(old), shown(new), answer)
}
