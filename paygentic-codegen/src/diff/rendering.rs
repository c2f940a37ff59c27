//! A change as English text, shared by the terminal and Markdown so that both say the same.

use super::catalogue::Rule;
use super::change::{Action, Aspect, Change, Diff, Occurrence, Rust, Subject, Wire};
use crate::diagnostic::plural;
use crate::markdown::{code, plain};

/// Formats quoted texts of the document within our sentences.
pub(super) type Quote<'q> = &'q dyn Fn(&str) -> String;

/// The number of places that are named; the rest is only counted.
const PLACES: usize = 4;

/// A change as text.
#[derive(Debug, Clone)]
pub struct RenderedChange {
    /// What happened.
    pub title: String,
    /// The effect on callers, empty if there is none: `breaks Rust code, risky over the wire`.
    pub verdict: String,
    /// The rule.
    pub id: &'static str,
    /// Why, or what callers must do. May be empty.
    pub note: String,
    /// Where, if that says more than the title. May be empty.
    pub places: String,
}

impl Change {
    /// The change in Markdown, in parts of one line each. Texts of the document are between backticks, so that they are
    /// harmless.
    pub fn rendered(&self) -> RenderedChange {
        RenderedChange { note: plain(&self.note), ..render(self, &code) }
    }

    /// What happened, in one line of Markdown.
    pub fn title(&self) -> String {
        title(self, &code)
    }

    /// The effect on callers, empty if there is none: `breaks Rust code, risky over the wire`.
    pub fn verdict(&self) -> String {
        let rust = (self.rust == Rust::Breaking).then(|| "breaks Rust code".to_owned());
        let wire = (self.wire != Wire::Safe).then(|| format!("{} over the wire", self.wire));
        rust.into_iter().chain(wire).collect::<Vec<_>>().join(", ")
    }
}

/// The parts of the change, one line each; `quote` formats the texts of the document in them.
pub(super) fn render(change: &Change, quote: Quote<'_>) -> RenderedChange {
    RenderedChange {
        title: title(change, quote),
        verdict: change.verdict(),
        id: change.id,
        note: change.note.clone(),
        places: match has_places(change) {
            true => places(&change.places, quote),
            false => String::new(),
        },
    }
}

fn title(change: &Change, quote: Quote<'_>) -> String {
    let what = items(change, quote);
    let text = |side: &Option<String>| side.as_deref().map(quote);
    let (old, new) = (text(&change.old), text(&change.new));
    match (change.action, change.subject) {
        (Action::Added, Subject::Type) => format!("{}{what} added", kind(change, &change.new)),
        (Action::Removed, Subject::Type) => format!("{}{what} removed", kind(change, &change.old)),
        (Action::Added, Subject::Id) => format!("{what} added{}", prefix(&change.new, quote)),
        (Action::Removed, Subject::Id) => format!("{what} removed{}", prefix(&change.old, quote)),
        (Action::Added, _) => {
            format!("{what} added{}", new.map(|new| format!(": {new}")).unwrap_or_default())
        }
        (Action::Removed, _) => {
            format!("{what} removed{}", old.map(|old| format!(", was {old}")).unwrap_or_default())
        }
        // The item has the new name already.
        (Action::Renamed, Subject::Type | Subject::Id) if change.items.len() == 1 => {
            let noun = if change.subject == Subject::Id { "id " } else { "" };
            let [old, new] = [old, new].map(Option::unwrap_or_default);
            format!("{noun}{old} renamed to {new}")
        }
        (Action::Renamed, _) => format!(
            "{what} renamed: {} is now {}",
            old.unwrap_or_default(),
            new.unwrap_or_default()
        ),
        (Action::Changed, _) => format!("{what}{}", changed(change, old, new)),
    }
}

/// The kind of a type, in front of its name: `struct `, `enums `.
fn kind(change: &Change, kind: &Option<String>) -> String {
    let Some(kind) = kind else {
        return String::new();
    };
    let plural = if change.items.len() > 1 && !kind.ends_with('s') { "s" } else { "" };
    format!("{kind}{plural} ")
}

/// The prefix of an id type, if it has one.
fn prefix(prefix: &Option<String>, quote: Quote<'_>) -> String {
    let prefix = prefix.as_deref().filter(|prefix| !prefix.is_empty());
    prefix.map(|prefix| format!(" (prefix {})", quote(prefix))).unwrap_or_default()
}

