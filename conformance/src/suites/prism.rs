//! The suite `prism`: a mock server that shares no code with the generator validates requests by the contract.
//!
//! Only requests are judged. Responses are covered by `properties`: those of Prism mix the alternatives of a
//! union, so that a client is right not to read them. `.ci/prism` starts the server and sets `PRISM_URL`;
//! `PRISM_ROUNDS` is the number of requests to each operation.

use std::collections::BTreeMap;
use std::env;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail, ensure};

use super::Figures;
use super::calls::{Sender, builder, made_calls};
use crate::case::Call;
use crate::contract::{OperationSchemas, operations, published};

/// The number of requests to each operation, unless `PRISM_ROUNDS` says otherwise.
const ROUNDS: u64 = 6;

pub fn run() -> Result<ExitCode> {
    let url = env::var("PRISM_URL")
        .context("PRISM_URL is not set; use `cargo xtask conformance --only prism`")?;
    let rounds = match env::var("PRISM_ROUNDS") {
        Ok(rounds) => rounds.parse().context("PRISM_ROUNDS is not a number")?,
        Err(_) => ROUNDS,
    };
    let all = operations(&published()?);
    control(&url, &all)?;
    let statuses: BTreeMap<&str, u16> = all
        .iter()
        .map(|one| (one.id.as_str(), one.successes.first().map_or(200, |(status, _)| *status)))
        .collect();
    let sender = Sender::new(builder(&url))?;
    let mut figures = Figures::default();
    for call in made_calls(rounds)? {
        let status = statuses.get(call.operation.as_str());
        let status =
            status.with_context(|| format!("the published document has no {}", call.operation))?;
        let shown = serde_json::to_string(&call)?;
        let outcome = judge(&sender, &call, *status).map(|()| true);
        let outcome = outcome.map_err(|error| anyhow!("{error:#}\n    {shown}"));
        figures.count(&call.operation, outcome);
    }
    Ok(figures.finish("prism", all.len(), None))
}

/// Sends a request. An error describes what is wrong with it.
fn judge(sender: &Sender, call: &Call, status: u16) -> Result<()> {
    let prefer = format!("code={status}");
    let prepared = sender.prepare(call, Some(("Prefer", &prefer)))?;
    // Prism ignores names that the contract does not have, and does not notice that an optional body is missing.
    if let Some(name) = call.query.keys().find(|name| !prepared.query.contains(name)) {
        bail!("`{name}` is missing in the query");
    }
    ensure!(prepared.has_body || call.body.is_none(), "the body is not sent");
    let (received, headers) = match sender.send(prepared) {
        Ok(success) => (Some(success.status), success.headers),
        // A success that cannot be read has a status too.
        Err(error) => {
            let headers = error.headers().with_context(|| error.to_string())?.clone();
            (error.status().map(|status| status.as_u16()), headers)
        }
    };
    if let Some(header) = headers.get("sl-violations") {
        let header = std::str::from_utf8(header.as_bytes())?;
        ensure!(!is_of_request(header)?, "{header}");
    }
    ensure!(received == Some(status), "status {received:?} instead of {status}");
    Ok(())
}

/// Whether Prism finds something wrong with the request, and not only with its own response. It cuts off a list that is
/// too long; those of the request come first.
fn is_of_request(violations: &str) -> Result<bool> {
    let mut locations = violations.split(r#"{"location":[""#).skip(1).peekable();
    ensure!(locations.peek().is_some(), "cannot read sl-violations: {violations}");
    Ok(locations.any(|rest| !rest.starts_with("response") && !"response".starts_with(rest)))
}

/// A server that accepts everything proves nothing: a request without the body that it requires must be reported.
fn control(url: &str, operations: &[OperationSchemas]) -> Result<()> {
    let needs_body = |one: &&OperationSchemas| one.request_required && one.request.is_some();
    let Some(operation) = operations.iter().find(needs_body) else {
        return Ok(());
    };
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let (method, path) = (operation.method.to_uppercase(), &operation.path);
    let path = path.replace(['{', '}'], "");
    let reports = |authorization: &str| -> Result<bool> {
        let mut connection = TcpStream::connect(address).context("cannot connect to Prism")?;
        write!(
            connection,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {authorization}\r\n\
             Content-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        let mut response = String::new();
        connection.read_to_string(&mut response)?;
        Ok(response.to_lowercase().contains("sl-violations"))
    };
    // Without the credentials that a document requires, Prism does not look at the body.
    ensure!(
        reports("Bearer t")? || reports("Basic dDp0")?,
        "Prism accepts a request to {} without its body, so this suite proves nothing",
        operation.id
    );
    Ok(())
}
