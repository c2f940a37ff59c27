//! Changes that a reviewer has accepted, so that CI reports only new ones.

use super::catalogue::Rule;
use super::change::{Change, Diff, Occurrence};
use super::site::{REQUEST, Site, side_of};

/// A kind of change that is ignored, everywhere or at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    id: &'static str,
    /// The part of the operation that the id was given with: `request-`, `response-`, `error-`.
    part: Option<&'static str>,
    /// A place, or the beginning of one: `customers.create request`; or an item, where a change has no place.
    at: Option<String>,
    /// As it was given.
    text: String,
}

/// Why an entry of the ignore list is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IgnoreError {
    /// There is no such rule.
    #[error("unknown rule `{0}`; DIFF.md lists all of them")]
    UnknownRule(String),
    /// It matches no change.
    #[error("`{0}` matches no change: remove it")]
    Stale(String),
}

impl Ignored {
    /// Reads `ID` or `ID@PLACE`.
    ///
    /// # Errors
    ///
    /// There is no rule of that id.
    pub fn parse(text: &str) -> Result<Self, IgnoreError> {
        let (id, at) = match text.split_once('@') {
            Some((id, at)) => (id, Some(at.trim().to_owned())),
            None => (text, None),
        };
        let id = id.trim();
        let (rule, part) = Rule::find(id).ok_or_else(|| IgnoreError::UnknownRule(id.to_owned()))?;
        Ok(Self {
            id: rule.id,
            part,
            at: at.filter(|at| !at.is_empty()),
            text: text.trim().to_owned(),
        })
    }

    fn is_at(&self, place: &Occurrence) -> bool {
        let in_part = self.part.is_none_or(|part| part == side_of(&place.part));
        in_part
            && self
                .at
                .as_deref()
                .is_none_or(|at| place.part == at || begins(&place.to_string(), at))
    }

    /// Whether it concerns the change as a whole, which has no places.
    fn is_about(&self, change: &Change) -> bool {
        let is_item = |at: &str| change.items.iter().any(|item| begins(item, at));
        self.part.is_none_or(|part| part == REQUEST) && self.at.as_deref().is_none_or(is_item)
    }

    /// Removes its places from a change, which is then judged by the rest. Returns whether there were any.
    fn remove_places(&self, change: &mut Change) -> bool {
        let before = change.places.len();
        change.places.retain(|place| !self.is_at(place));
        let is_hit = before != change.places.len();
        if is_hit && let Some((rule, _)) = Rule::find(change.id) {
            rule.apply(change, Site::new(change.places.clone()).uses);
        }
        is_hit
    }
}

/// Whether a text is `start`, or begins with it and continues with a nested part.
fn begins(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{', ' ', ':']))
}

impl Diff {
    /// Removes what is ignored: changes whose places are all ignored, and ignored places of others.
    ///
    /// # Errors
    ///
    /// Entries of the list match nothing, and must be removed from it.
    pub fn ignore(&mut self, list: &[Ignored]) -> Result<(), Vec<IgnoreError>> {
        let mut is_used = vec![false; list.len()];
        self.changes.retain_mut(|change| {
            let (id, has_places) = (change.id, !change.places.is_empty());
            let of_it = list.iter().zip(&mut is_used);
            let of_it = of_it.filter(|(ignored, _)| ignored.id == id);
            let mut is_ignored = false;
            for (ignored, is_used) in of_it {
                let is_hit = match has_places {
                    true => ignored.remove_places(change),
                    false => ignored.is_about(change),
                };
                *is_used |= is_hit;
                is_ignored |= is_hit && change.places.is_empty();
            }
            !is_ignored
        });
        let stale: Vec<IgnoreError> = list
            .iter()
            .zip(is_used)
            .filter(|(_, is_used)| !is_used)
            .map(|(ignored, _)| IgnoreError::Stale(ignored.text.clone()))
            .collect();
        if stale.is_empty() { Ok(()) } else { Err(stale) }
    }
}
