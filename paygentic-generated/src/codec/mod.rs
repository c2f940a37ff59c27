//! How values are read from JSON and written to it.
//!
//! Emitted types do not derive serde's traits: the macros of this crate write the few lines that
//! differ from type to type, and everything else is here, once.

mod collections;
mod field;
mod object;
mod scalars;
mod times;
mod union;

pub(crate) use field::{Field, Written};
pub(crate) use object::next_key;
pub(crate) use object::{Extra, Object, put, read_object, skip, take, value, write_object};
pub(crate) use scalars::{Text, read_text};
pub(crate) use union::{Candidate, attempt, from_value, pick, tag};
