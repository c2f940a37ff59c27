//! Requests as Prism judges them: a mock server that shares no code with the generator reads the contract by itself.
//!
//! Only requests are judged. Responses are the business of `properties`: those of Prism mix the alternatives of a
//! union, so that a client is right not to read them. `.ci/prism` starts the server and sets `PRISM_URL`;
//! `PRISM_ROUNDS` is the number of requests to each operation.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use http::HeaderMap;
use paygentic_generated::{Client, RetryPolicy};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::Figures;
use super::calls::made_calls;
use crate::arguments::Arguments;
use crate::call::builder;
use crate::case::Call;
use crate::compare::compare;
use crate::contract::{OperationSchemas, operations, published};
use crate::operation;

/// The number of requests to each operation, unless `PRISM_ROUNDS` says otherwise.
const ROUNDS: u64 = 6;

/// Runs the suite.
///
/// # Errors
///
/// The contract cannot be read, `PRISM_URL` is not set, or the server lets everything pass.
pub fn run() -> Result<ExitCode> {
    let url = env::var("PRISM_URL")
        .context("PRISM_URL is not set; use `cargo xtask conformance --only prism`")?;
    let rounds = match env::var("PRISM_ROUNDS") {
        Ok(rounds) => rounds.parse().context("PRISM_ROUNDS is not a number")?,
        Err(_) => ROUNDS,
    };
    let document = published()?;
    let all = operations(&document);
    control(&url, &all)?;
    let known: BTreeMap<&str, &OperationSchemas> =
        all.iter().map(|one| (one.id.as_str(), one)).collect();
    let client = builder(&url, "conformance").retries(RetryPolicy::never()).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let prism = Prism { document: &document, client, runtime };
    let mut called = BTreeSet::new();
    let mut figures = Figures { of: all.len(), ..Figures::default() };
    for call in made_calls(rounds)? {
        let schemas = known.get(call.operation.as_str());
        let schemas = schemas.with_context(|| format!("the overlay adds {}", call.operation))?;
        match prism.judge(&call, schemas) {
            Ok(()) => figures.passed += 1,
            Err(fault) => {
                figures.failed += 1;
                eprintln!("failed: {fault}\n    {}", serde_json::to_string(&call)?);
            }
        }
        called.insert(call.operation);
    }
    figures.operations = called.len();
    figures.print("prism", None);
    Ok(ExitCode::from(u8::from(figures.failed > 0)))
}

struct Prism<'d> {
    document: &'d Value,
    client: Client,
    runtime: Runtime,
}

impl Prism<'_> {
    /// Sends a request. An error says what is wrong with it.
    fn judge(&self, call: &Call, schemas: &OperationSchemas) -> Result<(), String> {
        let operation =
            operation::find(&call.operation).map_err(|failure| failure.message.clone())?;
        let status = schemas.successes.first().map_or(200, |(status, _)| *status);
        let prefer = format!("code={status}");
        let mut arguments = Arguments::new(call).with_header("Prefer", &prefer);
        let prepared = (operation.call)(&self.client, &mut arguments);
        let prepared = prepared.map_err(|failure| failure.message.clone())?;
        // Prism ignores names that the contract does not have.
        if let Some(name) = call.query.keys().find(|name| !prepared.query.contains(name)) {
            return Err(format!("`{name}` is missing in the query"));
        }
        self.same_body(call, schemas, prepared.request.as_deref())?;
        let (received, headers) = match self.runtime.block_on(prepared.response) {
            Ok(success) => (Some(success.status), success.headers),
            // A success that cannot be read has a status too.
            Err(error) => match error.headers() {
                Some(headers) => (error.status().map(|status| status.as_u16()), headers.clone()),
                None => return Err(error.to_string()),
            },
        };
        let violations = violations(&headers)?;
        if !violations.is_empty() {
            return Err(Value::from(violations).to_string());
        }
        match received == Some(status) {
            true => Ok(()),
            false => Err(format!("status {received:?} in place of {status}")),
        }
    }

    /// The body must be sent as it was given. How forms are written is left to Prism.
    fn same_body(
        &self,
        call: &Call,
        schemas: &OperationSchemas,
        sent: Option<&[u8]>,
    ) -> Result<(), String> {
        let (Some(schema), Some(given), false) = (&schemas.request, &call.body, schemas.is_form)
        else {
            return Ok(());
        };
        let read = |text: &[u8]| -> Result<Value, String> {
            serde_json::from_slice(text).map_err(|error| format!("the body is not JSON: {error}"))
        };
        let (given, sent) = (read(given.get().as_bytes())?, read(sent.unwrap_or_default())?);
        match compare(self.document, schema, &given, &sent).first() {
            Some(difference) => Err(format!("the body at {difference}")),
            None => Ok(()),
        }
    }
}

/// What Prism finds wrong with a request. It lists the faults of its own response too.
fn violations(headers: &HeaderMap) -> Result<Vec<Value>, String> {
    let Some(header) = headers.get("sl-violations") else {
        return Ok(Vec::new());
    };
    let listed = listed(header.as_bytes());
    let mut all = listed.ok_or_else(|| format!("cannot read sl-violations: {header:?}"))?;
    all.retain(|violation| !is_of_response(violation));
    Ok(all)
}

/// The violations in a header. Prism cuts off a list that is too long for one; as those of the request come first,
/// none of them is missing where one of the response is left.
fn listed(header: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(header).ok()?;
    let Some(cut) = text.strip_prefix("Too many violations! ") else {
        return serde_json::from_str(text).ok();
    };
    let (whole, _) = cut.rsplit_once(r#",{"location""#)?;
    let all: Vec<Value> = serde_json::from_str(&format!("{whole}]")).ok()?;
    all.iter().any(is_of_response).then_some(all)
}

fn is_of_response(violation: &Value) -> bool {
    violation["location"][0] == "response"
}

/// A server that lets everything pass judges nothing: a request without the body that it needs must be refused.
fn control(url: &str, operations: &[OperationSchemas]) -> Result<()> {
    let needs_body = |one: &&OperationSchemas| one.request_required && one.request.is_some();
    let Some(operation) = operations.iter().find(needs_body) else {
        return Ok(());
    };
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let (method, path) = (operation.method.to_uppercase(), &operation.path);
    let path = path.replace(['{', '}'], "");
    let mut connection = TcpStream::connect(address).context("cannot connect to Prism")?;
    write!(
        connection,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer t\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut response = String::new();
    connection.read_to_string(&mut response)?;
    ensure!(
        response.to_lowercase().contains("sl-violations"),
        "Prism accepts a request to {} without its body, so its judgement is worth nothing",
        operation.id
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_off_has_all_violations_of_the_request() {
        let of = |side: &str| format!(r#"{{"location":["{side}"]}}"#);
        let (request, response) = (of("request"), of("response"));
        let count = |text: String| listed(text.as_bytes()).map(|all| all.len());
        assert_eq!(count(format!("[{request},{request}]")), Some(2));
        let cut = |list: String| count(format!("Too many violations! [{list}"));
        assert_eq!(cut(format!("{request},{response},{{\"location\":[")), Some(2));
        assert_eq!(cut(format!("{request},{request},{{\"location\":[")), None);
        assert_eq!(cut(r#"{"location":["#.to_owned()), None);
        assert_eq!(count("no list".to_owned()), None);
    }
}
