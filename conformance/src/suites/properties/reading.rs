//! How a body is taken through the SDK. Most have a type; where the SDK chooses among several, only a call does.

use anyhow::Result;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use paygentic_generated::RetryPolicy;
use paygentic_generated::testing::{MockTransport, reply};
use serde_json::value::RawValue;

use crate::arguments::Arguments;
use crate::call::builder;
use crate::case::Call;
use crate::operation::{Codec, Operation};
use crate::report::Failure;

/// How a body is taken through the SDK.
#[derive(Clone, Copy)]
pub(super) enum Reading<'b> {
    /// Through its type.
    Type(Codec),
    /// As the response to a call, with a status.
    Call(&'b Operation, &'b Call, u16),
}

impl Reading<'_> {
    /// What comes out.
    pub(super) fn take(&self, text: &str) -> Result<Box<RawValue>, Failure> {
        match self {
            Self::Type(codec) => codec(text),
            Self::Call(operation, call, status) => through_call(operation, call, *status, text),
        }
    }
}

/// The response to a call, as the SDK reads it, written again.
fn through_call(
    operation: &Operation,
    call: &Call,
    status: u16,
    text: &str,
) -> Result<Box<RawValue>, Failure> {
    let mut response = reply(status, text.to_owned());
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    let client = builder("http://localhost", "conformance")
        .retries(RetryPolicy::never())
        .transport(MockTransport::new(move |_| Ok(response.clone())))
        .build();
    let client = client.map_err(|error| Failure::from(&error))?;
    let prepared = (operation.call)(&client, &mut Arguments::new(call))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::case(error.to_string()))?;
    match runtime.block_on(prepared.response) {
        Ok(success) => success.out,
        Err(error) => Err(Failure::from(&error)),
    }
}
