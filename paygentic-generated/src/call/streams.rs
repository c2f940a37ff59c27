//! Calls whose response is a stream of values.

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;

use super::{Call, Received};
use crate::codec::Field;
use crate::error::Error;
use crate::events::{EventStream, Frames, ReadFrame, read};
use crate::json::DecodeError;
use crate::operation::Operation;

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl<'c, C, T> Call<'c, C, EventStream<C, T>> {
    /// Server-sent events whose data is JSON.
    pub(crate) fn events(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Field,
    {
        Call::streamed(client, operation, |received| open_events(received, read::data))
    }

    /// Server-sent events whose data is text.
    pub(crate) fn text_events(client: &'c C, operation: &'static Operation) -> Self
    where
        T: From<String>,
    {
        Call::streamed(client, operation, |received| open_events(received, read::text))
    }

    /// Server-sent events of which the value is the whole: an object of `event`, `id`, `retry` and
    /// `data`.
    pub(crate) fn whole_events(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Field,
    {
        Call::streamed(client, operation, |received| open_events(received, read::event))
    }

    /// Likewise, and the data is text.
    pub(crate) fn whole_text_events(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Field,
    {
        Call::streamed(client, operation, |received| open_events(received, read::event_of_text))
    }

    /// A value of JSON on each line.
    pub(crate) fn lines(
        client: &'c C,
        operation: &'static Operation,
        content_type: &'static str,
    ) -> Self
    where
        T: Field,
    {
        let mut call = Call::new(client, operation, content_type, |received| {
            open(received, Frames::lines, read::data)
        });
        call.outgoing.is_streamed = true;
        call
    }

    fn streamed(
        client: &'c C,
        operation: &'static Operation,
        open: super::Decode<EventStream<C, T>>,
    ) -> Self {
        let mut call = Call::new(client, operation, "text/event-stream", open);
        call.outgoing.is_streamed = true;
        call
    }
}

fn open_events<C, T>(
    received: &mut Received,
    read: ReadFrame<T>,
) -> Result<EventStream<C, T>, Error> {
    // Nothing in a document of JSON would be an event, so that the stream would be empty.
    match is_json(&received.response) {
        false => open(received, Frames::events, read),
        true => Err(received.unreadable(DecodeError::other(
            "it is one JSON document, and no stream of events; where the request says whether the \
             answer is streamed, say so there",
        ))),
    }
}

fn open<C, T>(
    received: &mut Received,
    frames: fn(usize) -> Frames,
    read: ReadFrame<T>,
) -> Result<EventStream<C, T>, Error> {
    let mut head = Response::new(());
    *head.status_mut() = received.response.status();
    *head.headers_mut() = received.response.headers().clone();
    Ok(EventStream::new(
        received.operation,
        head,
        received.source.take(),
        frames,
        received.limit,
        read,
    ))
}

fn is_json(response: &Response<Bytes>) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
