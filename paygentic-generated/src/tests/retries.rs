use std::time::Duration;

use super::mock::{builder, client_of, customers, reply_with, wait};
use super::sample::*;
use crate::error::Timeout;
use crate::testing::{MockTransport, Reply, reply};
use crate::transport::TransportError;
use crate::{Error, RetryPolicy};

const CUSTOMER: &str = r#"{"id":"cus_1","merchantId":"org_1","balance":"1.50","type":"person",
    "createdAt":"2026-01-02T03:04:05Z"}"#;

fn refused() -> Reply {
    Err(TransportError::connect("refused"))
}

fn broken() -> Reply {
    Err(TransportError::other("reset"))
}

fn timeout() -> Reply {
    Err(TransportError::timeout("slow"))
}

/// A response after the timeouts of these tests.
fn late() -> Reply {
    std::thread::sleep(Duration::from_millis(60));
    timeout()
}

/// All outcomes that leave open whether the request was carried out.
fn uncertain() -> Vec<Reply> {
    let statuses = [408, 500, 501, 502, 503, 504, 505, 520, 524, 529, 599, 999];
    let mut replies: Vec<Reply> = statuses.map(|status| Ok(reply(status, "{}"))).into();
    replies.extend([broken(), timeout()]);
    replies
}

/// The result of a call whose first attempt ends like this and whose second one succeeds, and how
/// many attempts it made.
fn after<T>(
    first: Reply,
    call: impl AsyncFnOnce(Customers<'_, crate::Client>) -> Result<T, Error>,
) -> (Result<T, Error>, usize) {
    let mock = MockTransport::in_turn([first, Ok(reply(200, CUSTOMER))]);
    let client = client_of(&mock);
    let result = wait(Box::pin(call(customers(&client))));
    (result, mock.requests().len())
}

#[test]
fn idempotent_calls_are_retried_after_any_transient_failure() {
    for first in uncertain() {
        let what = format!("{first:?}");
        let (result, attempts) = after(first, async |customers| customers.get("cus_1").await);
        assert!(result.is_ok() && attempts == 2, "{what}");
    }
    for first in uncertain() {
        let (result, attempts) = after(first, async |customers| customers.delete("cus_1").await);
        assert!(result.is_ok() && attempts == 2);
    }
    for first in uncertain() {
        let (result, attempts) =
            after(first, async |customers| customers.upload_logo("cus_1", "PNG").await);
        assert!(result.is_ok() && attempts == 2);
    }
}

#[test]
fn non_idempotent_calls_are_not_repeated_once_they_may_have_taken_effect() {
    let create = || CreateCustomer::new("org_1");
    for first in uncertain() {
        let what = format!("{first:?}");
        let (result, attempts) = after(first, async |customers| customers.create(create()).await);
        let error = result.unwrap_err();
        assert_eq!(attempts, 1, "{what}");
        assert!(error.is_outcome_unknown(), "{what}");
    }
    for first in uncertain() {
        let (result, attempts) =
            after(first, async |customers| customers.update("cus_1", UpdateCustomer::new()).await);
        assert!(result.is_err() && attempts == 1);
    }
    for first in [refused(), Ok(reply(429, "{}"))] {
        let (result, attempts) = after(first, async |customers| customers.create(create()).await);
        assert!(result.is_ok() && attempts == 2, "a request that had no effect must be retried");
    }
}

#[test]
fn calls_with_an_idempotency_key_are_retried() {
    for first in uncertain() {
        let (result, attempts) =
            after(first, async |customers| customers.report(Report::new()).await);
        assert!(result.is_ok() && attempts == 2);
    }
    for first in uncertain() {
        let null = Report::new().clear_idempotency_key();
        let (result, attempts) = after(first, async |customers| customers.report(null).await);
        assert!(result.is_err() && attempts == 1, "a call without a key must not be retried");
    }
}

#[test]
fn permanent_responses_are_not_retried() {
    for status in [101, 302, 400, 401, 403, 404, 409, 421, 422, 451, 499] {
        let (result, attempts) =
            after(Ok(reply(status, "{}")), async |customers| customers.get("cus_1").await);
        let error = result.unwrap_err();
        assert_eq!((error.attempts(), attempts), (1, 1));
        // A change of protocol and a redirect are final too, but do not say what was done (RFC 9110, 15.2 and 15.4).
        assert_eq!(error.is_outcome_unknown(), status < 400);
    }
    for error in [TransportError::too_large(5), TransportError::unusable("no")] {
        let (result, attempts) = after(Err(error), async |customers| customers.get("cus_1").await);
        assert!(result.is_err() && attempts == 1);
    }
    let (result, attempts) =
        after(Ok(reply(200, "{")), async |customers| customers.get("cus_1").await);
    assert!(result.unwrap_err().is_decode() && attempts == 1);
}

#[test]
fn attempts_are_counted_and_limited() {
    let mock = MockTransport::replying(503, r#"{"message":"Busy"}"#);
    let error = wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err();
    assert_eq!((error.attempts(), mock.requests().len()), (4, 4));
    assert_eq!(
        error.to_string(),
        "customers.get: 503 Service Unavailable: Busy (after 4 attempts)"
    );
    for (policy, attempts) in [
        (RetryPolicy::never(), 1),
        (RetryPolicy::default().max_attempts(0), 1),
        (RetryPolicy::default().max_attempts(9), 9),
    ] {
        let mock = MockTransport::replying(503, "");
        let client = client_of(&mock);
        let call = customers(&client).get("cus_1").retries(policy);
        assert_eq!(wait(call).unwrap_err().attempts(), attempts);
        let client = builder(&mock).retries(policy).build().unwrap();
        assert_eq!(wait(customers(&client).get("cus_1")).unwrap_err().attempts(), attempts);
        assert_eq!(mock.requests().len(), 2 * attempts as usize);
    }
    let mock = MockTransport::in_turn([refused(), Ok(reply(503, "")), Ok(reply(200, CUSTOMER))]);
    let client = client_of(&mock);
    let response = wait(customers(&client).get("cus_1").with_response()).unwrap();
    assert_eq!(response.attempts(), 3);
}

#[test]
fn backoff_is_random_and_grows_up_to_a_limit() {
    let policy = RetryPolicy::default()
        .max_attempts(6)
        .base_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(5));
    let mut longest = [Duration::ZERO; 5];
    let mut all = Vec::new();
    for _ in 0..200 {
        let mock = MockTransport::replying(503, "");
        let client = client_of(&mock);
        assert!(wait(customers(&client).get("cus_1").retries(policy)).is_err());
        for (longest, wait) in longest.iter_mut().zip(mock.waits()) {
            *longest = wait.max(*longest);
            all.push(wait);
        }
    }
    for (longest, limit) in longest.into_iter().zip([1, 2, 4, 5, 5]) {
        let limit = Duration::from_secs(limit);
        assert!(longest <= limit && longest > limit.mul_f64(0.8), "{longest:?} of {limit:?}");
    }
    // Full jitter includes very short waits.
    assert!(all.iter().any(|wait| *wait < Duration::from_millis(100)));
}

#[test]
fn retry_after_is_not_shortened() {
    let busy = |value: &str| Ok(reply_with(429, "retry-after", value, "{}"));
    let date = |seconds| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&then).unwrap()
    };
    for (value, least) in [("1".to_owned(), 1000), ("20".to_owned(), 20_000), (date(30), 28_000)] {
        let mock = MockTransport::in_turn([busy(&value), Ok(reply(200, CUSTOMER))]);
        let client = client_of(&mock);
        wait(customers(&client).get("cus_1")).unwrap();
        let [waited] = mock.waits()[..] else { panic!("one wait") };
        assert!(waited >= Duration::from_millis(least), "{waited:?} for {value}");
        assert!(waited < Duration::from_millis(least + 3000), "{waited:?} for {value}");
    }
}

