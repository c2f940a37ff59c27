#![allow(missing_docs, clippy::unwrap_used)]
use paygentic_generated::{models::*, transport::*, *};
struct Null;
impl Transport for Null {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Limits) -> TransportFuture<'_> {
        Box::pin(async {
            let mut r = http::Response::new(bytes::Bytes::from_static(
                br#"{"object":"event","id":"evt_1","idempotencyKey":"k","status":"accepted"}"#,
            ));
            *r.status_mut() = http::StatusCode::ACCEPTED;
            Ok(r)
        })
    }
    fn sleep(&self, _: std::time::Duration) -> SleepFuture<'_> {
        Box::pin(async {})
    }
}
fn main() {
    let client = Client::builder()
        .token("t")
        .transport(Null)
        .build()
        .unwrap();
    let rt = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        for _ in 0..20000 {
            let mut data = JsonObject::new();
            data.insert("tokens".to_owned(), 1250.into());
            data.insert("model".to_owned(), "gpt".into());
            let e =
                IngestEvent::with_subject("completion", "https://acme.example", data, "cus_123")
                    .idempotency_key("k-123");
            let r = client.events().ingest(e).await;
            std::hint::black_box(&r);
        }
    });
}
