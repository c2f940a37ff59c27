//! Credentials from a provider: when it is called, how its result is used, and how long it may take.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;

use super::mock::{customers, reply_with, wait};
use super::sample::Styles;
use crate::testing::{MockTransport, Reply, reply};
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportFuture};
use crate::{Bytes, Client, CredentialRequest, Error, RetryPolicy};

const ADDRESS: &str = "https://mock.example";

type KeyResult = Result<&'static str, io::Error>;

/// A provider that returns these results, repeats the last one, and records its calls.
#[derive(Clone)]
struct Keys {
    given: Arc<dyn Fn(usize) -> KeyResult + Send + Sync>,
    calls: Arc<Mutex<Vec<bool>>>,
}

impl Keys {
    fn new(given: impl Fn(usize) -> KeyResult + Send + Sync + 'static) -> Self {
        Keys { given: Arc::new(given), calls: Arc::default() }
    }

    fn of(keys: &'static [&'static str]) -> Self {
        Keys::new(|index| Ok(keys[index.min(keys.len() - 1)]))
    }

    fn provide(&self, request: CredentialRequest) -> KeyResult {
        let mut calls = self.calls.lock().unwrap();
        calls.push(request.is_refused());
        assert!(request.time_left() > Duration::from_secs(60));
        (self.given)(calls.len() - 1)
    }

    fn calls(&self) -> Vec<bool> {
        self.calls.lock().unwrap().clone()
    }
}

fn client(keys: &Keys, mock: &MockTransport) -> Client {
    let keys = keys.clone();
    let builder = Client::builder().environment(ADDRESS);
    let builder = builder.token_provider(move |request| {
        let given = keys.provide(request);
        async move { given }
    });
    builder.transport(mock.clone()).build().unwrap()
}

/// The outcome of a call, which is the same for both clients.
fn outcome(
    keys: &Keys,
    answer: fn(&Request<Bytes>) -> Reply,
) -> (Result<(), Error>, MockTransport) {
    let mock = MockTransport::new(answer);
    let result = wait(customers(&client(keys, &mock)).delete("cus_1"));
    #[cfg(feature = "blocking")]
    {
        let (other_mock, other) =
            (MockTransport::new(answer), Keys { calls: Arc::default(), ..keys.clone() });
        let provider = other.clone();
        let client = crate::blocking::Client::builder()
            .environment(ADDRESS)
            .token_provider(move |request| provider.provide(request))
            .transport(other_mock.clone())
            .build()
            .unwrap();
        let blocking = customers(&client).delete("cus_1").send();
        let text =
            |result: &Result<(), Error>| result.as_ref().map_err(ToString::to_string).copied();
        assert_eq!(text(&blocking), text(&result));
        assert_eq!(other.calls(), keys.calls());
        assert_eq!(sent(&other_mock), sent(&mock));
    }
    (result, mock)
}

/// The keys that were sent, each with the number of its attempt.
fn sent(mock: &MockTransport) -> Vec<String> {
    let header = |request: &Request<Bytes>, name| {
        let value = &request.headers()[name];
        value.to_str().unwrap().to_owned()
    };
    let requests = mock.requests();
    let requests = requests.iter().map(|request| {
        let attempt = header(request, "x-client-attempt");
        format!("{} {attempt}", header(request, "authorization"))
    });
    requests.collect()
}

/// A service that accepts only one key, and repeats other keys in its error.
fn only_new(request: &Request<Bytes>) -> Reply {
    let key = request.headers()["authorization"].to_str().unwrap();
    Ok(match key {
        "Bearer new-5ecret" => reply(204, ""),
        other => reply(401, format!(r#"{{"message": "{other} of old-5ecret is revoked"}}"#)),
    })
}

#[test]
fn each_call_gets_its_credentials_from_the_provider() {
    let keys = Keys::of(&["first-key", "second-key"]);
    let mock = MockTransport::replying(204, "");
    let client = client(&keys, &mock);
    wait(customers(&client).delete("cus_1")).unwrap();
    wait(customers(&client).delete("cus_1")).unwrap();
    assert_eq!(sent(&mock), ["Bearer first-key 1", "Bearer second-key 1"]);
    assert_eq!(keys.calls(), [false, false]);
}

#[test]
fn a_rejected_key_is_refreshed_once_and_the_call_is_repeated() {
    let keys = Keys::of(&["old-5ecret", "new-5ecret"]);
    let (result, mock) = outcome(&keys, only_new);
    result.unwrap();
    assert_eq!(sent(&mock), ["Bearer old-5ecret 1", "Bearer new-5ecret 2"]);
    assert_eq!(keys.calls(), [false, true]);
    assert!(mock.waits().is_empty());
}

#[test]
fn a_call_is_repeated_once_with_a_new_key_even_without_retries() {
    let keys = Keys::of(&["old-5ecret", "older-5ecret", "new-5ecret"]);
    let (result, mock) = outcome(&keys, only_new);
    let error = result.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2, "{error}");
    assert_eq!(mock.requests().len(), 2);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("5ecret") && text.contains("***"), "{text}");
    }
    let keys = Keys::of(&["old-5ecret", "new-5ecret"]);
    let client = client(&keys, &MockTransport::new(only_new));
    let call = customers(&client).delete("cus_1");
    wait(call.retries(RetryPolicy::never())).unwrap();
}

