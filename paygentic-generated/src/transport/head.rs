//! The limits of the head of a response, the same for both clients.
//!
//! The libraries have limits of their own, which differ. These are the largest that both can be set to: `ureq` has
//! no setting for the number of headers, and `reqwest` none for their size.

#[cfg(feature = "async")]
use http::HeaderMap;

/// How many headers there may be.
pub(super) const MOST_HEADERS: usize = 128;

/// How long status line and headers may be together, in bytes.
pub(super) const LONGEST_HEAD: usize = 64 * 1024;

/// Whether headers that were read are too long, as they stood on the wire in the usual form.
#[cfg(feature = "async")]
pub(super) fn is_too_long(headers: &HeaderMap) -> bool {
    let line = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        name.as_str().len() + ": \r\n".len() + value.len()
    };
    let ends = "HTTP/1.1 200 OK\r\n\r\n".len();
    headers.iter().map(line).sum::<usize>() + ends > LONGEST_HEAD
}

/// Whether an error says that `hyper` read no more of a head. Nothing but the text of its error is public.
#[cfg(feature = "async")]
pub(super) fn is_refused(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| cause.to_string() == "message head is too large")
}
