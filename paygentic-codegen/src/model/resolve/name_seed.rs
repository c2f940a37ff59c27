//! The parts of a type name, kept while schemas are resolved. [`naming`](super::naming) assigns names last, when all
//! types are known.

use crate::model::TypeId;

/// The parts from which a type name is built.
#[derive(Clone, Debug)]
pub(super) struct Seed {
    /// The type whose name is the prefix.
    pub owner: Option<TypeId>,
    /// The words that follow, in upper camel case.
    pub words: String,
    pub rank: Rank,
    /// Fallback names, in the order in which they are tried.
    pub fallbacks: Vec<String>,
}

/// The precedence of types that want the same name: the first takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rank {
    Given,
    Component,
    Operation,
    Shortened,
    Ids,
    InPlace,
    /// An inline enum with a single value.
    OneValue,
}

impl Seed {
    pub(super) fn new(words: String, rank: Rank) -> Self {
        Self { owner: None, words, rank, fallbacks: Vec::new() }
    }

    /// The seed of an inline type inside another type.
    pub(super) fn inside(owner: Option<TypeId>, words: String) -> Self {
        Self { owner, ..Self::new(words, Rank::InPlace) }
    }

    pub(super) fn or(mut self, fallback: String) -> Self {
        self.fallbacks.push(fallback);
        self
    }

    /// The seed with the words changed, for an inline type derived from this one.
    pub(super) fn reworded(&self, change: impl FnOnce(&str) -> String) -> Self {
        Self {
            words: change(&self.words),
            rank: Rank::InPlace,
            fallbacks: Vec::new(),
            ..self.clone()
        }
    }
}