fn changed(change: &Change, old: Option<String>, new: Option<String>) -> String {
    let noun = Rule::find(change.id).map_or("", |(rule, _)| rule.noun);
    match (change.aspect, old, new) {
        (Some(Aspect::Deprecation), _, Some(_)) => " is deprecated now".to_owned(),
        (Some(Aspect::Deprecation), ..) => " is no longer deprecated".to_owned(),
        (Some(Aspect::Default), _, Some(_)) if change.subject == Subject::Service => {
            " is the default now".to_owned()
        }
        (Some(Aspect::Default), ..) if change.subject == Subject::Service => {
            " is no longer the default".to_owned()
        }
        (_, Some(old), Some(new)) => format!(": {noun}{old} is now {new}"),
        (_, None, Some(new)) => format!(": {noun}{new} added"),
        (_, Some(old), None) => format!(": {noun}{old} removed"),
        (_, None, None) => format!(": {noun}changed"),
    }
}

/// The item that changed. A member of several types is named once.
fn items(change: &Change, quote: Quote<'_>) -> String {
    let list = |items: &[&str]| items.iter().map(|item| quote(item)).collect::<Vec<_>>().join(", ");
    let (owners, members): (Vec<&str>, Vec<&str>) =
        change.items.iter().map(|item| item.rsplit_once("::").unwrap_or((item, ""))).unzip();
    let member = members.first().copied().unwrap_or_default();
    let noun = match change.subject {
        Subject::Error => "error ",
        Subject::Header => "header ",
        Subject::PathParameter => "path parameter ",
        Subject::Body => "request body of ",
        Subject::Response => "response of ",
        Subject::Constant => "constant ",
        Subject::Id => "id ",
        Subject::Service
        | Subject::Operation
        | Subject::Parameter
        | Subject::Type
        | Subject::Field
        | Subject::Value
        | Subject::Variant => "",
    };
    let is_of_operation =
        matches!(change.subject, Subject::Error | Subject::Header | Subject::PathParameter);
    if !member.is_empty() && (owners.len() > 1 || is_of_operation) {
        return format!("{noun}{} of {}", quote(member), list(&owners));
    }
    let items: Vec<&str> = change.items.iter().map(String::as_str).collect();
    format!("{noun}{}", list(&items))
}

/// The first places in full, and how many more there are.
fn places(places: &[Occurrence], quote: Quote<'_>) -> String {
    let shown = if places.len() <= PLACES + 1 { places.len() } else { PLACES };
    let mut texts: Vec<String> =
        places.iter().take(shown).map(|place| quote(&place.to_string())).collect();
    if shown < places.len() {
        texts.push(format!("{} more", places.len() - shown));
    }
    texts.join(", ")
}

/// Whether the places say more than the items: an operation as a whole is its own place.
fn has_places(change: &Change) -> bool {
    change.places.iter().any(|place| !place.part.is_empty())
        && !matches!(change.subject, Subject::Error | Subject::Body | Subject::Response)
}

/// The overall verdicts, with the number of changes of each kind.
pub(super) fn overall(diff: &Diff) -> [String; 2] {
    let count =
        |test: fn(&Change) -> bool| diff.changes.iter().filter(|change| test(change)).count();
    let breaking = count(|change| change.rust == Rust::Breaking);
    let additions = count(|change| change.rust == Rust::Addition);
    let (broken, risky) =
        (count(|change| change.wire == Wire::Breaking), count(|change| change.wire == Wire::Risky));
    let counted = |counts: &[(usize, &str)]| {
        let shown =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(*count, noun));
        shown.collect::<Vec<_>>().join(", ")
    };
    let rust = match diff.rust() {
        Rust::Same => "same: the public interface is unchanged".to_owned(),
        Rust::Addition => {
            format!("addition: code compiles as before; {}", counted(&[(additions, "addition")]))
        }
        Rust::Breaking => format!(
            "breaking: code may stop compiling; {}",
            counted(&[(breaking, "breaking change"), (additions, "addition")])
        ),
    };
    let wire = match diff.wire() {
        Wire::Safe => "safe: existing programs keep working".to_owned(),
        Wire::Risky => {
            format!(
                "risky: some requests may be refused or responses misread; {}",
                counted(&[(risky, "risky change")])
            )
        }
        Wire::Breaking => format!(
            "breaking: existing programs may stop working; {}",
            counted(&[(broken, "breaking change"), (risky, "risky change")])
        ),
    };
    [rust, wire]
}

/// The name of the service, and its versions if they differ.
pub(super) fn versions(diff: &Diff, quote: Quote<'_>) -> String {
    let Diff { old, new, .. } = diff;
    let (name, version) = (quote(&new.name), quote(&new.version));
    if old.version == new.version {
        format!("{name} {version}")
    } else {
        format!("{name} {} to {version}", quote(&old.version))
    }
}
