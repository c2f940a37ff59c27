//! What differs between two models, told in the names of the Rust crate, with what it means for callers.

mod change;

pub use change::*;

use crate::model::Model;

/// Compares two models.
pub fn diff(_old: &Model, _new: &Model) -> Diff {
    todo!()
}
