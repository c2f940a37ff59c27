//! How values are read from JSON and written to it.
//!
//! Emitted types do not derive serde's traits: the macros of this crate write the few lines that
//! differ from type to type, and everything else is here, once.

mod collections;
mod extra;
mod field;
mod object;
mod scalars;
mod times;
mod tree;
mod union;

pub(crate) use extra::put_extra;
pub(crate) use field::{Blank, Field, Written};
pub(crate) use object::{Object, fill, put_all, read_object, write_object};
pub(crate) use scalars::{Text, read_text};
pub(crate) use union::{Candidate, Union, attempt, from_value, pick, read_union, tag};
