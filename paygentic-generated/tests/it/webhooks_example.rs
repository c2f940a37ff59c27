//! Runs the example `webhooks` over real connections.

// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used)]

// Its `main` is not called here.
#[allow(dead_code)]
#[path = "../../examples/webhooks.rs"]
mod webhooks;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use paygentic_generated::Timestamp;
use paygentic_generated::webhooks::Verifier;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use webhooks::{Inbox, app};

use crate::svix_library as svix;

const SECRET: &str = "whsec_dGhlIHNlY3JldCBvZiBhIHRlc3Q=";
const BODY: &[u8] =
    br#"{"eventType":"customer.created.v0","eventId":"evt_1","data":{"id":"cus_1"}}"#;

/// A new folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("webhooks-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

async fn serve(folder: &Path) -> (Verifier, SocketAddr, Arc<Inbox>) {
    let verifier = Verifier::new(SECRET).unwrap();
    let inbox = Arc::new(Inbox::open(folder).unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = app(verifier.clone(), inbox.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (verifier, address, inbox)
}

/// Handles stored deliveries, and returns the data of each event.
fn work(inbox: Arc<Inbox>) -> UnboundedReceiver<String> {
    let (sender, events) = unbounded_channel();
    let handle = move |_: &_, data: &serde_json::Value| sender.send(data.to_string()).unwrap();
    tokio::spawn(async move { inbox.work(handle).await });
    events
}

async fn next(events: &mut UnboundedReceiver<String>) -> Option<String> {
    tokio::time::timeout(Duration::from_secs(5), events.recv()).await.ok().flatten()
}

/// Posts a delivery over a new connection, and returns the status.
async fn deliver(address: SocketAddr, headers: HeaderMap, body: &'static [u8]) -> u16 {
    let send = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let mut request = format!(
            "POST /webhooks/paygentic HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in &headers {
            request += &format!("{name}: {}\r\n", value.to_str().unwrap());
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    };
    tokio::task::spawn_blocking(send).await.unwrap()
}

#[tokio::test]
async fn a_redelivered_event_is_handled_once() {
    let folder = folder("once");
    let (verifier, address, inbox) = serve(&folder).await;
    let mut events = work(inbox);
    let sign = |id| verifier.sign(id, Timestamp::now(), BODY).unwrap();
    assert_eq!(deliver(address, sign("msg_1"), BODY).await, 204);
    assert_eq!(next(&mut events).await.as_deref(), Some(r#"{"id":"cus_1"}"#));
    for _ in 0..3 {
        assert_eq!(deliver(address, sign("msg_1"), BODY).await, 204);
    }
    assert_eq!(deliver(address, sign("msg_2"), BODY).await, 204);
    assert!(next(&mut events).await.is_some());
    assert!(events.try_recv().is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

/// Events that were accepted and not handled are handled after the next start.
#[tokio::test]
async fn an_accepted_event_survives_a_crash() {
    let folder = folder("crash");
    let (verifier, address, _) = serve(&folder).await;
    let headers = verifier.sign("msg_1", Timestamp::now(), BODY).unwrap();
    assert_eq!(deliver(address, headers.clone(), BODY).await, 204);

    let (_, address, inbox) = serve(&folder).await;
    let mut events = work(inbox);
    assert_eq!(deliver(address, headers, BODY).await, 204);
    assert!(next(&mut events).await.is_some());
    assert!(events.try_recv().is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_delivery_that_cannot_be_stored_is_not_accepted() {
    let folder = folder("unstored");
    let (verifier, address, _) = serve(&folder).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let headers = verifier.sign("msg_1", Timestamp::now(), BODY).unwrap();
    assert_eq!(deliver(address, headers, BODY).await, 503);
    let elsewhere = verifier.sign("a/msg_1", Timestamp::now(), BODY).unwrap();
    assert_eq!(deliver(address, elsewhere, BODY).await, 503);
}

#[tokio::test]
async fn forged_unsigned_and_recorded_messages_are_answered_with_400() {
    let folder = folder("forged");
    let (verifier, address, inbox) = serve(&folder).await;
    let mut events = work(inbox);
    let signed = verifier.sign("msg_1", Timestamp::now(), BODY).unwrap();
    assert_eq!(deliver(address, signed, br#"{"eventType":"forged"}"#).await, 400);
    assert_eq!(deliver(address, HeaderMap::new(), BODY).await, 400);
    let recorded = Timestamp::now() - Duration::from_secs(600);
    let old = verifier.sign("msg_1", recorded, BODY).unwrap();
    assert_eq!(deliver(address, old, BODY).await, 400);
    assert!(events.try_recv().is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn deliveries_signed_by_svix_are_accepted() {
    let folder = folder("svix");
    let (_, address, inbox) = serve(&folder).await;
    let mut events = work(inbox);
    let now = Timestamp::now().as_second();
    let body = std::str::from_utf8(BODY).unwrap();
    let question =
        serde_json::json!({"secret": SECRET, "id": "msg_1", "timestamp": now, "body": body});
    let Some(signature) = svix::run_svix(&[question]) else {
        return;
    };
    let mut headers = HeaderMap::new();
    headers.insert("svix-id", HeaderValue::from_static("msg_1"));
    headers.insert("svix-timestamp", now.into());
    headers.insert("svix-signature", signature[0].parse().unwrap());
    assert_eq!(deliver(address, headers, BODY).await, 204);
    assert!(next(&mut events).await.is_some());
    std::fs::remove_dir_all(folder).unwrap();
}
