use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use http::Response;

use super::mock::{TOKEN, wait};
use super::sample::*;
use crate::call::RawResponse;
use crate::error::{History, Mask};
use crate::events::Source as Opened;
use crate::events::{EventStream, Frame, Frames, ReadFrame, TooLarge, read};
use crate::transport::TransportError;
use crate::{Bytes, Client, Error, Value};

const LIMIT: usize = 1000;

/// All items of a text that arrives in chunks of this length.
fn frames(mut frames: Frames, text: &[u8], length: usize) -> Vec<Frame> {
    let mut all = Vec::new();
    for piece in text.chunks(length) {
        frames.push(piece);
        while let Some(frame) = frames.next().unwrap() {
            all.push(frame);
        }
    }
    all.extend(frames.finish());
    all
}

fn frame(data: &str, event: Option<&str>, id: Option<&str>, retry: Option<u64>) -> Frame {
    Frame {
        data: data.to_owned(),
        event: event.map(str::to_owned),
        id: id.map(str::to_owned),
        retry: retry.map(Duration::from_millis),
    }
}

#[test]
fn events_are_read_across_chunk_boundaries() {
    let text = "\u{feff}: hello\n\nevent: add\ndata: ü€😀\r\ndata:  second\rdata\nid: 1\nretry: 250\n\n\
                data:{\"a\": \"b:c\"}\r\n\r\nid: 2\nretry: 1x\nid: a\0b\nunknown: x\n\n\n\
                event:\ndata: three\r\revent: dropped\n\ndata\n\nid\ndata: \u{feff}x\n\ndata: incomplete\n";
    let expected = [
        frame("ü€😀\n second\n", Some("add"), Some("1"), Some(250)),
        frame("{\"a\": \"b:c\"}", None, Some("1"), None),
        frame("three", None, Some("2"), None),
        frame("", None, Some("2"), None),
        frame("\u{feff}x", None, Some(""), None),
    ];
    for length in 1..text.len() {
        assert_eq!(frames(Frames::events(LIMIT), text.as_bytes(), length), expected, "{length}");
    }
}

#[test]
fn lines_are_read_across_chunk_boundaries() {
    let text = "\u{feff}{\"a\":\"ü\"}\r\n\n  \n\u{1e}[1]\n\"a\\rb\"\nlast";
    for length in 1..text.len() {
        let data: Vec<_> = frames(Frames::lines(LIMIT), text.as_bytes(), length)
            .into_iter()
            .map(|frame| frame.data)
            .collect();
        assert_eq!(data, ["{\"a\":\"ü\"}", "[1]", "\"a\\rb\"", "last"], "{length}");
    }
    assert_eq!(frames(Frames::lines(LIMIT), "\u{feff}1".as_bytes(), 9)[0].data, "1");
}

#[test]
fn an_item_beyond_the_size_limit_is_an_error() {
    for (mut frames, text) in [
        (Frames::events(10), "data: 12345\n"),
        (Frames::events(10), "data: 1\ndata: 2\n"),
        (Frames::events(10), "data: 12345"),
        (Frames::events(10), ":2345678901\n"),
        (Frames::lines(10), "12345678901\n"),
        (Frames::lines(10), "12345678901"),
    ] {
        frames.push(text.as_bytes());
        assert_eq!(frames.next(), Err(TooLarge), "{text}");
    }
    let comments = ": ping\n".repeat(100) + "data: x\n\ndata: y\n\n";
    assert_eq!(frames(Frames::events(10), comments.as_bytes(), 5).len(), 2);
}

/// Chunks from memory, for both clients; every other poll of the async one is pending.
struct Source {
    pieces: VecDeque<Result<Bytes, TransportError>>,
    waits: bool,
}

impl Iterator for Source {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pieces.pop_front()
    }
}

impl Stream for Source {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.waits = !self.waits;
        if self.waits {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.next())
    }
}

type Pieces<'p> = &'p [Result<&'static str, &'static str>];

fn source(pieces: Pieces<'_>) -> Source {
    let piece = |piece: &Result<&'static str, &'static str>| match piece {
        Ok(text) => Ok(Bytes::from_static(text.as_bytes())),
        Err(problem) => Err(TransportError::other(*problem)),
    };
    Source { pieces: pieces.iter().map(piece).collect(), waits: false }
}

fn received(source: Opened) -> RawResponse {
    let secrets = [TOKEN.to_owned()].into();
    RawResponse {
        operation: "things.watch",
        response: Response::builder().header("x-request-id", "req_1").body(Bytes::new()).unwrap(),
        history: History::new(None, "id-1".to_owned(), Mask::new(&secrets)),
        source: Some(source),
        limit: 50,
    }
}

