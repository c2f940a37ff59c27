//! What is to be said about a call.

use http::HeaderMap;
use paygentic_generated::{Bytes, Error};
use serde_json::Value;

use super::cases::Planned;
use super::exceptions;
use super::excuse::{forbidden, unreadable};
use crate::bytes;
use crate::case::Call;
use crate::compare::{Difference, Kind, compare, described};
use crate::instances::judge::Judge;
use crate::report::Failure;
use crate::table::Sent;

/// What came of a call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A success.
    Answered(Sent),
    /// What the SDK says.
    Failed(Error),
    /// The arguments do not fit the operation.
    Refused(Failure),
}

/// What is to be said about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Passed,
    /// Prism is wrong, for this reason.
    Excepted(String),
    /// The SDK is wrong, or something that nobody knew before.
    Failed(String),
}

/// Judges a call.
pub(super) fn judge(
    document: &Value,
    judge: &Judge,
    planned: Planned<'_>,
    call: &Call,
    outcome: Outcome,
) -> Verdict {
    match outcome {
        Outcome::Answered(sent) => answered(document, judge, planned, call, &sent),
        Outcome::Failed(error) => failed(document, judge, planned, call, &error),
        Outcome::Refused(failure) => {
            Verdict::Failed(format!("{} ({})", failure.message, told(call)))
        }
    }
}

fn answered(
    document: &Value,
    judge: &Judge,
    planned: Planned<'_>,
    call: &Call,
    sent: &Sent,
) -> Verdict {
    if let Some(fault) = misspelt(document, planned, call, sent) {
        return Verdict::Failed(format!("{fault} ({})", told(call)));
    }
    let excepted = match violations(planned, call, &sent.headers) {
        Ok(excepted) => excepted,
        Err(verdict) => return verdict,
    };
    if sent.status != planned.status {
        return Verdict::Failed(format!("asked for {}, but got {}", planned.status, sent.status));
    }
    let out = match &sent.out {
        Ok(out) => out,
        Err(failure) => return Verdict::Failed(format!("is not encoded: {}", failure.message)),
    };
    let (Some(schema), false) = (planned.schema, sent.body.is_empty()) else {
        return match (planned.schema, out.get()) {
            (None, "null") if sent.body.is_empty() => excepted.into(),
            (None, out) if is_whole(&sent.body, out) => excepted.into(),
            _ => Verdict::Failed(format!("{} bytes of body become {}", sent.body.len(), out.get())),
        };
    };
    let (Ok(raw), Ok(out)) = (serde_json::from_slice(&sent.body), serde_json::from_str(out.get()))
    else {
        return Verdict::Failed("what comes in or out is no JSON".to_owned());
    };
    let found = compare(document, schema, &raw, &out);
    if !found.iter().any(is_wrong) {
        return excepted.into();
    }
    // What nobody describes may be there, but some schemas forbid it: that is not the point here.
    let described = described(document, schema, &raw);
    match forbidden(judge, schema, &described, &out, &found) {
        Some(reason) => Verdict::Excepted(format!("the answer breaks its schema: {reason}")),
        None => {
            let wrong = found.iter().filter(|one| is_wrong(one));
            let told: Vec<String> = wrong.map(Difference::to_string).collect();
            Verdict::Failed(told.join("; "))
        }
    }
}

/// Whether what comes out is the bytes that were received.
fn is_whole(body: &Bytes, out: &str) -> bool {
    bytes::read(out).is_ok_and(|out| out == body)
}

fn failed(
    document: &Value,
    judge: &Judge,
    planned: Planned<'_>,
    call: &Call,
    error: &Error,
) -> Verdict {
    if let Some(Err(verdict)) = error.headers().map(|headers| violations(planned, call, headers)) {
        return verdict;
    }
    let message = format!("{error} ({}; {})", error.body_text(), told(call));
    let (Some(schema), Some(path)) = (planned.schema, error.decode_path()) else {
        return Verdict::Failed(message);
    };
    let raw = serde_json::from_slice(error.body()).ok();
    let described = raw.map(|raw| described(document, schema, &raw));
    let reason = described.and_then(|raw| unreadable(judge, schema, &raw, &pointer(path)));
    match reason {
        Some(reason) => Verdict::Excepted(format!("the answer breaks its schema: {reason}")),
        None => Verdict::Failed(message),
    }
}