#[test]
fn the_same_key_is_not_sent_again() {
    let keys = Keys::of(&["old-5ecret"]);
    let (result, mock) = outcome(&keys, only_new);
    assert!(result.unwrap_err().is_unauthorized());
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(keys.calls(), [false, true]);
}

#[test]
fn a_provider_that_fails_is_reported_and_nothing_is_sent() {
    let keys = Keys::new(|_| Err(io::Error::other("the vault is sealed")));
    let (result, mock) = outcome(&keys, only_new);
    let error = result.unwrap_err();
    assert!(error.is_credentials() && !error.is_timeout(), "{error:?}");
    assert!(mock.requests().is_empty() && error.attempts() == 0);
    let expected = "customers.delete: the credential provider failed: the vault is sealed";
    assert_eq!(error.to_string(), expected);
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<io::Error>());
}

#[test]
fn a_provider_error_after_a_401_is_reported_with_the_401() {
    let keys = Keys::new(|index| match index {
        0 => Ok("old-5ecret"),
        _ => Err(io::Error::other("the vault is sealed")),
    });
    let (result, mock) = outcome(&keys, only_new);
    let error = result.unwrap_err();
    assert!(error.is_unauthorized() && mock.requests().len() == 1);
    let text = error.to_string();
    assert!(text.contains("is revoked") && text.contains("the vault is sealed"), "{text}");
}

#[test]
fn an_invalid_key_is_reported_without_being_printed() {
    for given in ["", "5ecret with spaces", "5ecret\n"] {
        let keys = Keys::new(move |_| Ok(given));
        let (result, mock) = outcome(&keys, only_new);
        let error = result.unwrap_err();
        assert!(error.is_credentials() && mock.requests().is_empty(), "{error}");
        assert!(error.to_string().contains("the token"), "{error}");
        assert!(!format!("{error} {error:?}").contains("5ecret"), "{error:?}");
    }
}

#[test]
fn a_one_shot_body_is_not_resent_with_another_key() {
    let keys = Keys::of(&["old-5ecret", "new-5ecret"]);
    let client = client(&keys, &MockTransport::new(only_new));
    let file = crate::FilePart::from_reader(&b"once"[..]);
    let error = wait(Styles { client: &client }.put(file)).unwrap_err();
    assert!(error.is_unauthorized() && keys.calls() == [false], "{error}");
}

/// A transport that really waits.
struct Waiting(MockTransport);

impl Transport for Waiting {
    fn send(&self, request: Request<Body>, limits: Limits) -> TransportFuture<'_> {
        Transport::send(&self.0, request, limits)
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[test]
fn a_provider_is_limited_by_the_timeout_of_the_call() {
    let mock = MockTransport::replying(204, "");
    let client = Client::builder()
        .environment(ADDRESS)
        .token_provider(|request| async move {
            tokio::time::sleep(request.time_left() * 2).await;
            io::Result::Ok("late-5ecret")
        })
        .transport(Waiting(mock.clone()))
        .build()
        .unwrap();
    let call = customers(&client).delete("cus_1");
    let error = wait(call.timeout(Duration::from_millis(20))).unwrap_err();
    assert!(error.is_timeout() && error.is_credentials(), "{error:?}");
    assert!(error.to_string().contains("within the 20ms"), "{error}");
    assert!(mock.requests().is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn a_late_provider_of_the_blocking_client_times_out() {
    let mock = MockTransport::replying(204, "");
    let client = crate::blocking::Client::builder()
        .environment(ADDRESS)
        .token_provider(|request| {
            std::thread::sleep(request.time_left() * 2);
            io::Result::Ok("late-5ecret")
        })
        .transport(mock.clone())
        .build()
        .unwrap();
    let call = customers(&client).delete("cus_1");
    let error = call.timeout(Duration::from_millis(20)).send().unwrap_err();
    assert!(error.is_timeout() && error.is_credentials(), "{error:?}");
    assert!(mock.requests().is_empty());
}

#[test]
fn the_request_gets_the_time_that_the_provider_leaves() {
    let mock = MockTransport::replying(204, "");
    let client = Client::builder()
        .environment(ADDRESS)
        .token_provider(|_| async {
            tokio::time::sleep(Duration::from_millis(40)).await;
            io::Result::Ok("key")
        })
        .transport(Waiting(mock.clone()))
        .build()
        .unwrap();
    let call = customers(&client).delete("cus_1");
    wait(call.timeout(Duration::from_secs(5))).unwrap();
    assert!(mock.limits()[0].timeout <= Duration::from_millis(4960));
}

#[test]
fn retries_do_not_call_the_provider_again() {
    let keys = Keys::of(&["key"]);
    let served = AtomicUsize::new(0);
    let mock = MockTransport::new(move |_| match served.fetch_add(1, Ordering::Relaxed) {
        0 | 1 => Ok(reply_with(503, "retry-after", "1", "{}")),
        _ => Ok(reply(204, "")),
    });
    wait(customers(&client(&keys, &mock)).delete("cus_1")).unwrap();
    assert_eq!(keys.calls(), [false]);
    assert_eq!(mock.waits().len(), 2);
}
