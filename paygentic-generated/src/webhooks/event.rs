//! Reads the event from the body of a delivery.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::error::WebhookError;
use super::event_type::WebhookEventType;
use crate::json::{self, DecodeError};

type Fields = BTreeMap<String, Box<RawValue>>;

/// The event of a webhook delivery.
#[derive(Clone)]
pub struct WebhookEvent {
    id: String,
    sent_at: Timestamp,
    event_type: WebhookEventType,
    event_id: Option<String>,
    timestamp: Option<Timestamp>,
    data: Option<Box<RawValue>>,
}

impl WebhookEvent {
    /// Reads a body. Only the type is required: an event is useful without the other fields.
    pub(super) fn read(id: &str, sent_at: Timestamp, body: &[u8]) -> Result<Self, WebhookError> {
        let fields: Fields = json::read_as(body).map_err(|error| WebhookError::event(&error))?;
        let event_type: Option<String> = field(&fields, "eventType")?;
        let missing = || WebhookError::event(&DecodeError::missing("eventType"));
        Ok(WebhookEvent {
            id: id.to_owned(),
            sent_at,
            event_type: event_type.ok_or_else(missing)?.into(),
            event_id: event_id(&fields)?,
            // An invalid time is not a reason to reject the event.
            timestamp: field::<String>(&fields, "timestamp")
                .ok()
                .flatten()
                .and_then(|text| text.parse().ok()),
            data: fields.get("data").cloned(),
        })
    }

    /// The id of the message, from its header. It is unique to the message and the same for all its repeats: store it
    /// to recognize duplicates.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When this delivery was signed, to the second.
    pub fn sent_at(&self) -> Timestamp {
        self.sent_at
    }

    /// The type of the event.
    pub fn event_type(&self) -> &WebhookEventType {
        &self.event_type
    }

    /// The `eventId` of the body. A number is given as its text.
    pub fn event_id(&self) -> Option<&str> {
        self.event_id.as_deref()
    }

    /// When the event happened: the `timestamp` of the body, if it is a valid time.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// Decodes the `data` of the event into a type: `serde_json::Value`, a type of this crate, or one of your own.
    /// The format of the data is not part of the published API.
    ///
    /// # Errors
    ///
    /// The data does not fit the type. The error names the location, but no value.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, WebhookError> {
        read("data", self.data_json())
    }

    /// The `data` of the event as JSON text, as it was received; `null` if there is none.
    pub fn data_json(&self) -> &str {
        self.data.as_deref().map_or("null", RawValue::get)
    }
}

fn event_id(fields: &Fields) -> Result<Option<String>, WebhookError> {
    let value = fields.get("eventId").map(|value| value.get());
    let number = value.filter(|text| text.starts_with(|c: char| c == '-' || c.is_ascii_digit()));
    number.map_or_else(|| field(fields, "eventId"), |number| Ok(Some(number.to_owned())))
}

fn field<T: DeserializeOwned>(fields: &Fields, key: &str) -> Result<Option<T>, WebhookError> {
    let value = fields.get(key).map_or("null", |value| value.get());
    read(key, value)
}

fn read<T: DeserializeOwned>(key: &str, value: &str) -> Result<T, WebhookError> {
    json::read_as(value.as_bytes())
        .map_err(|error| WebhookError::InvalidEvent(format!("in `{key}`: {error}")))
}

/// Omits the data, which may be personal.
impl fmt::Debug for WebhookEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookEvent")
            .field("id", &self.id)
            .field("event_type", &self.event_type)
            .field("event_id", &self.event_id)
            .field("timestamp", &self.timestamp)
            .field("data_length", &self.data_json().len())
            .finish_non_exhaustive()
    }
}
