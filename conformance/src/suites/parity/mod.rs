//! Compares requests with those that the vendor's own SDK sends.
//!
//! `golden.jsonl` holds calls, and what the official Python SDK sends for each; `tools/python-sdk/golden` renews it
//! when that package or the contract has a new version. So the suite needs neither Python nor a server: the same
//! calls go through the Rust SDK, and the requests are compared.

mod compare;

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use paygentic_generated::testing::MockTransport;
use paygentic_generated::{Client, RetryPolicy};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Map, Value};

use self::compare::{Difference, differences};
use super::Figures;
use super::calls::made_calls;
use crate::arguments::Arguments;
use crate::call::builder;
use crate::case::Call;
use crate::operation;

/// The calls, and what the Python SDK sends.
const GOLDEN: &str = include_str!("golden.jsonl");

/// A call, and the request that it must lead to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    call: Call,
    sent: Request,
}

/// A request on the wire.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    /// Decoded segments.
    path: Vec<String>,
    /// Decoded names and values, in order.
    #[serde(default)]
    query: Vec<(String, String)>,
    /// Those that are compared.
    headers: Map<String, Value>,
    /// The JSON body.
    #[serde(default)]
    body: Option<Value>,
}

/// Runs the suite.
///
/// # Errors
///
/// A line of the file cannot be read.
pub fn run() -> Result<ExitCode> {
    let mut figures = Figures { of: operation::count(), ..Figures::default() };
    let mut compared = BTreeSet::new();
    for (number, line) in GOLDEN.lines().enumerate() {
        let golden: Golden = serde_json::from_str(line)
            .with_context(|| format!("invalid line {} of golden.jsonl", number + 1))?;
        let call = &golden.call;
        match sent(call) {
            Ok(request) => {
                let found = differences(&golden.sent, &request);
                let wrong: Vec<&Difference> = found.iter().filter(|one| !one.is_allowed).collect();
                for one in &wrong {
                    eprintln!("failed: {}: {one}", call.id);
                }
                match (found.is_empty(), wrong.is_empty()) {
                    (true, _) => figures.passed += 1,
                    (_, true) => figures.excepted += 1,
                    _ => figures.failed += 1,
                }
            }
            Err(why) => {
                figures.failed += 1;
                eprintln!(
                    "failed: {}: {why}; if the contract has changed, run tools/python-sdk/golden",
                    call.id
                );
            }
        }
        compared.insert(golden.call.operation);
    }
    figures.operations = compared.len();
    figures.print("parity", None);
    Ok(ExitCode::from(u8::from(figures.failed > 0)))
}

/// Prints calls for `tools/python-sdk/golden`, one JSON object a line.
///
/// # Errors
///
/// The contract cannot be read.
pub fn print_calls(rounds: u64) -> Result<()> {
    for call in made_calls(rounds)? {
        println!("{}", serde_json::to_string(&call)?);
    }
    Ok(())
}

/// What the Rust SDK sends for a call.
fn sent(call: &Call) -> Result<Request> {
    let mock = MockTransport::replying(418, "{}");
    let client: Client = builder("http://localhost", "parity")
        .retries(RetryPolicy::never())
        .transport(mock.clone())
        .build()?;
    let refused = |failure: crate::report::Failure| anyhow::Error::msg(failure.message.clone());
    let operation = operation::find(&call.operation).map_err(refused)?;
    let prepared = (operation.call)(&client, &mut Arguments::new(call)).map_err(refused)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // The response is an error, which does not matter, because the request has been sent.
    let error = runtime.block_on(prepared.response).err().map(|error| error.to_string());
    let requests = mock.requests();
    let request = requests.first().with_context(|| error.unwrap_or_default())?;
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = request.uri().query().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
    });
    let headers = request.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), Value::from(value))
    });
    let body = request.body();
    Ok(Request {
        method: request.method().to_string(),
        path: request.uri().path().split('/').map(decode).collect(),
        query: pairs.collect(),
        headers: headers.collect(),
        body: (!body.is_empty()).then(|| serde_json::from_slice(body)).transpose()?,
    })
}
