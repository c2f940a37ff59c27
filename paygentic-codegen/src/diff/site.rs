//! Where a change is found. The verdict depends on it: a change may be safe in a response and breaking in a request.

use super::change::Occurrence;
use super::pairs;
use crate::model::Operation;

pub(super) const REQUEST: &str = "request";
pub(super) const RESPONSE: &str = "response";
pub(super) const ERROR: &str = "error";

/// The side that a part of an operation belongs to, which determines verdicts and ignored rules. Parameters, and the
/// operation as a whole, belong to the request.
pub(super) fn side_of(part: &str) -> &'static str {
    [RESPONSE, ERROR].into_iter().find(|side| part.starts_with(side)).unwrap_or(REQUEST)
}

/// Where a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub request: bool,
    pub response: bool,
    /// In the body of an error.
    pub error: bool,
}

impl Uses {
    /// Requests, and operations as a whole.
    pub(super) const REQUEST: Self = Self { request: true, response: false, error: false };
    /// Responses.
    pub(super) const RESPONSE: Self = Self { request: false, response: true, error: false };

    /// Whether clients read it.
    pub(super) fn is_read(self) -> bool {
        self.response || self.error
    }
}

/// Where a change is found, and how it is used there.
#[derive(Clone, Default)]
pub(super) struct Site {
    pub places: Vec<Occurrence>,
    pub uses: Uses,
}

impl Site {
    pub(super) fn new(places: Vec<Occurrence>) -> Self {
        let has = |side: &str| places.iter().any(|place| side_of(&place.part) == side);
        let uses = Uses { request: has(REQUEST), response: has(RESPONSE), error: has(ERROR) };
        Self { places, uses }
    }

    /// A part of an operation, or the operation as a whole.
    pub(super) fn of(operation: &Operation, part: &str) -> Self {
        Self::new(vec![Occurrence {
            operation: operation.name.clone(),
            part: part.to_owned(),
            path: String::new(),
        }])
    }

    /// The site of a property.
    pub(super) fn property(&self, wire: &str) -> Self {
        self.below(|path| pairs::join(path, wire))
    }

    /// The site of a nested value, with `[]` and `{}` for elements and values.
    pub(super) fn suffix(&self, suffix: &str) -> Self {
        self.below(|path| format!("{path}{suffix}"))
    }

    fn below(&self, path: impl Fn(&str) -> String) -> Self {
        let below = |place: &Occurrence| Occurrence { path: path(&place.path), ..place.clone() };
        Self { places: self.places.iter().map(below).collect(), uses: self.uses }
    }
}
