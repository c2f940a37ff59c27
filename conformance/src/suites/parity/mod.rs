//! Compares requests with those that the vendor's own SDK sends.
//!
//! `golden.jsonl` holds calls, and what the official Python SDK sends for each; `tools/python-sdk/golden` renews it
//! when that package or the contract has a new version. So the suite needs neither Python nor a server: the same
//! calls go through the Rust SDK, and the requests are compared.

pub mod form;

use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};
use paygentic_generated::testing::MockTransport;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};

use self::form::compare_requests;
use super::Figures;
use super::calls::{Sender, builder, made_calls};
use crate::case::Call;
use crate::operation;

/// The calls, and what the Python SDK sends.
const GOLDEN: &str = include_str!("golden.jsonl");

/// A call, and the request that it must lead to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    call: Call,
    /// The method, the segments of the path, pairs of the query and some headers, all of them decoded, and the JSON of
    /// the body.
    sent: Value,
}

pub fn run() -> Result<ExitCode> {
    let mut figures = Figures::default();
    for (number, line) in GOLDEN.lines().enumerate() {
        let golden: Golden = serde_json::from_str(line)
            .with_context(|| format!("invalid line {} of golden.jsonl", number + 1))?;
        let sent = sent(&golden.call)
            .context("cannot be sent; if the contract has changed, run tools/python-sdk/golden");
        let outcome = sent.and_then(|sent| compare_requests(&golden.sent, &sent));
        let outcome = outcome.with_context(|| golden.call.id.to_string());
        figures.count(&golden.call.operation, outcome);
    }
    Ok(figures.finish("parity", operation::count(), None))
}

/// Prints calls for `tools/python-sdk/golden`, one JSON object per line.
pub fn print_calls(rounds: u64) -> Result<ExitCode> {
    for call in made_calls(rounds)? {
        println!("{}", serde_json::to_string(&call)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// What the Rust SDK sends for a call, as `Golden` has it.
fn sent(call: &Call) -> Result<Value> {
    let mock = MockTransport::replying(418, "{}");
    let sender = Sender::new(builder("http://localhost").transport(mock.clone()))?;
    // The response is an error, which does not matter, because the request has been sent.
    let error = sender.send(sender.prepare(call, None)?).err();
    let requests = mock.requests();
    let request = requests.first().with_context(|| anyhow!("{error:?}"))?;
    let path =
        request.uri().path().split('/').map(|part| percent_decode_str(part).decode_utf8_lossy());
    let query = request.uri().query().unwrap_or_default();
    let headers = request.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())));
    let body: Option<Value> = match request.body() {
        body if body.is_empty() => None,
        body => serde_json::from_slice(body)?,
    };
    Ok(json!({
        "method": request.method().as_str(),
        "path": path.collect::<Vec<_>>(),
        "query": form_urlencoded::parse(query.as_bytes()).collect::<Vec<_>>(),
        "headers": headers.collect::<std::collections::BTreeMap<_, _>>(),
        "body": body,
    }))
}