/// An answer may have what no schema describes; and to a model, null and nothing are the same.
pub(super) fn is_wrong(found: &Difference) -> bool {
    !matches!(found.kind, Kind::LostNull | Kind::Undescribed)
}

/// What does not arrive as it was given: Prism passes over names that the contract does not have.
fn misspelt(document: &Value, planned: Planned<'_>, call: &Call, sent: &Sent) -> Option<String> {
    if let Some(name) = call.query.keys().find(|name| !sent.query.contains(name)) {
        return Some(format!("`{name}` is not in the query"));
    }
    let schema = planned.operation.request.as_ref()?;
    // What becomes of a form is Prism's to say.
    if planned.operation.is_form {
        return None;
    }
    let given = serde_json::from_str(call.body.as_ref()?.get()).ok()?;
    let sent = serde_json::from_slice(sent.request.as_deref().unwrap_or(b"null"));
    let Ok(sent) = sent else {
        return Some("the body is no JSON".to_owned());
    };
    let differences = compare(document, schema, &given, &sent);
    Some(format!("the body at {}", differences.first()?))
}

/// What Prism finds wrong with the request: the reason if it is mistaken.
fn violations(
    planned: Planned<'_>,
    call: &Call,
    headers: &HeaderMap,
) -> Result<Option<&'static str>, Verdict> {
    let Some(header) = headers.get("sl-violations") else {
        return Ok(None);
    };
    let Some(mut all) = listed(header.as_bytes()) else {
        return Err(Verdict::Failed(format!("sl-violations is {header:?}")));
    };
    // It lists its own answers' faults too: it makes up ids such as `string`.
    all.retain(|violation| !is_of_answer(violation));
    let mut reason = None;
    for violation in &all {
        reason = exceptions::request(&planned.operation.id, violation, call);
        if reason.is_none() {
            return Err(Verdict::Failed(format!("{violation} ({})", told(call))));
        }
    }
    Ok(reason)
}

/// The violations in a header. Prism cuts off a list that is too long for one; as those of the request come first, none
/// of them is missing where one of the answer is left.
fn listed(header: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(header).ok()?;
    let Some(cut) = text.strip_prefix("Too many violations! ") else {
        return serde_json::from_str(text).ok();
    };
    let (whole, _) = cut.rsplit_once(r#",{"location""#)?;
    let all: Vec<Value> = serde_json::from_str(&format!("{whole}]")).ok()?;
    all.iter().any(is_of_answer).then_some(all)
}

fn is_of_answer(violation: &Value) -> bool {
    violation["location"][0] == "response"
}

impl From<Option<&str>> for Verdict {
    fn from(reason: Option<&str>) -> Self {
        reason.map_or(Self::Passed, |reason| Self::Excepted(reason.to_owned()))
    }
}

/// The arguments, to be given to the door `call`.
fn told(call: &Call) -> String {
    let part = |name: &str, all: &std::collections::BTreeMap<String, crate::case::Raw>| {
        let all: Vec<_> = all.iter().map(|(name, value)| format!("{name:?}: {value}")).collect();
        format!("{name:?}: {{{}}}", all.join(", "))
    };
    format!(
        "{{{}, {}, {}, \"body\": {}}}",
        part("path", &call.path),
        part("query", &call.query),
        part("header", &call.header),
        call.body.as_ref().map_or("null", |body| body.get())
    )
}

/// The path of a decoding error as a JSON pointer: `data[3].id` is `/data/3/id`.
fn pointer(path: &str) -> String {
    let path = path.replace('[', ".").replace(']', "");
    let parts = path.split('.').filter(|part| !part.is_empty());
    parts.map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_off_tells_all_of_the_request() {
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

    #[test]
    fn paths_become_pointers() {
        assert_eq!(pointer("data[3].itemId"), "/data/3/itemId");
        assert_eq!(pointer(""), "");
    }
}
