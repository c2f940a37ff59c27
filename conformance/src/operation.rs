//! What the emitted table says of an operation, and how an operation is found in it.

use paygentic_generated::Client;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::arguments::{Arguments, Prepared};
use crate::dispatch::{OPERATIONS, UNREACHED};
use crate::report::Failure;
use crate::roundtrip;

/// An operation, as far as cases can reach it.
pub struct Operation {
    /// Its id in the contract.
    pub id: &'static str,
    /// Takes JSON through the type of the request body, if there is one.
    pub request: Option<Codec>,
    /// Takes JSON through the type of a successful response.
    pub response: Codec,
    /// Whether that is not how the SDK reads it, so that a call must be made.
    pub is_read_by_call: bool,
    /// The same by status, where each success has a type of its own.
    pub answers: &'static [(&'static str, Codec)],
    /// Takes JSON through the types of the errors, by status, `4XX` or `default`.
    pub errors: &'static [(&'static str, Codec)],
    /// Makes the call.
    pub call: CallFn,
}

/// Decodes JSON into a type and encodes it again.
pub type Codec = fn(&str) -> Result<Box<RawValue>, Failure>;

/// Reads the arguments and makes the call, which is not sent yet.
pub type CallFn = for<'c> fn(&'c Client, &mut Arguments<'_>) -> Result<Prepared<'c>, Failure>;

/// What an entry of the table leaves out: no request body, and responses without content.
pub(crate) const NO_OPERATION: Operation = Operation {
    id: "",
    request: None,
    response: roundtrip::nothing,
    is_read_by_call: false,
    answers: &[],
    errors: &[],
    call: |_, _| Err(Failure::case("the operation has no call")),
};

impl Operation {
    /// The codec of a response with a status; any JSON passes where the operation declares nothing.
    pub fn codec(&self, status: Option<u16>) -> Codec {
        match status {
            None => self.response,
            Some(status @ 200..=299) => by_status(self.answers, status).unwrap_or(self.response),
            Some(status) => self.error(status).unwrap_or(roundtrip::any),
        }
    }

    /// The codec of a declared error.
    pub fn error(&self, status: u16) -> Option<Codec> {
        by_status(self.errors, status)
    }

    /// What can be taken through an operation.
    pub fn summary(&self) -> Summary {
        Summary {
            operation: self.id,
            request: self.request.is_some(),
            errors: self.errors.iter().map(|(status, _)| *status).collect(),
        }
    }
}

/// The codec for a status: the status itself goes before its class, and that before the rest.
fn by_status(codecs: &[(&'static str, Codec)], status: u16) -> Option<Codec> {
    let names = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
    names.iter().find_map(|name| {
        let mut codecs = codecs.iter();
        let found = codecs.find(|(declared, _)| declared.eq_ignore_ascii_case(name))?;
        Some(found.1)
    })
}

/// The bodies that can be taken through an operation.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Its id in the contract.
    pub operation: &'static str,
    /// Whether it has a request body.
    pub request: bool,
    /// The errors that have a type.
    pub errors: Vec<&'static str>,
}

/// Every operation, in the order of the contract.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter()
}

/// The operation with an id.
///
/// # Errors
///
/// The contract has no such operation.
pub fn find(id: &str) -> Result<&'static Operation, Failure> {
    operations()
        .find(|operation| operation.id == id)
        .ok_or_else(|| Failure::case(format!("unknown operation `{id}`")))
}

/// Why no case reaches an operation, if that is known.
pub fn unreached(id: &str) -> Option<&'static str> {
    let found = UNREACHED.iter().find(|(unreached, _)| *unreached == id)?;
    Some(found.1)
}

/// How many operations there are, reached or not.
pub fn count() -> usize {
    operations().count() + UNREACHED.len()
}
