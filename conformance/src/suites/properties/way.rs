//! How a body is taken through the SDK.

use anyhow::Result;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use paygentic_generated::RetryPolicy;
use paygentic_generated::testing::{MockTransport, reply};
use serde_json::value::RawValue;

use crate::arguments::Arguments;
use crate::call::builder;
use crate::case::Call;
use crate::report::Failure;
use crate::table::{Codec, Operation};

/// How a body is taken through the SDK.
#[derive(Clone, Copy)]
pub(super) enum Way<'b> {
    /// Through its type.
    Type(Codec),
    /// As the answer to a call, with a status.
    Call(&'b Operation, &'b Call, u16),
}

impl Way<'_> {
    /// What comes out.
    pub(super) fn take(&self, text: &str) -> Result<Box<RawValue>, Failure> {
        match self {
            Self::Type(codec) => codec(text),
            Self::Call(operation, call, status) => answered(operation, call, *status, text),
        }
    }
}

/// The answer to a call, as the SDK reads it, written again.
fn answered(
    operation: &Operation,
    call: &Call,
    status: u16,
    text: &str,
) -> Result<Box<RawValue>, Failure> {
    let mut answer = reply(status, text.to_owned());
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, json);
    let client = builder("http://localhost", "conformance")
        .retries(RetryPolicy::never())
        .transport(MockTransport::new(move |_| Ok(answer.clone())))
        .build();
    let client = client.map_err(|error| Failure::from(&error))?;
    let sending = (operation.call)(&client, &mut Arguments::new(call))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::case(error.to_string()))?;
    match runtime.block_on(sending) {
        Ok(sent) => sent.out,
        Err(error) => Err(Failure::from(&error)),
    }
}
