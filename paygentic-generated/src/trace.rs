//! Spans and events for `tracing`, if the feature is on: never bodies, query, ids in paths, or headers other
//! than the request ids. docs/guide/logging.md says which events there are, and at which level.

#[cfg(feature = "tracing")]
mod on {
    #[cfg(feature = "async")]
    use std::future::Future;
    use std::time::{Duration, Instant};

    use bytes::Bytes;
    use http::Response;
    #[cfg(feature = "async")]
    use tracing::Instrument;
    use tracing::{Span, debug, error, info_span, warn};

    use crate::error::{Error, History, request_id};
    use crate::operation::Operation;
    #[cfg(any(feature = "async", feature = "blocking"))]
    use crate::queue::{QueueState, QueueStats};

    /// The target of all spans and events.
    const TARGET: &str = env!("CARGO_CRATE_NAME");

    /// The span of a call.
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(operation: &Operation) -> Self {
            CallSpan(info_span!(
                target: TARGET,
                "call",
                operation = operation.name,
                http.method = %operation.method,
                http.route = operation.path,
            ))
        }

        /// Does the work of a call inside its span.
        #[cfg(feature = "async")]
        pub(crate) fn future<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
            work.instrument(self.0.clone())
        }

        /// Does the work of a call inside its span.
        #[cfg(feature = "blocking")]
        pub(crate) fn block<T>(&self, work: impl FnOnce() -> T) -> T {
            self.0.in_scope(work)
        }

        /// Reports that the call failed for good.
        #[cold]
        pub(crate) fn failed(&self, error: Error) -> Error {
            self.0.in_scope(|| failed(error))
        }
    }

    /// Reports a call that failed for good: a refusal of the service is a warning, everything else an error.
    #[cold]
    pub(crate) fn failed(failure: Error) -> Error {
        let is_refusal = failure.is_refusal();
        macro_rules! log_failure {
            ($level:ident, $message:literal) => {
                $level!(
                    target: TARGET,
                    operation = failure.operation(),
                    status = failure.status().map(|status| status.as_u16()),
                    problem = failure.problem().as_deref(),
                    attempts = failure.attempts(),
                    client_request_id = failure.client_request_id(),
                    request_id = failure.shown_request_id(),
                    $message
                )
            };
        }
        match is_refusal {
            true => log_failure!(warn, "call refused"),
            false => log_failure!(error, "call failed"),
        }
        failure
    }

    /// Reports a dropped queue with items whose outcome will not be reported.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn dropped(items: usize) {
        if items > 0 {
            warn!(target: TARGET, items, "a queue was dropped without being shut down");
        }
    }

    /// Reports items of a queue that were refused, each time their number has doubled since the last report.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn refused(items: u64, failure: &Error) {
        if items.is_power_of_two() {
            warn!(
                target: TARGET,
                items,
                operation = failure.operation(),
                status = failure.status().map(|status| status.as_u16()),
                problem = failure.problem().as_deref(),
                "items of a queue were not accepted"
            );
        }
    }

    /// Reports a change of a queue's state: a warning if it slows down or stops.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn queue_state(
        before: QueueState,
        after: QueueState,
        stats: impl FnOnce() -> QueueStats,
    ) {
        if after == QueueState::Sending {
            debug!(target: TARGET, %before, "a queue is at full speed again");
            return;
        }
        let stats = stats();
        warn!(
            target: TARGET,
            state = %after,
            %before,
            depth = stats.depth,
            oldest_s = stats.oldest.map(|age| age.as_secs()),
            rate = stats.rate,
            "a queue slowed down"
        );
    }

    /// Reports a queue that has stopped sending, because its runtime is gone, or no thread could be started.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn queue_stopped() {
        warn!(target: TARGET, "a queue stopped before it was shut down: its runtime ended, or no thread can be started");
    }

    /// Reports a disk that cannot be written to or read.
    #[cfg(all(feature = "durable", any(feature = "async", feature = "blocking")))]
    pub(crate) fn spool_failed(problem: &str) {
        error!(target: TARGET, problem, "the disk of a queue failed");
    }

    /// Reports a damaged file, and how much of it was recovered.
    #[cfg(all(feature = "durable", any(feature = "async", feature = "blocking")))]
    pub(crate) fn spool_damaged(damage: &crate::queue::Damage) {
        error!(
            target: TARGET,
            problem = damage.reason,
            recovered = damage.recovered,
            broken = damage.broken,
            set_aside = damage.set_aside.as_ref().map(|path| path.display().to_string()),
            "the file of a queue was damaged"
        );
    }

    /// Reports that the caller's code for an item of a queue panicked.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn item_panicked(code: &str) {
        error!(target: TARGET, code, "the code of an item of a queue panicked");
    }

    /// Reports that the hook of a queue panicked.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn hook_panicked() {
        error!(target: TARGET, "the hook of a queue panicked");
    }

    /// Reports one attempt, and the wait before the next one, if there is to be one.
    pub(crate) fn log_attempt(
        history: &History,
        started: Instant,
        attempt: &Result<&Response<Bytes>, &Error>,
        wait: Option<Duration>,
    ) {
        // Closures, because fields are computed only if a subscriber records them.
        let elapsed = || started.elapsed().as_millis() as u64;
        let number = history.attempts;
        let id = || history.mask.safe(&history.client_request_id);
        let safe = |id: Option<&str>| id.map(|id| history.mask.safe(id));
        match attempt {
            Ok(response) => debug!(
                target: TARGET,
                attempt = number,
                status = response.status().as_u16(),
                elapsed_ms = elapsed(),
                client_request_id = id(),
                request_id = safe(request_id(response.headers())),
                "response"
            ),
            Err(error) => {
                let status = error.status().map(|status| status.as_u16());
                let (request_id, problem) = (safe(error.request_id()), error.problem());
                let problem = problem.as_deref();
                match wait.map(|wait| wait.as_millis() as u64) {
                    // A warning, because the caller gets no error for this attempt.
                    Some(wait_ms) => warn!(
                        target: TARGET,
                        attempt = number,
                        status,
                        elapsed_ms = elapsed(),
                        client_request_id = id(),
                        request_id,
                        problem,
                        wait_ms,
                        "attempt failed, and is repeated"
                    ),
                    None => debug!(
                        target: TARGET,
                        attempt = number,
                        status,
                        elapsed_ms = elapsed(),
                        client_request_id = id(),
                        request_id,
                        problem,
                        "attempt failed"
                    ),
                }
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    #[cfg(feature = "async")]
    use std::future::Future;
    use std::time::{Duration, Instant};

    use bytes::Bytes;
    use http::Response;

    use crate::error::{Error, History};
    use crate::operation::Operation;
    #[cfg(any(feature = "async", feature = "blocking"))]
    use crate::queue::{QueueState, QueueStats};

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_: &Operation) -> Self {
            CallSpan
        }

        #[cfg(feature = "async")]
        pub(crate) fn future<F: Future>(&self, work: F) -> F {
            work
        }

        #[cfg(feature = "blocking")]
        pub(crate) fn block<T>(&self, work: impl FnOnce() -> T) -> T {
            work()
        }

        pub(crate) fn failed(&self, error: Error) -> Error {
            error
        }
    }

    pub(crate) fn failed(error: Error) -> Error {
        error
    }

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn refused(_: u64, _: &Error) {}

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn queue_state(_: QueueState, _: QueueState, _: impl FnOnce() -> QueueStats) {}

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn queue_stopped() {}

    #[cfg(all(feature = "durable", any(feature = "async", feature = "blocking")))]
    pub(crate) fn spool_failed(_: &str) {}

    #[cfg(all(feature = "durable", any(feature = "async", feature = "blocking")))]
    pub(crate) fn spool_damaged(_: &crate::queue::Damage) {}

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn item_panicked(_: &str) {}

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn hook_panicked() {}

    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn dropped(_: usize) {}

    pub(crate) fn log_attempt(
        _: &History,
        _: Instant,
        _: &Result<&Response<Bytes>, &Error>,
        _: Option<Duration>,
    ) {
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;