#[test]
fn a_retry_after_beyond_the_call_timeout_ends_the_call() {
    for value in ["121", "18446744073709551615", "99999999999999999999999", "soon", "-5"] {
        let mock = MockTransport::new(move |_| Ok(reply_with(429, "retry-after", value, "{}")));
        let client = client_of(&mock);
        let error = wait(customers(&client).get("cus_1")).unwrap_err();
        assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(120)));
        if value == "121" {
            assert_eq!(
                error.to_string(),
                "customers.get: 429 Too Many Requests (retry after 121s)"
            );
        }
        assert_eq!((mock.requests().len(), mock.waits().len()), (1, 0));
    }
}

#[test]
fn an_error_says_which_timeout_expired() {
    let limit = Duration::from_millis(50);
    let failing = |reply: fn() -> Reply| {
        let mock = MockTransport::new(move |_| reply());
        let client = builder(&mock).attempt_timeout(limit).retries(RetryPolicy::never());
        wait(customers(&client.build().unwrap()).get("cus_1")).unwrap_err()
    };
    let error = failing(late);
    assert_eq!(error.timeout(), Some(Timeout::Attempt));
    assert_eq!(
        error.to_string(),
        "customers.get: timed out: no complete response within 50ms, the limit of an attempt"
    );
    // A transport may have limits of its own, which are not known here.
    let error = failing(timeout);
    assert_eq!((error.is_timeout(), error.timeout()), (true, Some(Timeout::Attempt)));
    let text = error.to_string();
    assert!(text.contains("timed out before the response was complete"), "{error}");
    assert!(!text.contains("50ms"), "{error}");
    let error = failing(|| Err(TransportError::connect_timeout("slow")));
    assert_eq!(error.timeout(), Some(Timeout::Connect));
    assert_eq!(error.to_string(), "customers.get: no connection to the server in time: slow");
    assert!(!error.is_outcome_unknown());
    assert_eq!(failing(broken).timeout(), None);
    // The message says so only if the request changes something.
    let mock = MockTransport::new(|_| late());
    let client = builder(&mock).attempt_timeout(limit).retries(RetryPolicy::never());
    let client = client.build().unwrap();
    let error = wait(customers(&client).create(CreateCustomer::new("org_1"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "customers.create: timed out: no complete response within 50ms, the limit of an attempt (the request may have been carried out)"
    );

    let mock = MockTransport::new(|_| late());
    let client = client_of(&mock);
    let call = customers(&client).get("cus_1").timeout(limit).retries(RetryPolicy::never());
    let error = wait(call).unwrap_err();
    assert_eq!(error.timeout(), Some(Timeout::Total));
    assert_eq!(error.to_string(), "customers.get: timed out after 50ms, the limit of the call");
    let short = |timeout| customers(&client).get("cus_1").timeout(Duration::from_secs(timeout));
    let error = wait(short(0)).unwrap_err();
    assert_eq!((error.timeout(), error.attempts()), (Some(Timeout::Total), 0));
    assert!(error.is_timeout() && mock.requests().len() == 1);
    let call = short(60).attempt_timeout(Duration::from_secs(3)).retries(RetryPolicy::never());
    assert_eq!(wait(call).unwrap_err().timeout(), Some(Timeout::Attempt));
    assert_eq!(mock.limits().last().unwrap().timeout, Duration::from_secs(3));
}
