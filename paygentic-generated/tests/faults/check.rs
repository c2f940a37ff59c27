//! Checks the outcome of a call whose attempts all meet the same fault.

use std::thread;
use std::time::{Duration, Instant};

use paygentic_generated::Error;
use paygentic_generated::error::Timeout;

use crate::client::{ClientUnderTest, Operation, Setup};
use crate::fault::Fault;
use crate::server::{Request, Server};

/// The limit of an attempt that is expected to time out.
const SHORT: Duration = Duration::from_millis(300);

/// Additional time for busy machines.
const MARGIN: Duration = Duration::from_secs(8);

/// The outcome of a call if the server behaves the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A value.
    Succeeds,
    /// No connection.
    CannotConnect,
    /// The time limit of the attempt.
    TimedOut,
    /// No response.
    NoResponse,
    /// A response that is too long.
    TooLong,
    /// A successful response that cannot be read.
    Unreadable,
    /// A response with this status.
    Status(u16),
}

use Outcome::*;

impl Outcome {
    /// The maximum number of attempts.
    fn attempts(self) -> u32 {
        if self == TimedOut { 2 } else { 3 }
    }

    /// Whether another attempt is made.
    fn is_repeated(self, operation: Operation) -> bool {
        match self {
            Succeeds | TooLong | Unreadable => false,
            CannotConnect | Status(429) => true,
            TimedOut | NoResponse | Status(408 | 500..) => operation.is_repeatable(),
            Status(_) => false,
        }
    }

    /// Whether the service may still have carried out the request.
    fn is_outcome_unknown(self) -> bool {
        matches!(self, TimedOut | NoResponse | TooLong | Status(408 | 500..))
    }

    fn check(self, error: &Error) {
        assert_eq!(error.is_connect(), self == CannotConnect);
        assert_eq!(error.is_timeout(), self == TimedOut);
        assert_eq!(error.timeout(), (self == TimedOut).then_some(Timeout::Attempt));
        assert_eq!(error.is_decode(), self == Unreadable);
        assert_eq!(error.to_string().contains("longer than"), self == TooLong);
        assert!(!error.is_invalid_request());
        match self {
            Status(status) => assert_eq!(error.status().unwrap(), status),
            Unreadable => assert!(error.status().unwrap().is_success()),
            _ => assert_eq!(error.status(), None),
        }
        if self != Unreadable {
            assert_eq!(error.is_outcome_unknown(), self.is_outcome_unknown());
        }
    }
}

/// The idempotency keys of a request, in its body and its header.
fn keys(request: &Request) -> (Option<String>, Option<String>) {
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    (
        body["idempotencyKey"].as_str().map(str::to_owned),
        request.header("idempotency-key").map(str::to_owned),
    )
}

/// The number of the attempt, and the head of the request without it.
pub(crate) fn numbered(request: &Request) -> (usize, String) {
    let number = request.header("x-client-attempt").unwrap();
    let lines = request.head.lines();
    let others = lines.filter(|line| !line.to_ascii_lowercase().starts_with("x-client-attempt"));
    (number.parse().unwrap(), others.collect::<Vec<_>>().join("\n"))
}

/// Asserts that the requests of one call are identical except for the attempt number, which increases.
pub(crate) fn assert_repeated(requests: &[Request]) {
    for pair in requests.windows(2) {
        let [(before, one), (after, other)] = [&pair[0], &pair[1]].map(numbered);
        assert!(before < after, "{before} and {after}");
        assert_eq!(one, other);
        assert_eq!(pair[0].body, pair[1].body);
    }
}

/// Checks that repeated requests differ only in the number of the attempt.
fn check_repetitions(operation: Operation, requests: &[Request], error: Option<&Error>) {
    let Some(first) = requests.first() else {
        return;
    };
    assert_repeated(requests);
    let (in_body, in_header) = keys(first);
    assert_eq!(in_body.is_some(), operation == Operation::Ingest);
    assert_eq!(in_header.is_some(), operation == Operation::LineItem);
    if let Some(error) = error {
        assert_eq!(error.idempotency_key(), in_body.or(in_header).as_deref());
    }
}

fn check_operation<T: ClientUnderTest>(
    client: &T,
    server: &Server,
    operation: Operation,
    fault: &Fault,
    outcome: Outcome,
) {
    let before = server.log();
    let start = Instant::now();
    let result = client.run(operation);
    let elapsed = start.elapsed();

    println!("{operation:?}: {result:?} after {elapsed:?}");
    let outcome = match (operation, outcome) {
        // The body is ignored, unless it is an HTML page.
        (Operation::Delete, Unreadable) if !fault.is_page() => Succeeds,
        _ => outcome,
    };
    assert_eq!(result.is_ok(), outcome == Succeeds);
    let attempts = match outcome.is_repeated(operation) {
        true => outcome.attempts(),
        false => 1,
    };
    if let Err(error) = &result {
        outcome.check(error);
        assert_eq!(error.attempts(), attempts);
        assert!(!format!("{error:?} {error}").contains("5ecret"));
    }
    let least = match outcome {
        TimedOut => SHORT * attempts,
        _ => Duration::ZERO,
    };
    assert!(elapsed >= least.mul_f64(0.9) && elapsed < least + MARGIN);

    let read = if fault.reads_request() { attempts } else { 0 };
    let requests = server.requests(before.requests.len() + read as usize);
    check_repetitions(operation, &requests[before.requests.len()..], result.err().as_ref());
    if matches!(fault, Fault::ClosedAtOnce) {
        let connections = server.log().connections - before.connections;
        assert_eq!(connections, attempts as usize);
    }
}

fn set_up<T: ClientUnderTest>(fault: &Fault, outcome: Outcome) -> (Server, T) {
    let server = Server::new([fault.clone()]);
    let mut setup = Setup::new(server.address()).attempts(outcome.attempts());
    if outcome == TimedOut {
        setup = setup.attempt(SHORT);
    }
    (server, setup.client::<T>())
}

pub(crate) fn check<T: ClientUnderTest>(fault: &Fault, outcome: Outcome) {
    let (server, client) = set_up::<T>(fault, outcome);
    for operation in Operation::ALL {
        check_operation(&client, &server, operation, fault, outcome);
    }
}

/// Runs the calls at the same time, because they mostly wait.
pub(crate) fn check_at_once<T: ClientUnderTest>(faults: &[Fault], outcome: Outcome) {
    let mut calls = Vec::new();
    for fault in faults {
        for operation in Operation::ALL {
            calls.push((fault, operation, set_up::<T>(fault, outcome)));
        }
    }
    thread::scope(|scope| {
        for (fault, operation, (server, client)) in calls {
            scope.spawn(move || {
                println!("{fault:?}");
                check_operation(&client, &server, operation, fault, outcome);
            });
        }
    });
}
