//! What is printed for a case.

use std::ops::{Deref, DerefMut};

use paygentic_generated::Error;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The line that answers a case.
#[derive(Debug, Serialize)]
pub struct Report {
    id: Value,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

/// What came of a case that went well.
#[derive(Debug)]
pub struct Answer {
    /// The status of the response, if something was sent.
    pub status: Option<u16>,
    /// The value, encoded again.
    pub out: Box<RawValue>,
}

/// Why a case did not go well.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Failure(Box<Details>);

/// What there is to say about a failure.
#[derive(Debug, Default, Serialize)]
pub struct Details {
    /// `case` if the case itself is not right, `decode`, `encode`, or what the SDK says: `request`,
    /// `connect`, `timeout`, `transport`, `status`, `decode`.
    pub kind: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// The line in the file, if it holds no case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The status of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where in the response reading failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The code that the SDK found in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The explanation that the SDK found in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The body of the response; a text if it is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The body, taken through the type that the operation declares for this error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<Box<RawValue>>,
}

impl Report {
    /// The line for a case with this id.
    pub fn new(id: Value, result: Result<Answer, Failure>) -> Self {
        let (ok, status, out, error) = match result {
            Ok(answer) => (true, answer.status, Some(answer.out), None),
            Err(failure) => (false, None, None, Some(failure)),
        };
        Self { id, ok, status, out, error }
    }
}

impl Failure {
    /// The case itself is not right.
    pub fn case(message: impl Into<String>) -> Self {
        Self::of("case", message)
    }

    /// JSON does not fit the type.
    pub fn decode(error: &serde_json::Error) -> Self {
        Self::of("decode", error.to_string())
    }

    /// A value cannot be written as JSON.
    pub fn encode(error: &serde_json::Error) -> Self {
        Self::of("encode", error.to_string())
    }

    fn of(kind: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Details { kind, message: message.into(), ..Details::default() }))
    }

    /// The line that holds no case.
    pub(crate) fn at_line(mut self, number: usize) -> Self {
        self.line = Some(number);
        self
    }
}

impl Deref for Failure {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

/// What the SDK says.
impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let body = (!error.body().is_empty()).then(|| {
            serde_json::from_slice(error.body())
                .unwrap_or_else(|_| Value::String(error.body_text().into_owned()))
        });
        Self(Box::new(Details {
            kind: kind(error),
            message: error.to_string(),
            status: error.status().map(|status| status.as_u16()),
            path: error.decode_path().map(str::to_owned),
            code: error.code().map(str::to_owned),
            explanation: error.message().map(str::to_owned),
            body,
            ..Details::default()
        }))
    }
}

fn kind(error: &Error) -> &'static str {
    if error.is_invalid_request() {
        "request"
    } else if error.is_decode() {
        "decode"
    } else if error.is_connect() {
        "connect"
    } else if error.is_timeout() {
        "timeout"
    } else if error.status().is_some() {
        "status"
    } else {
        "transport"
    }
}
