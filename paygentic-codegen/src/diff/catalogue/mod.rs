//! The catalogue of changes: every kind of change is one rule, with an id that never changes, its verdicts over the
//! wire by place, its description, and its advice. Comparisons find facts and places; all verdicts are decided here.
//!
//! What a change means for Rust code is computed from the two interfaces, change by change: it depends on names and
//! signatures, which no table contains.

mod facts;
mod operations;
mod service;
mod types;

pub(super) use facts::*;
pub(super) use operations::*;
pub(super) use service::*;
pub(super) use types::*;

use super::change::{Action, Aspect, Change, Wire};
use super::site::{ERROR, REQUEST, RESPONSE, Uses};
use crate::markdown::code;

/// A kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Its id, which never changes.
    pub id: &'static str,
    /// What happened to the item.
    pub action: Action,
    /// The aspect that changed.
    pub aspect: Option<Aspect>,
    /// The noun before the old and the new text, where these need one.
    pub(super) noun: &'static str,
    /// The verdict in requests, and for the operation or the client as a whole.
    pub request: Verdict,
    /// The verdict in responses.
    pub response: Verdict,
    /// The verdict in error bodies, which are kept as received.
    pub error: Verdict,
    /// What happened, in a sentence.
    pub meaning: &'static str,
    /// What callers must do about it, in any place. `{old}`, `{new}` and `{}` are filled in.
    pub(super) advice: &'static str,
    /// Why it is harmful, or what callers must do where it is.
    pub(super) harm: &'static str,
}

/// The effect of a change over the wire in one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Always the same.
    Is(Wire),
    /// It depends on whether the old values are still accepted, or the new ones can be read.
    ByValues,
}

/// The verdicts computed from the values of both sides, for rules that use them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Values {
    pub request: Wire,
    pub response: Wire,
}

/// The input of a verdict besides the places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    pub(super) values: Values,
    /// The text for `{}` in the advice of the rule, besides the old and new texts.
    pub(super) other: String,
}

impl Basis {
    /// Combines the inputs of equal changes of two items.
    pub(super) fn merge(&mut self, other: &Self) {
        let Values { request, response } = other.values;
        self.values.request = self.values.request.max(request);
        self.values.response = self.values.response.max(response);
    }
}

pub(super) const SAFE: Verdict = Verdict::Is(Wire::Safe);
pub(super) const RISKY: Verdict = Verdict::Is(Wire::Risky);
pub(super) const BREAKS: Verdict = Verdict::Is(Wire::Breaking);
pub(super) const VALUES: Verdict = Verdict::ByValues;

