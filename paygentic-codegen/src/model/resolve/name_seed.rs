//! The parts of the name of a type, kept while schemas are read. [`naming`](super::naming) assigns names last, when all
//! types are known.

use crate::model::TypeId;

/// What the name of a type is made of.
#[derive(Clone, Debug)]
pub(super) struct Seed {
    /// The type whose name comes first.
    pub owner: Option<TypeId>,
    /// The words that follow, in upper camel case.
    pub words: String,
    pub rank: Rank,
    /// Other names, in the order in which they are tried.
    pub resorts: Vec<String>,
}

/// Which type takes precedence when several want the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rank {
    Given,
    Component,
    Operation,
    Shortened,
    Ids,
    InPlace,
    /// A schema in place with a single value.
    OneValue,
}

impl Seed {
    pub(super) fn new(words: String, rank: Rank) -> Self {
        Self { owner: None, words, rank, resorts: Vec::new() }
    }

    /// What the name of a type that is described in place inside another is derived from.
    pub(super) fn inside(owner: Option<TypeId>, words: String) -> Self {
        Self { owner, ..Self::new(words, Rank::InPlace) }
    }

    pub(super) fn or(mut self, resort: String) -> Self {
        self.resorts.push(resort);
        self
    }

    /// The same with other words.
    pub(super) fn reworded(&self, change: impl FnOnce(&str) -> String) -> Self {
        Self {
            words: change(&self.words),
            rank: Rank::InPlace,
            resorts: Vec::new(),
            ..self.clone()
        }
    }
}
