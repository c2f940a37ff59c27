//! All that emitted code uses, under one name.

pub(crate) use std::collections::BTreeMap;

pub(crate) use paygentic_generated::{
    Client, Date, Decimal, IsoDuration, JsonObject, Timestamp, Value,
};

pub(crate) use crate::arguments::{Arguments, Place, none_of};
pub(crate) use crate::macros::{
    answers, gives, is_read_by_call, one_of, operations, place, set, takes, writes,
};
pub(crate) use crate::report::Failure;
pub(crate) use crate::table::{Operation, Sending};

/// What makes a client.
pub(crate) type Builder = paygentic_generated::ClientBuilder<Client>;
