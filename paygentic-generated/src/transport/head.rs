//! The limits of the head of a response, the same for both clients.
//!
//! The libraries have limits of their own, which differ. These are the largest that both enforce without other
//! settings: `hyper` reads up to 100 headers without an allocation, and would have to allocate for more;
//! `ureq` reads up to 64 KiB.

use http::HeaderMap;

/// The maximum number of headers.
pub(super) const MAX_HEADERS: usize = 100;

/// The maximum size of status line and headers together, in bytes.
pub(super) const MAX_HEAD_SIZE: usize = 64 * 1024;

/// Whether there are too many headers, or they are too long in the usual form on the wire.
pub(super) fn is_too_large(headers: &HeaderMap) -> bool {
    let line = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        name.as_str().len() + ": \r\n".len() + value.len()
    };
    let ends = "HTTP/1.1 200 OK\r\n\r\n".len();
    headers.len() > MAX_HEADERS || headers.iter().map(line).sum::<usize>() + ends > MAX_HEAD_SIZE
}

/// Whether an error means that `hyper` rejected the size of a head. Only the text of its error is public.
#[cfg(feature = "async")]
pub(super) fn is_refused(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| cause.to_string() == "message head is too large")
}
