//! Reads values from JSON and writes them to it.
//!
//! Emitted types do not derive serde's traits: the macros of this crate write the few lines that
//! differ from type to type, and everything else is here, once.

mod additional_properties;
mod collections;
mod constant;
mod field;
mod fit;
mod free_form;
mod initial_value;
mod numbers;
mod object;
mod raw;
mod scalars;
mod times;
mod union;

pub(crate) use additional_properties::write_extra;
pub(crate) use constant::{Constant, ConstantOverrides, Literal, write_constants};
pub(crate) use field::{AsSerialize, Field, Initial, deserialize};
pub(crate) use free_form::value as free_form;
pub(crate) use initial_value::{Empty, InitialKind, Sampled, first_of};
pub(crate) use numbers::{Numbers, Numeric};
pub(crate) use object::{Object, OtherKeys, read_fields, read_object, write_fields, write_object};
pub(crate) use raw::{NUMBER, Str, read_raw, unexpected, unquoted};
pub(crate) use scalars::{Text, read_text};
pub(crate) use union::{
    Candidate, Union, choose_by_shape, read_tagged, read_union, read_variant, read_without_tag,
    tag, write_with_tag,
};
