//! Where the check is in the document.

use crate::diagnostic::join;

/// A place in the document, as a chain of steps on the stack. Its pointer is only written out for a
/// finding.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
    operation: Option<&'a str>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The whole document.
    pub(super) const ROOT: Self = Self {
        parent: None,
        step: Step::Key(""),
        operation: None,
    };

    /// The member `key` of this place.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Key(key),
            operation: self.operation,
        }
    }

    /// The entry `index` of this place.
    pub(super) fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
            operation: self.operation,
        }
    }

    /// The same place, as part of an operation.
    pub(super) fn in_operation(self, id: &'a str) -> Self {
        Self {
            operation: Some(id),
            ..self
        }
    }

    /// The operation it is part of.
    pub(super) fn operation(&self) -> Option<&'a str> {
        self.operation
    }

    /// The JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let Some(parent) = self.parent else {
            return "#".to_owned();
        };
        let pointer = parent.pointer();
        match self.step {
            Step::Key(key) => join(&pointer, key),
            Step::Index(index) => format!("{pointer}/{index}"),
        }
    }
}
