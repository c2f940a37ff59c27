//! An axum server that receives webhook deliveries, verifies them, and handles each event once.
//!
//! ```sh
//! PAYGENTIC_WEBHOOK_SECRET=whsec_... cargo run -p paygentic-generated --features webhooks --example webhooks
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_WEBHOOK_SECRET` | the signing secret of the endpoint, from the webhook portal |
//!
//! It listens on <http://127.0.0.1:8080/webhooks/paygentic>; the URL in the portal must lead there.

use std::collections::HashSet;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use paygentic_generated::webhooks::{Verifier, WebhookEvent, WebhookEventType};
use tokio::sync::mpsc::{Sender, channel};

/// The state of the handler.
struct Receiver {
    verifier: Verifier,
    /// The ids of the messages that were handled. In production, keep them in a table of your database.
    seen: Mutex<HashSet<String>>,
    work: Sender<WebhookEvent>,
}

/// Takes the body as bytes, because the signature is over the bytes, and responds before the event is handled.
async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let event = match receiver.verifier.verify(&headers, &body) {
        Ok(event) => event,
        Err(error) => {
            eprintln!("delivery refused: {error}");
            return error.status();
        }
    };
    // Without room for more work this delivery is refused, and repeated later.
    let Ok(place) = receiver.work.try_reserve() else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let mut seen = receiver.seen.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.insert(event.id().to_owned()) {
        place.send(event);
    }
    StatusCode::NO_CONTENT
}

/// The server, which passes each event on once.
fn app(verifier: Verifier, work: Sender<WebhookEvent>) -> Router {
    let seen = Mutex::default();
    let receiver = Receiver { verifier, seen, work };
    Router::new().route("/webhooks/paygentic", post(receive)).with_state(Arc::new(receiver))
}

fn handle(event: &WebhookEvent) {
    match event.event_type() {
        WebhookEventType::CustomerCreatedV0 => println!("customer created: {}", event.data_json()),
        other => println!("ignored: {other}"),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(secret) = std::env::var("PAYGENTIC_WEBHOOK_SECRET") else {
        return Err("set PAYGENTIC_WEBHOOK_SECRET to the signing secret of the endpoint".into());
    };
    let verifier = Verifier::new(secret)?;
    let (work, mut events) = channel(1000);
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            handle(&event);
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}/webhooks/paygentic", listener.local_addr()?);
    axum::serve(listener, app(verifier, work)).await?;
    Ok(())
}

#[cfg(test)]
#[path = "../tests/common/svix.rs"]
mod svix;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    use axum::http::HeaderValue;
    use paygentic_generated::Timestamp;
    use tokio::sync::mpsc::Receiver;

    use super::*;

    const SECRET: &str = "whsec_dGhlIHNlY3JldCBvZiBhIHRlc3Q=";
    const BODY: &[u8] =
        br#"{"eventType":"customer.created.v0","eventId":"evt_1","data":{"id":"cus_1"}}"#;

    async fn serve(room: usize) -> (Verifier, SocketAddr, Receiver<WebhookEvent>) {
        let verifier = Verifier::new(SECRET).unwrap();
        let (work, events) = channel(room);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = app(verifier.clone(), work);
        tokio::spawn(async move { axum::serve(listener, app).await });
        (verifier, address, events)
    }

    /// Posts a delivery over a connection of its own, and gives the status.
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
    async fn an_event_is_handed_on_once_however_often_it_is_delivered() {
        let (verifier, address, mut events) = serve(10).await;
        for _ in 0..3 {
            let headers = verifier.sign("msg_1", Timestamp::now(), BODY).unwrap();
            assert_eq!(deliver(address, headers, BODY).await, 204);
        }
        assert_eq!(events.recv().await.unwrap().id(), "msg_1");
        assert!(events.try_recv().is_err());
    }

    #[tokio::test]
    async fn forged_unsigned_and_recorded_messages_are_answered_with_400() {
        let (verifier, address, mut events) = serve(10).await;
        let signed = verifier.sign("msg_1", Timestamp::now(), BODY).unwrap();
        assert_eq!(deliver(address, signed, br#"{"eventType":"forged"}"#).await, 400);
        assert_eq!(deliver(address, HeaderMap::new(), BODY).await, 400);
        let recorded = Timestamp::now() - std::time::Duration::from_secs(600);
        let old = verifier.sign("msg_1", recorded, BODY).unwrap();
        assert_eq!(deliver(address, old, BODY).await, 400);
        assert!(events.try_recv().is_err());
    }

    #[tokio::test]
    async fn what_svix_signs_is_taken() {
        let (_, address, mut events) = serve(10).await;
        let now = Timestamp::now().as_second();
        let body = std::str::from_utf8(BODY).unwrap();
        let question =
            serde_json::json!({"secret": SECRET, "id": "msg_1", "timestamp": now, "body": body});
        let Some(signature) = svix::ask(&[question]) else {
            return;
        };
        let mut headers = HeaderMap::new();
        headers.insert("svix-id", HeaderValue::from_static("msg_1"));
        headers.insert("svix-timestamp", now.into());
        headers.insert("svix-signature", signature[0].parse().unwrap());
        assert_eq!(deliver(address, headers, BODY).await, 204);
        assert_eq!(events.recv().await.unwrap().id(), "msg_1");
    }

    /// It is not among those that were seen then: the repeat is handed on.
    #[tokio::test]
    async fn what_there_is_no_room_for_is_taken_when_it_is_repeated() {
        let (verifier, address, mut events) = serve(1).await;
        let sign = |id| verifier.sign(id, Timestamp::now(), BODY).unwrap();
        assert_eq!(deliver(address, sign("msg_1"), BODY).await, 204);
        assert_eq!(deliver(address, sign("msg_2"), BODY).await, 503);
        assert_eq!(events.recv().await.unwrap().id(), "msg_1");
        assert_eq!(deliver(address, sign("msg_2"), BODY).await, 204);
        assert_eq!(events.recv().await.unwrap().id(), "msg_2");
    }
}
