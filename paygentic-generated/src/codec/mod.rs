//! How values are read from JSON and written to it.
//!
//! Emitted types do not derive serde's traits: the macros of this crate write the few lines that
//! differ from type to type, and everything else is here, once.

mod collections;
mod constant;
mod extra;
mod field;
mod filling;
mod fit;
mod free;
mod numbers;
mod object;
mod raw;
mod scalars;
mod times;
mod union;

pub(crate) use constant::{Constant, Deviations, Literal, put_constants};
pub(crate) use extra::put_extra;
pub(crate) use field::{Blank, Field, Written};
pub(crate) use filling::{Empty, Filling, Sampled, first_of};
pub(crate) use free::value as free_form;
pub(crate) use numbers::{Numbers, Numeric};
pub(crate) use object::{Beside, Object, fill, put_all, read_object, write_object};
pub(crate) use raw::{Str, read_raw, unexpected, unquoted};
pub(crate) use scalars::{Text, read_text};
pub(crate) use union::{
    Candidate, Union, attempt, pick, read_union, tag, tagged, tagged_beside, write_beside_tag,
};
