//! Reads a document over HTTP. Code is generated from what arrives, so the response is not trusted.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use ureq::http::{Response, Uri, header};
use ureq::{Agent, Body, Timeout};

use super::Limits;

/// The bytes at an `https://` address (or `http://` on the loopback interface). Every error names the address.
pub fn download(address: &str, limits: &Limits) -> Result<Vec<u8>> {
    follow(address, limits).with_context(|| format!("cannot fetch {address}"))
}

fn follow(address: &str, limits: &Limits) -> Result<Vec<u8>> {
    let start = Instant::now();
    let mut uri = permitted(address, None)?;
    for _ in 0..=limits.redirects {
        let left = limits.total.saturating_sub(start.elapsed());
        let response = request(&uri, left, limits).map_err(|error| explain(error, limits))?;
        if !response.status().is_redirection() {
            return body(response, limits);
        }
        let target = redirect_target(&response, &uri)?;
        uri = permitted(&target, Some(&uri)).context("refused a redirect")?;
    }
    bail!("more than {} redirects, the last one to {uri}", limits.redirects)
}

fn request(uri: &Uri, left: Duration, limits: &Limits) -> Result<Response<Body>, ureq::Error> {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        // Redirects are followed here, one by one, because each has to be judged.
        .max_redirects(0)
        .timeout_connect(Some(limits.connect.min(left)))
        .timeout_global(Some(left));
    if is_loopback(uri) {
        config = config.proxy(None);
    }
    let agent: Agent = config.build().into();
    agent.get(uri).header(header::ACCEPT, "application/json, application/yaml, text/plain").call()
}

/// The address as a URI, if it may be requested: TLS always; plain HTTP only for a server on this machine, which
/// no redirect from elsewhere may name.
fn permitted(address: &str, previous: Option<&Uri>) -> Result<Uri> {
    let uri: Uri = address.parse().with_context(|| format!("`{address}` is not an address"))?;
    let authority = uri.authority().with_context(|| format!("`{address}` does not name a host"))?;
    // It would be recorded in the repository, which is public.
    ensure!(
        !authority.as_str().contains('@'),
        "the address holds a user name or password; leave it out"
    );
    let from_here = previous.is_none_or(|previous| previous.scheme_str() == Some("http"));
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_loopback(&uri) && from_here => Ok(uri),
        _ => bail!("{uri} is not an https:// address; nothing else is safe to generate code from"),
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}

fn redirect_target(response: &Response<Body>, base: &Uri) -> Result<String> {
    let status = response.status();
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location =
        location.ok_or_else(|| anyhow!("responded with {status} without a `Location`"))?;
    let scheme = base.scheme_str().unwrap_or_default();
    let authority = base.authority().map(|authority| authority.as_str()).unwrap_or_default();
    match location {
        _ if location.starts_with("//") => Ok(format!("{scheme}:{location}")),
        _ if location.starts_with('/') => Ok(format!("{scheme}://{authority}{location}")),
        _ if has_scheme(location) => Ok(location.to_owned()),
        _ if location.starts_with('?') => {
            Ok(format!("{scheme}://{authority}{}{location}", base.path()))
        }
        _ if location.split(['/', '?']).any(|segment| segment == "..") => {
            bail!("redirected with {status} to `{location}`, which is not a complete address")
        }
        _ => {
            let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            Ok(format!("{scheme}://{authority}{folder}/{location}"))
        }
    }
}

fn has_scheme(location: &str) -> bool {
    let scheme = location.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn body(mut response: Response<Body>, limits: &Limits) -> Result<Vec<u8>> {
    let status = response.status();
    ensure!(status.as_u16() == 200, "responded with {status}, not 200 OK");
    let announced = response.body().content_length();
    ensure!(
        announced.is_none_or(|length| length <= limits.bytes),
        "is larger than {} bytes",
        limits.bytes
    );
    let content_type =
        response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let html = content_type.is_some_and(|value| value.contains("html"));
    let bytes = response
        .body_mut()
        .with_config()
        .limit(limits.bytes)
        .read_to_vec()
        .map_err(|error| explain(error, limits))?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    ensure!(!html && first != Some(&b'<'), "responded with a web page, not an OpenAPI document");
    ensure!(first.is_some(), "responded with an empty body");
    let received = bytes.len() as u64;
    if let Some(length) = announced.filter(|length| *length != received) {
        bail!("was cut off: {received} of {length} bytes were received");
    }
    Ok(bytes)
}

/// The error of the HTTP library as a readable message.
fn explain(error: ureq::Error, limits: &Limits) -> anyhow::Error {
    let explanation = match &error {
        ureq::Error::BodyExceedsLimit(_) => format!("is larger than {} bytes", limits.bytes),
        ureq::Error::Timeout(Timeout::Connect) => {
            format!("no connection within {:?}", limits.connect)
        }
        ureq::Error::Timeout(_) => format!("took longer than {:?}", limits.total),
        ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
            "was cut off".to_owned()
        }
        _ => return error.into(),
    };
    anyhow::Error::new(error).context(explanation)
}
