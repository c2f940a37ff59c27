//! The entries of the emitted table of operations, and lookups in it.

use anyhow::{Context as _, Result, bail};
use paygentic_generated::Client;

use crate::arguments::{Arguments, Prepared};
use crate::case::Raw;
use crate::dispatch::{OPERATIONS, UNREACHED};
use crate::harness;

/// An operation, as far as cases can reach it.
pub struct Operation {
    pub id: &'static str,
    /// Passes JSON through the type of the request body, if there is one.
    pub request: Option<Codec>,
    /// Passes JSON through the type of a successful response.
    pub response: Codec,
    /// Whether the SDK reads it in another way, so that a call must be made.
    pub is_read_by_call: bool,
    /// The same by status, where each success has a type of its own.
    pub answers: &'static [(&'static str, Codec)],
    /// Passes JSON through the types of the errors, by status, `4XX` or `default`.
    pub errors: &'static [(&'static str, Codec)],
    /// Makes the call.
    pub call: CallFn,
}

/// Decodes JSON into a type and encodes it again.
pub type Codec = fn(&str) -> Result<Raw>;

/// Reads the arguments and makes the call, which is not sent yet.
pub type CallFn = for<'c> fn(&'c Client, &mut Arguments<'_>) -> Result<Prepared<'c>>;

/// The defaults of an entry of the table: no request body, and responses without content.
pub(crate) const NO_OPERATION: Operation = Operation {
    id: "",
    request: None,
    response: harness::nothing,
    is_read_by_call: false,
    answers: &[],
    errors: &[],
    call: |_, _| bail!("the operation has no call"),
};

/// Takes the JSON of a response with a status, or of a request, through its model: decodes it and encodes it again. Any
/// JSON passes as an error that the operation does not declare.
pub fn roundtrip(operation: &str, status: Option<u16>, json: &str) -> Result<Raw> {
    let operation = find(operation)?;
    let codec = match status {
        None => operation.request.context("the operation has no request body")?,
        Some(status @ 200..=299) => {
            by_status(operation.answers, status).unwrap_or(operation.response)
        }
        Some(status) => by_status(operation.errors, status).unwrap_or(harness::any),
    };
    codec(json)
}

/// The codec for a status: the status itself takes precedence over its class, and that over `default`.
fn by_status(codecs: &[(&'static str, Codec)], status: u16) -> Option<Codec> {
    let names = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
    names.iter().find_map(|name| {
        let mut codecs = codecs.iter();
        let found = codecs.find(|(declared, _)| declared.eq_ignore_ascii_case(name))?;
        Some(found.1)
    })
}

/// The operation with an id of the contract.
pub fn find(id: &str) -> Result<&'static Operation> {
    let found = OPERATIONS.iter().find(|operation| operation.id == id);
    found.with_context(|| format!("the SDK has no operation `{id}`"))
}

/// Why no case reaches an operation, if that is known.
pub fn unreached(id: &str) -> Option<&'static str> {
    let found = UNREACHED.iter().find(|(unreached, _)| *unreached == id)?;
    Some(found.1)
}

/// How many operations there are, reached or not.
pub fn count() -> usize {
    OPERATIONS.len() + UNREACHED.len()
}