/// The action and aspect of a change, and the noun for it.
type Side = (Action, Option<Aspect>, &'static str);

pub(super) const ADDED: Side = (Action::Added, None, "");
pub(super) const REMOVED: Side = (Action::Removed, None, "");
pub(super) const RENAMED: Side = (Action::Renamed, None, "");

pub(super) const fn is(aspect: Aspect, noun: &'static str) -> Side {
    (Action::Changed, Some(aspect), noun)
}

/// Rules, each in one line: id, side, verdicts in requests and responses, and what happened.
macro_rules! rules {
    ($all:ident: $($name:ident = $id:literal, $side:expr, $request:ident, $response:ident, $meaning:literal
        $(, advice $advice:literal)? $(, harm $harm:literal)?;)*) => {
        $(pub(in crate::diff) static $name: $crate::diff::catalogue::Rule = $crate::diff::catalogue::Rule {
            id: $id,
            action: $side.0,
            aspect: $side.1,
            noun: $side.2,
            request: $crate::diff::catalogue::$request,
            response: $crate::diff::catalogue::$response,
            error: $crate::diff::catalogue::in_error($crate::diff::catalogue::$response),
            meaning: $meaning,
            advice: concat!($($advice)?),
            harm: concat!($($harm)?),
        };)*
        pub(super) static $all: &[&$crate::diff::catalogue::Rule] = &[$(&$name),*];
    };
}
use rules;

/// The raw body of an error is always kept, so a type that cannot be read is only a risk.
const fn in_error(response: Verdict) -> Verdict {
    match response {
        Verdict::Is(Wire::Breaking) => RISKY,
        other => other,
    }
}

impl Rule {
    /// All rules, in the order of the table.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        let all = [service::ALL, operations::ALL, types::ALL, facts::ALL];
        all.into_iter().flatten().copied()
    }

    /// The rule with an id, which may be prefixed with a part: `request-property-became-required`.
    pub fn find(id: &str) -> Option<(&'static Self, Option<&'static str>)> {
        let exact = |id: &str| Self::all().find(|rule| rule.id == id);
        if let Some(rule) = exact(id) {
            return Some((rule, None));
        }
        [REQUEST, RESPONSE, ERROR].into_iter().find_map(|part| {
            let rule = exact(id.strip_prefix(part)?.strip_prefix('-')?)?;
            Some((rule, Some(part)))
        })
    }

    /// The verdict for these uses.
    pub(super) fn judge(&self, uses: Uses, values: Values) -> Wire {
        let of = |is_used: bool, verdict: Verdict, values: Wire| match verdict {
            _ if !is_used => Wire::Safe,
            Verdict::Is(wire) => wire,
            Verdict::ByValues => values,
        };
        of(uses.request, self.request, values.request)
            .max(of(uses.response, self.response, values.response))
            .max(of(uses.error, self.error, values.response.min(Wire::Risky)))
    }

    /// Sets the verdict and the note of a change for these uses.
    pub(super) fn apply(&self, change: &mut Change, uses: Uses) {
        change.wire = self.judge(uses, change.basis.values);
        let text = |side: &Option<String>| side.clone().unwrap_or_default();
        let (old, new) = (text(&change.old), text(&change.new));
        change.note = self.note(change.wire, &old, &new, &change.basis.other);
    }

    /// What callers must do about it, or why it is harmful.
    pub(super) fn note(&self, wire: Wire, old: &str, new: &str, other: &str) -> String {
        let harm = if wire == Wire::Safe { "" } else { self.harm };
        let texts = [self.advice, harm].map(|template| fill(template, old, new, other));
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        texts.join("; ")
    }

    /// The rule as text, for `cargo xtask diff --explain ID`.
    pub fn explain(&self) -> String {
        let mut lines = vec![
            format!("{}: {}", self.id, self.meaning),
            String::new(),
            format!("in requests   {}", self.request),
            format!("in responses  {}", self.response),
            format!("in errors     {}", self.error),
            "Rust code     by comparing the two interfaces".to_owned(),
        ];
        for advice in [self.advice, self.harm] {
            if !advice.is_empty() {
                lines.extend([String::new(), fill(advice, "old", "new", "it")]);
            }
        }
        lines.join("\n")
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Is(wire) => wire.fmt(f),
            Self::ByValues => f.write_str("by the values"),
        }
    }
}

fn fill(template: &str, old: &str, new: &str, other: &str) -> String {
    // One pass: what is filled in may have braces of its own.
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        match name {
            "old" => text.push_str(&code(old)),
            "new" => text.push_str(&code(new)),
            _ => text.push_str(other),
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// The table of all rules, in Markdown, for `DIFF.md`.
pub fn table() -> String {
    let mut lines = vec![
        "| id | what happened | in requests | in responses | in errors |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(Rule::all().map(|rule| {
        format!(
            "| `{}` | {} | {} | {} | {} |",
            rule.id, rule.meaning, rule.request, rule.response, rule.error
        )
    }));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Rule;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut seen = HashSet::new();
        for rule in Rule::all() {
            assert!(seen.insert(rule.id), "{} is not unique", rule.id);
            let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.id.chars().all(is_kebab), "{}", rule.id);
            assert!(!rule.meaning.is_empty(), "{} has no description", rule.id);
        }
    }

    #[test]
    fn a_rule_is_found_with_the_place_before_it() {
        let found = |id| Rule::find(id).map(|(rule, part)| (rule.id, part));
        assert_eq!(
            found("request-property-became-required"),
            Some(("property-became-required", Some("request")))
        );
        assert_eq!(found("request-body-removed"), Some(("request-body-removed", None)));
        assert_eq!(found("nothing-of-it"), None);
    }
}
