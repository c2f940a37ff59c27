//! Reads values from JSON and writes them to it.
//!
//! Emitted types do not derive serde's traits: the macros of this crate write the few lines that
//! differ from type to type, and everything else is here, once.

mod additional_properties;
mod collections;
mod constant;
mod field;
mod free_form;
mod initial_value;
mod numbers;
mod object;
mod raw;
mod scalars;
mod strictness;
mod times;
mod union;

pub(crate) use additional_properties::write_extra;
pub(crate) use constant::{Constant, Deviations, Literal, put_constants};
pub(crate) use field::{Blank, Field, Written, deserialize};
pub(crate) use free_form::value as free_form;
pub(crate) use initial_value::{Empty, Filling, Sampled, first_of};
pub(crate) use numbers::{Numbers, Numeric};
pub(crate) use object::{Beside, Object, fill, put_all, read_object, write_object};
pub(crate) use raw::{Str, read_raw, unexpected, unquoted};
pub(crate) use scalars::{Text, read_text};
pub(crate) use union::{
    Candidate, Union, attempt, pick, read_union, tag, tagged, tagged_beside, write_beside_tag,
};
