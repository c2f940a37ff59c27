//! Reads what the headers of a response say about a failure: its id, wait, redirect and coding.

use std::time::Duration;

use http::{HeaderMap, Uri, header};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::rfc2822};

/// The service's id of the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-correlation-id"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// The wait from `Retry-After`: the longest, if there are several.
///
/// A value that cannot be read is `Duration::MAX`: it is certain that the service asks to wait.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::RETRY_AFTER).iter();
    values.map(|value| value.to_str().ok().and_then(read_wait).unwrap_or(Duration::MAX)).max()
}

fn read_wait(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Some(date) = read_date(text) {
        return Some(Duration::try_from(date.duration_since(Timestamp::now())).unwrap_or_default());
    }
    // Proxies join headers that occur twice.
    let waits: Option<Vec<Duration>> =
        text.split(',').map(|part| read_seconds(part.trim())).collect();
    waits?.into_iter().max()
}

/// A number of seconds, of any size; fractions count.
fn read_seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole = whole.strip_prefix('+').unwrap_or(whole);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let part = format!("0.{fraction}").parse().unwrap_or(0.0);
    // A number that does not fit into 64 bits counts as the largest one.
    let seconds = Duration::from_secs(whole.parse().unwrap_or(u64::MAX));
    Some(seconds.saturating_add(Duration::from_secs_f64(part)))
}

/// A date in one of the three formats of HTTP; the day of the week is ignored.
fn read_date(text: &str) -> Option<Timestamp> {
    if let Ok(date) = rfc2822::parse(text) {
        return Some(date.timestamp());
    }
    let (weekday, date) = text.split_once(' ')?;
    if !weekday.trim_end_matches(',').bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let forms = ["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%b %d %H:%M:%S %Y"];
    let date = forms.iter().find_map(|form| DateTime::strptime(form, date.trim()).ok())?;
    TimeZone::UTC.to_timestamp(date).ok()
}

/// Where a response redirects to: only the server, because the rest may contain secrets.
pub(super) fn redirect(headers: &HeaderMap) -> Option<String> {
    let location = headers.get(header::LOCATION)?;
    let server = location.to_str().ok().and_then(server);
    Some(server.unwrap_or_else(|| "another path".to_owned()))
}

/// The server of an address, which may have no scheme.
fn server(address: &str) -> Option<String> {
    let target: Uri = match address.starts_with("//") {
        true => format!("https:{address}").parse().ok()?,
        false => address.parse().ok()?,
    };
    let host = target.authority()?.as_str().rsplit('@').next()?;
    Some(match address.starts_with("//") {
        true => format!("//{host}"),
        false => format!("{}://{host}", target.scheme_str()?),
    })
}

/// How a body is compressed, if it is. No coding was requested; a transport that requests one decodes it.
pub(crate) fn content_coding(headers: &HeaderMap) -> Option<String> {
    let mut codings = Vec::new();
    for value in headers.get_all(header::CONTENT_ENCODING) {
        let value = String::from_utf8_lossy(value.as_bytes()).to_lowercase();
        let named = value.split(',').map(str::trim).filter(|name| !is_no_coding(name));
        codings.extend(named.map(str::to_owned));
    }
    (!codings.is_empty()).then(|| super::text::safe(&codings.join(", "), 40))
}

/// Values that servers and storage services send without compressing anything.
fn is_no_coding(name: &str) -> bool {
    let nothing = ["", "identity", "none", "null", "utf-8", "utf8", "us-ascii", "ascii"];
    let transfer = ["7bit", "8bit", "binary", "chunked", "aws-chunked", "text", "json"];
    nothing.contains(&name) || transfer.contains(&name) || name.starts_with("iso-8859")
}
