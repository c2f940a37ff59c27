//! The headers by which client and service identify a call.

use http::Request;

use super::mock::{builder, client_of, customers, wait};
use crate::testing::{MockTransport, Reply, reply};
use crate::{Bytes, Client, ClientBuilder};

const NAMES: [&str; 2] = ["x-client-request-id", "x-client-attempt"];

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> &'r str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The id and the number of each attempt.
fn tracked(mock: &MockTransport) -> Vec<(String, String)> {
    let requests = mock.requests();
    let pairs = requests.iter().map(|request| NAMES.map(|name| header(request, name).to_owned()));
    pairs.map(|[id, attempt]| (id, attempt)).collect()
}

fn busy(times: usize, end: u16) -> MockTransport {
    let replies = (0..times).map(|_| Ok(reply(503, "{}")));
    let replies: Vec<Reply> = replies.chain([Ok(reply(end, "{}"))]).collect();
    MockTransport::in_turn(replies)
}

#[test]
fn attempts_of_a_call_have_one_id_and_are_numbered() {
    let mock = busy(2, 404);
    let error = wait(customers(&client_of(&mock)).delete("cus_1")).unwrap_err();
    let id = error.client_request_id().unwrap();
    let expected = ["1", "2", "3"].map(|attempt| (id.to_owned(), attempt.to_owned()));
    assert_eq!(tracked(&mock), expected);
    assert!(id.len() > 16 && format!("{error:?}").contains(id), "{error:?}");
    assert_eq!(error.attempts(), 3);
    #[cfg(feature = "blocking")]
    {
        let mock = busy(2, 404);
        let client = crate::blocking::Client::builder()
            .environment("https://api.example")
            .token("x")
            .transport(mock.clone())
            .build()
            .unwrap();
        let error = customers(&client).delete("cus_1").send().unwrap_err();
        let id = error.client_request_id().unwrap();
        let expected = ["1", "2", "3"].map(|attempt| (id.to_owned(), attempt.to_owned()));
        assert_eq!(tracked(&mock), expected);
    }
}

#[test]
fn every_call_has_its_own_id() {
    let mock = MockTransport::replying(204, "");
    for client in [client_of(&mock), client_of(&mock)] {
        let response = wait(customers(&client).delete("cus_1").with_response()).unwrap();
        let sent = tracked(&mock).pop().unwrap();
        assert_eq!(sent, (response.client_request_id().to_owned(), "1".to_owned()));
        wait(customers(&client).delete("cus_1")).unwrap();
    }
    let ids: std::collections::BTreeSet<_> = tracked(&mock).into_iter().collect();
    assert_eq!(ids.len(), 4);
}

#[test]
fn the_id_of_the_caller_is_kept() {
    let mock = busy(0, 404);
    let call = client_of(&mock);
    let call = customers(&call).delete("cus_1").client_request_id("order-7");
    let error = wait(call).unwrap_err();
    assert_eq!(error.client_request_id(), Some("order-7"));
    assert_eq!(tracked(&mock)[0].0, "order-7");
    let mock = busy(0, 404);
    let client = client_of(&mock);
    let call = customers(&client).delete("cus_1").header(NAMES[0], "order-8");
    assert_eq!(wait(call).unwrap_err().client_request_id(), Some("order-8"));
    assert_eq!(tracked(&mock)[0].0, "order-8");
    for unsendable in ["", "ü", "a\nb"] {
        let mock = busy(0, 204);
        let client = client_of(&mock);
        let call = customers(&client).delete("cus_1").client_request_id(unsendable);
        assert!(wait(call).unwrap_err().is_invalid_request());
        assert!(mock.requests().is_empty());
    }
    // A valid header value that is not text, so errors and traces could not contain it.
    let mock = busy(0, 204);
    let client = client_of(&mock);
    let call = customers(&client).delete("cus_1").header(NAMES[0], "Schlüssel-1");
    let error = wait(call).unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("request id"), "{error}");
    assert!(mock.requests().is_empty());
    let call = customers(&client).delete("cus_1").header(NAMES[0], "Schlüssel-1");
    wait(call.client_request_id("order-9")).unwrap();
    assert_eq!(tracked(&mock)[0].0, "order-9");
}

#[test]
fn the_headers_can_be_renamed_or_disabled() {
    let send = |set: fn(ClientBuilder<Client>) -> ClientBuilder<Client>| {
        let mock = busy(0, 404);
        let client = set(builder(&mock)).build().unwrap();
        let error = wait(customers(&client).delete("cus_1")).unwrap_err();
        (mock.requests().remove(0), error)
    };
    let (request, error) = send(|builder| {
        let builder = builder.client_request_id_header("X-Correlation");
        builder.attempt_header("X-Try")
    });
    assert_eq!(Some(header(&request, "x-correlation")), error.client_request_id());
    assert_eq!(header(&request, "x-try"), "1");
    assert_eq!(NAMES.map(|name| header(&request, name)), ["", ""]);
    let (request, error) = send(ClientBuilder::no_tracking_headers);
    assert_eq!(NAMES.map(|name| header(&request, name)), ["", ""]);
    assert!(error.client_request_id().is_some());
    for name in ["with space", "content-length"] {
        let builder = builder(&busy(0, 204)).client_request_id_header(name);
        assert!(builder.build().unwrap_err().is_invalid_request());
    }
}
