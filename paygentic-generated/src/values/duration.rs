//! Durations as in ISO 8601.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Span;
use jiff::fmt::temporal::SpanParser;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::codec::{Blank, Field, Filling};

/// A duration as in ISO 8601, such as `P1M` or `PT15M`, kept as it was sent.
///
/// Two of them are equal if their texts are: how long a month is depends on when it starts.
///
/// ```
/// use paygentic_generated::IsoDuration;
///
/// assert_eq!(IsoDuration::days(7).as_str(), "P7D");
/// assert_eq!("P1M".parse::<IsoDuration>()?, IsoDuration::months(1));
/// assert_eq!(IsoDuration::days(7).to_span()?.get_days(), 7);
/// # Ok::<(), paygentic_generated::DurationError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IsoDuration(String);

impl IsoDuration {
    /// A number of years.
    pub fn years(number: u32) -> Self {
        IsoDuration(format!("P{number}Y"))
    }

    /// A number of months.
    pub fn months(number: u32) -> Self {
        IsoDuration(format!("P{number}M"))
    }

    /// A number of weeks.
    pub fn weeks(number: u32) -> Self {
        IsoDuration(format!("P{number}W"))
    }

    /// A number of days.
    pub fn days(number: u32) -> Self {
        IsoDuration(format!("P{number}D"))
    }

    /// A number of hours.
    pub fn hours(number: u32) -> Self {
        IsoDuration(format!("PT{number}H"))
    }

    /// A number of minutes.
    pub fn minutes(number: u32) -> Self {
        IsoDuration(format!("PT{number}M"))
    }

    /// A number of seconds.
    pub fn seconds(number: u32) -> Self {
        IsoDuration(format!("PT{number}S"))
    }

    /// The duration as text, as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The duration in years, months, days and so on, to calculate with.
    ///
    /// # Errors
    ///
    /// The server may send text that is no duration of ISO 8601; it is kept, and is an error here.
    pub fn to_span(&self) -> Result<Span, DurationError> {
        static PARSER: SpanParser = SpanParser::new();
        PARSER.parse_span(&self.0).map_err(|source| DurationError {
            text: self.0.clone(),
            source,
        })
    }
}

/// The text is no duration of ISO 8601.
#[derive(Clone, Debug)]
pub struct DurationError {
    text: String,
    source: jiff::Error,
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no duration; write one as in `P1M` or `PT15M`",
            self.text
        )
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
        let duration = IsoDuration(text.to_owned());
        duration.to_span()?;
        Ok(duration)
    }
}

impl TryFrom<&str> for IsoDuration {
    type Error = DurationError;

    fn try_from(text: &str) -> Result<Self, DurationError> {
        text.parse()
    }
}

impl From<Duration> for IsoDuration {
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs();
        let text = match duration.subsec_nanos() {
            0 => format!("PT{seconds}S"),
            nanos => format!(
                "PT{seconds}.{}S",
                format!("{nanos:09}").trim_end_matches('0')
            ),
        };
        IsoDuration(text)
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(IsoDuration)
    }
}

impl Field for IsoDuration {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Blank for IsoDuration {
    fn blank() -> Self {
        IsoDuration(String::new())
    }

    fn made<F: Filling>() -> Self {
        F::or(Self::blank, || IsoDuration("P1M".to_owned()))
    }
}
