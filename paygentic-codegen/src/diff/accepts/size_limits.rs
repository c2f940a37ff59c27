//! Limits on sizes: characters of strings, elements of lists, properties of objects.

use super::{Acceptance, Schema};
use crate::model::Facts;

/// The allowed number of characters, elements or properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub fewest: usize,
    /// `None` if there is no upper limit.
    pub most: Option<usize>,
}

impl Range {
    pub(super) fn new(fewest: Option<usize>, most: Option<usize>) -> Self {
        Self { fewest: fewest.unwrap_or(0), most }
    }

    pub(super) fn items(facts: &Facts) -> Self {
        Self::new(facts.bounds.min_items, facts.bounds.max_items)
    }

    pub(super) fn properties(facts: &Facts) -> Self {
        Self::new(facts.bounds.min_properties, facts.bounds.max_properties)
    }

    /// The intersection of both.
    pub(super) fn intersection(self, other: Self) -> Self {
        let most = match (self.most, other.most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { fewest: self.fewest.max(other.fewest), most }
    }

    pub(super) fn is_empty(self) -> bool {
        self.most.is_some_and(|most| most < self.fewest)
    }

    pub(super) fn has(self, count: usize) -> bool {
        count >= self.fewest && self.most.is_none_or(|most| count <= most)
    }

    /// Whether all of it is in the other.
    pub(super) fn fits(self, other: Self) -> bool {
        let below = match (self.most, other.most) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(one), Some(other)) => one <= other,
        };
        self.is_empty() || self.fewest >= other.fewest && below
    }
}

/// Compares the numbers of items of two lists, and whether items must be unique.
pub(super) fn of_lists(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let range = Range::items(old.facts);
    let is_unique = !new.facts.bounds.unique_items
        || old.facts.bounds.unique_items
        || range.most.is_some_and(|most| most < 2);
    Acceptance::of(range.fits(Range::items(new.facts)) && is_unique)
}

/// Compares the number of properties that two unions allow in all their alternatives.
pub(super) fn all(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let (one, other) = (Range::properties(old.facts), Range::properties(new.facts));
    if one.fits(other) { Acceptance::Yes } else { Acceptance::Unknown }
}