/// The values that both clients return for a response; they must be equal.
fn values<T: PartialEq + std::fmt::Debug>(
    pieces: Pieces<'_>,
    kind: fn(usize) -> Frames,
    read: ReadFrame<T>,
) -> Vec<Result<T, Error>> {
    let mut received_async = received(Opened::Async(Box::pin(source(pieces))));
    let mut stream = EventStream::<Client, T>::new(&mut received_async, kind, read);
    let values = wait(async {
        let mut values = Vec::new();
        while let Some(value) = stream.next().await {
            values.push(value);
        }
        assert!(stream.next().await.is_none());
        values
    });
    #[cfg(feature = "blocking")]
    {
        let mut received = received(Opened::Blocking(Box::new(source(pieces))));
        let stream = EventStream::<crate::blocking::Client, T>::new(&mut received, kind, read);
        let show = |value: &Result<T, Error>| format!("{value:?}");
        let blocking: Vec<_> = stream.map(|value| show(&value)).collect();
        assert_eq!(blocking, values.iter().map(show).collect::<Vec<_>>());
    }
    values
}

#[test]
fn a_value_that_cannot_be_read_does_not_end_the_stream() {
    let values = values::<Shade>(
        &[Ok("data: {\"R\":1}\n"), Ok("\ndata: {\"R\":"), Ok("\"x\"}\n\ndata: {\"R\":2}\n\n")],
        Frames::events,
        read::data,
    );
    let [Ok(first), Err(error), Ok(third)] = &values[..] else { panic!("{values:?}") };
    assert_eq!((first.r, third.r), (1, 2));
    assert!(error.to_string().starts_with("things.watch: "), "{error}");
    assert_eq!(error.body_text(), "{\"R\":\"x\"}");
    assert_eq!(error.request_id(), Some("req_1"));
    assert_eq!(error.client_request_id(), Some("id-1"));
}

#[test]
fn a_token_echoed_in_an_event_is_redacted() {
    let json: &'static str = format!("data: {{\"{TOKEN}\":[]}}\n\n").leak();
    let values = values::<BTreeMap<String, i64>>(&[Ok(json)], Frames::events, read::data);
    let [Err(error)] = &values[..] else { panic!("{values:?}") };
    assert_eq!(error.decode_path(), Some("***"));
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
}

#[test]
fn a_stream_ends_at_its_end_marker_or_at_the_end_of_the_body() {
    let marked = values::<Value>(
        &[Ok("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"), Err("never reached")],
        Frames::events,
        read::data,
    );
    assert_eq!(marked.len(), 1);
    let text = values::<String>(&[Ok("data: [DONE]\n\n")], Frames::events, read::text);
    assert_eq!(text[0].as_ref().unwrap(), "[DONE]");
    let lines = values::<Value>(&[Ok("1\n\n2"), Ok("3")], Frames::lines, read::data);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1].as_ref().unwrap(), 23);
    assert!(values::<Value>(&[], Frames::events, read::data).is_empty());
}

#[test]
fn a_broken_connection_or_a_large_item_ends_the_stream_after_earlier_items() {
    let broken = values::<Value>(
        &[Ok("data: 1\n\ndata: 2"), Err("reset"), Ok("\n\n")],
        Frames::events,
        read::data,
    );
    assert!(
        matches!(&broken[..], [Ok(_), Err(error)] if format!("{error:?}").contains("reset")),
        "{broken:?}"
    );
    let large = values::<Value>(
        &[Ok("1\n2\n\"0123456789012345678901234567890123456789012345678901\"\n3\n")],
        Frames::lines,
        read::data,
    );
    assert!(
        matches!(&large[..], [Ok(_), Ok(_), Err(error)] if error.to_string().contains("50")),
        "{large:?}"
    );
}

#[test]
fn whole_events_are_values_too() {
    let pieces: Pieces<'_> =
        &[Ok("id: 7\nevent: add\nretry: 5\ndata: {\"n\":1}\n\ndata: plain\n\ndata: 12\n\n")];
    let whole = |read| {
        let values = values::<Value>(pieces, Frames::events, read);
        values.into_iter().map(Result::unwrap).collect::<Vec<_>>()
    };
    let first = serde_json::json!({"id": "7", "event": "add", "retry": 5, "data": {"n": 1}});
    assert_eq!(
        whole(read::event),
        [
            first,
            serde_json::json!({"id": "7", "data": "plain"}),
            serde_json::json!({"id": "7", "data": 12})
        ]
    );
    assert_eq!(whole(read::event_of_text)[2]["data"], "12");
}
