//! Durations as in ISO 8601.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Span;
use jiff::fmt::temporal::SpanParser;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serialize, Serializer};

use crate::codec::{Field, Initial, InitialKind, Literal};
use crate::error::text::{MAX_SHOWN, safe};

/// A duration as in ISO 8601, such as `P1M` or `PT15M`, kept as it was sent.
///
/// Two durations are equal if their texts are, because the length of a month depends on its start.
///
/// ```
/// use paygentic_generated::IsoDuration;
///
/// assert_eq!(IsoDuration::days(7).as_str(), "P7D");
/// assert_eq!("P1M".parse::<IsoDuration>()?, IsoDuration::months(1));
/// assert_eq!(IsoDuration::days(7).to_span()?.get_days(), 7);
/// # Ok::<(), paygentic_generated::DurationError>(())
/// ```
///
/// Where the SDK takes an `IsoDuration`, it takes text (`"PT15M"`), a [`std::time::Duration`] and a
/// [`jiff::Span`](Span) too. Text that is not a duration is refused by the call before anything is sent,
/// and the error names the field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IsoDuration {
    text: String,
    /// Set by the caller, and not a duration: it cannot be sent.
    is_refused: bool,
}

impl IsoDuration {
    /// A number of years.
    pub fn years(number: u32) -> Self {
        IsoDuration::unchecked(format!("P{number}Y"))
    }

    /// A number of months.
    pub fn months(number: u32) -> Self {
        IsoDuration::unchecked(format!("P{number}M"))
    }

    /// A number of weeks.
    pub fn weeks(number: u32) -> Self {
        IsoDuration::unchecked(format!("P{number}W"))
    }

    /// A number of days.
    pub fn days(number: u32) -> Self {
        IsoDuration::unchecked(format!("P{number}D"))
    }

    /// A number of hours.
    pub fn hours(number: u32) -> Self {
        IsoDuration::unchecked(format!("PT{number}H"))
    }

    /// A number of minutes.
    pub fn minutes(number: u32) -> Self {
        IsoDuration::unchecked(format!("PT{number}M"))
    }

    /// A number of seconds.
    pub fn seconds(number: u32) -> Self {
        IsoDuration::unchecked(format!("PT{number}S"))
    }

    fn unchecked(text: String) -> Self {
        IsoDuration { text, is_refused: false }
    }

    /// The duration as text, as it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The duration in years, months, days and so on, to calculate with.
    ///
    /// # Errors
    ///
    /// The server may send text that is not an ISO 8601 duration; it is kept, and is an error here.
    pub fn to_span(&self) -> Result<Span, DurationError> {
        static PARSER: SpanParser = SpanParser::new();
        PARSER
            .parse_span(&self.text)
            .map_err(|source| DurationError { text: self.text.clone(), source })
    }
}

/// The text is not an ISO 8601 duration.
#[derive(Clone, Debug)]
pub struct DurationError {
    text: String,
    source: jiff::Error,
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The server may have sent it.
        let text = safe(&self.text, MAX_SHOWN);
        write!(f, "`{text}` is not a duration; write one as in `P1M` or `PT15M`")
    }
}

impl std::error::Error for DurationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl FromStr for IsoDuration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let duration = IsoDuration::unchecked(text.to_owned());
        duration.to_span()?;
        Ok(duration)
    }
}

/// Any text is accepted: if it is not a duration, the call that would send it fails, with the
/// name of the field. To check it at once, use `parse`.
impl From<&str> for IsoDuration {
    fn from(text: &str) -> Self {
        text.parse().unwrap_or_else(|error: DurationError| IsoDuration {
            text: error.text,
            is_refused: true,
        })
    }
}

/// As from `&str`.
impl From<String> for IsoDuration {
    fn from(text: String) -> Self {
        IsoDuration::from(text.as_str())
    }
}

impl From<&IsoDuration> for IsoDuration {
    fn from(duration: &IsoDuration) -> Self {
        duration.clone()
    }
}

impl From<Span> for IsoDuration {
    fn from(span: Span) -> Self {
        IsoDuration::unchecked(span.to_string())
    }
}

impl From<Duration> for IsoDuration {
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs();
        let text = match duration.subsec_nanos() {
            0 => format!("PT{seconds}S"),
            nanos => format!("PT{seconds}.{}S", format!("{nanos:09}").trim_end_matches('0')),
        };
        IsoDuration::unchecked(text)
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.invalid_reason() {
            None => serializer.serialize_str(&self.text),
            Some(reason) => Err(S::Error::custom(reason)),
        }
    }
}

impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(IsoDuration::unchecked)
    }
}

impl Field for IsoDuration {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn invalid_reason(&self) -> Option<String> {
        let error = self.is_refused.then(|| self.to_span().err())??;
        Some(error.to_string())
    }

    fn equals(&self, literal: Literal) -> bool {
        literal.is_text(&self.text)
    }
}

impl Initial for IsoDuration {
    fn initial() -> Self {
        IsoDuration::unchecked(String::new())
    }

    fn initial_or_sample<F: InitialKind>() -> Self {
        F::choose(Self::initial, || IsoDuration::unchecked("P1M".to_owned()))
    }
}
