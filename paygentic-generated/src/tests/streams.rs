//! Streamed responses against a real server on loopback.

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::http::{address_of, read_head};
use super::mock::{client_of, wait};
use super::sample::Shade;
use crate::operation::Operation;
use crate::testing::{MockTransport, reply};
use crate::{Call, Client, EventStream, RetryPolicy};

static WATCH: Operation = Operation::new("watch", "shades.watch", http::Method::GET, "/watch");

fn watch<C>(client: &C) -> Call<'_, C, EventStream<C, Shade>> {
    Call::events(client, &WATCH)
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
const SHORT: Duration = Duration::from_millis(300);

/// A server that sends an event on demand.
fn paced() -> (String, mpsc::Sender<&'static str>, mpsc::Receiver<String>) {
    let (events_sender, events_receiver) = mpsc::channel::<&'static str>();
    let (heads, head) = mpsc::channel();
    let events_receiver = std::sync::Mutex::new(events_receiver);
    let address = address_of(move |mut stream: TcpStream| {
        heads.send(read_head(&mut stream)).unwrap();
        stream.write_all(HEAD.as_bytes()).unwrap();
        for text in events_receiver.lock().unwrap().iter() {
            stream.write_all(text.as_bytes()).unwrap();
        }
    });
    (address, events_sender, head)
}

#[test]
fn events_arrive_as_they_are_sent_and_outlive_the_call_timeout() {
    let (address, events_sender, head) = paced();
    let client =
        Client::builder().environment(address).token("t").attempt_timeout(SHORT).build().unwrap();
    wait(async {
        let mut events = watch(&client).timeout(SHORT).await.unwrap();
        assert!(head.recv().unwrap().contains("accept: text/event-stream\r\n"));
        let start = Instant::now();
        for _ in 0..4 {
            tokio::time::sleep(SHORT / 2).await;
            events_sender.send("data: {\"R\":1}\n\n").unwrap();
            assert_eq!(events.next().await.unwrap().unwrap().r, 1);
        }
        assert!(start.elapsed() > SHORT);
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert!(error.to_string().contains("nothing came for 300ms"), "{error}");
        assert!(events.next().await.is_none());
    });
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_receives_events_as_they_are_sent() {
    let (address, events_sender, head) = paced();
    let client = crate::blocking::Client::builder()
        .environment(address)
        .token("t")
        .attempt_timeout(SHORT)
        .build()
        .unwrap();
    let mut events = watch(&client).timeout(SHORT).send().unwrap();
    assert!(head.recv().unwrap().contains("accept: text/event-stream\r\n"));
    for _ in 0..4 {
        std::thread::sleep(SHORT / 2);
        events_sender.send("data: {\"R\":1}\n\n").unwrap();
        assert_eq!(events.next().unwrap().unwrap().r, 1);
    }
    let error = events.next().unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("nothing came for 300ms"), "{error}");
    assert!(events.next().is_none());
}

#[test]
fn an_error_status_is_an_error_with_its_body_and_is_retried_if_safe() {
    let attempts = std::sync::atomic::AtomicUsize::new(0);
    let address = address_of(move |mut stream: TcpStream| {
        read_head(&mut stream);
        let answer = match attempts.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 2 {
            0 => "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            _ => {
                "HTTP/1.1 400 No\r\ncontent-length: 18\r\nconnection: close\r\n\r\n{\"message\":\"nope\"}"
            }
        };
        drop(stream.write_all(answer.as_bytes()));
    });
    let retries = RetryPolicy::default().max_attempts(2).base_delay(Duration::from_millis(1));
    let builder = Client::builder().environment(address.clone()).token("t");
    let client = builder.retries(retries).build().unwrap();
    let error = wait(async { watch(&client).await.map(drop).unwrap_err() });
    assert_eq!(error.message(), Some("nope"));
    assert_eq!(error.attempts(), 2);
    #[cfg(feature = "blocking")]
    {
        let builder = crate::blocking::Client::builder().environment(address);
        let client = builder.token("t").retries(retries).build().unwrap();
        let error = watch(&client).send().map(drop).unwrap_err();
        assert_eq!((error.message(), error.attempts()), (Some("nope"), 2));
    }
}

#[test]
fn a_transport_with_buffered_responses_yields_their_events() {
    let mock =
        MockTransport::replying(200, "data: {\"R\":1}\n\ndata: {\"R\":2}\n\ndata: [DONE]\n\n");
    let client = client_of(&mock);
    wait(async {
        let mut events = watch(&client).await.unwrap();
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(event.unwrap().r);
        }
        assert_eq!(found, [1, 2]);
    });
}

#[test]
fn a_json_document_in_place_of_a_stream_is_an_error() {
    let mut response = reply(200, "{\"R\":1}");
    let json = "application/json; charset=utf-8".parse().unwrap();
    response.headers_mut().insert("content-type", json);
    let mock = MockTransport::new(move |_| Ok(response.clone()));
    let client = client_of(&mock);
    let error = wait(async { watch(&client).await.map(drop).unwrap_err() });
    assert!(error.is_decode(), "{error}");
    assert!(error.to_string().contains("not a stream of events"), "{error}");
}

#[test]
fn an_html_page_in_place_of_a_stream_is_an_error() {
    let mut page = reply(200, "<!doctype html><title>Log in");
    page.headers_mut().insert("content-type", "text/html; charset=utf-8".parse().unwrap());
    let mock = MockTransport::in_turn([Ok(page)]);
    let error = wait(watch(&client_of(&mock)).send()).unwrap_err();
    assert!(error.is_decode() && error.is_outcome_unknown(), "{error:?}");
    assert!(error.to_string().contains("is an HTML page"), "{error}");
}
