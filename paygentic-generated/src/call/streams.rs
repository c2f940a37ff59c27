//! Calls whose response is a stream of values.

use bytes::Bytes;
use http::Response;

use super::{Call, RawResponse};
use crate::codec::Field;
use crate::error::{Error, is_page};
use crate::events::{EventStream, Frames, ReadFrame, read};
use crate::json::DecodeError;
use crate::media_type::media_type;
use crate::operation::Operation;

/// The calls for server-sent events, which differ in how an event is read.
macro_rules! event_calls {
    ($($(#[$doc:meta])* $name:ident($read:path) where $bound:path;)*) => {
        // Which of these the emitted code calls depends on the document.
        #[allow(dead_code)]
        impl<'c, C, T> Call<'c, C, EventStream<C, T>> {
            $($(#[$doc])*
            pub(crate) fn $name(client: &'c C, operation: &'static Operation) -> Self
            where
                T: $bound,
            {
                Call::streamed(client, operation, "text/event-stream", |received| {
                    open_events(received, $read)
                })
            })*
        }
    };
}

event_calls! {
    /// Server-sent events whose data is JSON.
    events(read::data) where Field;
    /// Server-sent events whose data is text.
    text_events(read::text) where From<String>;
    /// Server-sent events read as a whole: an object of `event`, `id`, `retry` and `data`.
    whole_events(read::event) where Field;
    /// The same, with text as data.
    whole_text_events(read::event_of_text) where Field;
}

#[allow(dead_code)]
impl<'c, C, T> Call<'c, C, EventStream<C, T>> {
    /// One JSON value per line.
    pub(crate) fn lines(
        client: &'c C,
        operation: &'static Operation,
        content_type: &'static str,
    ) -> Self
    where
        T: Field,
    {
        Call::streamed(client, operation, content_type, |received| {
            Ok(EventStream::new(received, Frames::lines, read::data))
        })
    }

    fn streamed(
        client: &'c C,
        operation: &'static Operation,
        content_type: &'static str,
        open: super::Decode<EventStream<C, T>>,
    ) -> Self {
        let mut call = Call::new(client, operation, content_type, open);
        call.outgoing.is_streamed = true;
        call
    }
}

fn open_events<C, T>(
    received: &mut RawResponse,
    read: ReadFrame<T>,
) -> Result<EventStream<C, T>, Error> {
    // A JSON document or an HTML page contains no events: the stream would be empty.
    if is_page(received.response.headers(), received.body()) {
        return Err(received.unreadable(DecodeError::not_json()));
    }
    match is_json(&received.response) {
        false => Ok(EventStream::new(received, Frames::events, read)),
        true => Err(received.unreadable(DecodeError::other(
            "it is one JSON document, not a stream of events; if the request has a field that asks for a \
             stream, set it",
        ))),
    }
}

fn is_json(response: &Response<Bytes>) -> bool {
    media_type(response.headers()).eq_ignore_ascii_case("application/json")
}
