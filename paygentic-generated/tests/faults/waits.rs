//! How long the clients wait between attempts, and that they succeed when the server recovers.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use paygentic_generated::error::Timeout;

use crate::check::assert_repeated;
use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    retry_after_is_respected_within_the_total_timeout
    no_wait_exceeds_the_total_timeout
    a_retry_after_in_the_past_is_harmless
    repeatable_calls_survive_a_series_of_failures
    a_series_of_failures_does_not_repeat_unsafe_calls
    the_total_timeout_ends_an_attempt
    a_server_that_starts_later_is_reached
    a_timeout_of_zero_is_a_timeout
}

fn later(status: u16, wait: &str) -> Fault {
    answered(response(status, &format!("retry-after: {wait}\r\n"), "{}"))
}

/// The cases run concurrently, because they mostly wait.
fn retry_after_is_respected_within_the_total_timeout<T: ClientUnderTest>() {
    std::thread::scope(|scope| {
        // After this response even a request without a key is retried.
        scope.spawn(|| retry_after_in_seconds_is_not_shortened::<T>(429, Operation::Create));
        scope.spawn(|| retry_after_in_seconds_is_not_shortened::<T>(503, Operation::Get));
        scope.spawn(retry_after_as_a_date_is_not_shortened::<T>);
        scope.spawn(the_total_timeout_ends_a_series_of_failures::<T>);
    });
}

fn retry_after_in_seconds_is_not_shortened<T: ClientUnderTest>(status: u16, operation: Operation) {
    let server = Server::new([later(status, "1"), good()]);
    let start = Instant::now();
    let client: T = Setup::new(server.address()).client();
    client.run(operation).unwrap();
    assert!(start.elapsed() < Duration::from_secs(8));
    let requests = server.requests(2);
    let wait = requests[1].arrived - requests[0].arrived;
    assert!(wait >= Duration::from_millis(990), "{wait:?}");
}

fn retry_after_as_a_date_is_not_shortened<T: ClientUnderTest>() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let second = now.as_secs() as i64 + 2;
    let date = Timestamp::from_second(second).unwrap();
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&date).unwrap();
    let server = Server::new([later(429, &date), good()]);
    let client: T = Setup::new(server.address()).client();
    client.run(Operation::Create).unwrap();
    server.requests(2);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let late = now.as_secs_f64() - second as f64;
    assert!((0.0..8.0).contains(&late), "{late}");
}

fn no_wait_exceeds_the_total_timeout<T: ClientUnderTest>() {
    for (status, wait) in
        [(429, "3600"), (503, "18446744073709551615"), (429, "Fri, 24 Dec 9999 23:59:59 GMT")]
    {
        let server = Server::new([later(status, wait)]);
        let setup = Setup::new(server.address()).total(Duration::from_secs(30));
        let start = Instant::now();
        let error = error_of(setup.client::<T>().run(Operation::Get));
        assert!(start.elapsed() < Duration::from_secs(8), "{wait}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.attempts(), 1);
        assert!(error.retry_after().unwrap() >= Duration::from_secs(3590));
        server.requests(1);
    }
}

fn a_retry_after_in_the_past_is_harmless<T: ClientUnderTest>() {
    for wait in ["0", "0.5", "Wed, 21 Oct 2015 07:28:00 GMT", "Thu, 1 Jan 1970 00:00:00 GMT"] {
        let server = Server::new([later(429, wait), good()]);
        let start = Instant::now();
        let client: T = Setup::new(server.address()).client();
        client.run(Operation::Get).unwrap();
        assert!(start.elapsed() < Duration::from_secs(8), "{wait}");
        server.requests(2);
    }
}

fn repeatable_calls_survive_a_series_of_failures<T: ClientUnderTest>() {
    for operation in Operation::ALL {
        if !operation.is_repeatable() {
            continue;
        }
        let mut script: Vec<_> = [500, 502, 503, 504, 408, 429].map(status).into();
        script.extend([cut(""), Fault::ClosedAtOnce, cut("HTTP/1.1 2"), good()]);
        let server = Server::new(script);
        let client: T = Setup::new(server.address()).attempts(20).client();
        client.run(operation).unwrap();
        let requests = server.requests(9);
        assert_repeated(&requests);
    }
}

fn a_series_of_failures_does_not_repeat_unsafe_calls<T: ClientUnderTest>() {
    for fault in [500, 502, 503, 504, 408].map(status) {
        let server = Server::new([status(429), status(429), fault, good()]);
        let client: T = Setup::new(server.address()).attempts(20).client();
        let error = error_of(client.run(Operation::Create));
        assert_eq!(error.attempts(), 3);
        assert!(error.is_outcome_unknown());
        server.requests(3);
    }
}

fn the_total_timeout_ends_a_series_of_failures<T: ClientUnderTest>() {
    let server = Server::new([later(429, "1")]);
    let setup = Setup::new(server.address()).total(Duration::from_millis(1500));
    let start = Instant::now();
    let error = error_of(setup.attempts(u32::MAX).client::<T>().run(Operation::Get));
    assert!(start.elapsed() < Duration::from_secs(8));
    assert!(error.is_rate_limited(), "{error}");
    assert!((1..=2).contains(&error.attempts()), "{error}");
    server.requests(error.attempts() as usize);
}

fn the_total_timeout_ends_an_attempt<T: ClientUnderTest>() {
    let server = Server::new([stalled("HTTP/1.1 200 OK\r\n")]);
    let setup = Setup::new(server.address())
        .attempt(Duration::from_millis(400))
        .total(Duration::from_millis(600));
    let start = Instant::now();
    let error = error_of(setup.client::<T>().run(Operation::Get));
    let elapsed = start.elapsed();
    assert!(elapsed > Duration::from_millis(550) && elapsed < Duration::from_secs(8));
    assert_eq!(error.timeout(), Some(Timeout::Total), "{error}");
    assert!(error.is_timeout() && error.is_outcome_unknown());
    assert_eq!(error.attempts(), 2);
}

fn a_server_that_starts_later_is_reached<T: ClientUnderTest>() {
    let server = Server::new([Fault::Refused, good()]);
    let setup = Setup::new(server.address()).attempts(u32::MAX);
    std::thread::scope(|scope| {
        let call = scope.spawn(|| setup.client::<T>().run(Operation::Create));
        std::thread::sleep(Duration::from_millis(100));
        server.listen();
        call.join().unwrap().unwrap();
    });
    server.requests(1);
}

fn a_timeout_of_zero_is_a_timeout<T: ClientUnderTest>() {
    let server = Server::bait();
    let setup = Setup::new(server.address()).total(Duration::ZERO);
    let error = error_of(setup.client::<T>().run(Operation::Get));
    assert_eq!(error.timeout(), Some(Timeout::Total), "{error}");
    assert!(!error.is_outcome_unknown());
    server.assert_no_connection();
}
