//! What `tracing` is told, if the feature is on: never bodies, query, ids in paths, or headers other
//! than the request id.

#[cfg(feature = "tracing")]
mod on {
    #[cfg(feature = "async")]
    use std::future::Future;
    use std::time::{Duration, Instant};

    use bytes::Bytes;
    use http::Response;
    #[cfg(feature = "async")]
    use tracing::Instrument;
    use tracing::{Span, debug, info_span, warn};

    use crate::error::{Error, History, request_id};
    use crate::operation::Operation;

    /// The span of a call.
    fn span(operation: &Operation) -> Span {
        info_span!(
            "call",
            operation = operation.name,
            http.method = %operation.method,
            http.route = operation.path,
        )
    }

    /// Does the work of a call inside its span.
    #[cfg(feature = "async")]
    pub(crate) fn future<F: Future>(
        operation: &Operation,
        work: F,
    ) -> impl Future<Output = F::Output> {
        work.instrument(span(operation))
    }

    /// Does the work of a call inside its span.
    #[cfg(feature = "blocking")]
    pub(crate) fn block<T>(operation: &Operation, work: impl FnOnce() -> T) -> T {
        span(operation).in_scope(work)
    }

    /// Tells of a queue that is gone with items in it that nobody will hear of.
    #[cfg(feature = "async")]
    pub(crate) fn dropped(items: usize) {
        if items > 0 {
            warn!(items, "a queue was dropped without being shut down");
        }
    }

    /// Tells of one attempt, and of the wait before the next one, if there is to be one.
    pub(crate) fn attempt(
        history: &History,
        started: Instant,
        attempt: &Result<&Response<Bytes>, &Error>,
        wait: Option<Duration>,
    ) {
        // Looked at only where somebody listens.
        let elapsed = || started.elapsed().as_millis() as u64;
        let number = history.attempts;
        let safe = |id: Option<&str>| id.map(|id| history.mask.safe(id));
        match attempt {
            Ok(response) => debug!(
                attempt = number,
                status = response.status().as_u16(),
                elapsed_ms = elapsed(),
                request_id = safe(request_id(response.headers())),
                "response"
            ),
            Err(error) => {
                let status = error.status().map(|status| status.as_u16());
                let (request_id, problem) = (safe(error.request_id()), error.problem());
                match wait.map(|wait| wait.as_millis() as u64) {
                    // The caller does not learn of it otherwise.
                    Some(wait_ms) => warn!(
                        attempt = number,
                        status,
                        elapsed_ms = elapsed(),
                        request_id,
                        problem,
                        wait_ms,
                        "attempt failed, and is repeated"
                    ),
                    None => debug!(
                        attempt = number,
                        status,
                        elapsed_ms = elapsed(),
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

    #[cfg(feature = "async")]
    pub(crate) fn future<F: Future>(_: &Operation, work: F) -> F {
        work
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn block<T>(_: &Operation, work: impl FnOnce() -> T) -> T {
        work()
    }

    #[cfg(feature = "async")]
    pub(crate) fn dropped(_: usize) {}

    pub(crate) fn attempt(
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
