//! Faults of a server, and the responses that tests share.

use std::time::Duration;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nothing listens on the port until [`Server::listen`](crate::server::Server::listen). Only at
    /// the beginning of a script.
    Refused,
    /// Closes the connection before reading anything.
    ClosedAtOnce,
    /// Resets the connection before reading anything.
    ResetAtOnce,
    /// Resets the connection when the first bytes of a request are there.
    ResetInRequest,
    /// Writes this and keeps the connection open.
    Answered(Vec<u8>),
    /// Writes this and closes the connection.
    Cut(Vec<u8>),
    /// Writes this and resets the connection.
    Reset(Vec<u8>),
    /// Writes this and nothing more until the client goes away.
    Stalled(Vec<u8>),
    /// Writes this byte by byte and keeps the connection open.
    Dripped(Vec<u8>),
    /// Writes the head and then the piece again and again.
    Endless { head: Vec<u8>, piece: Vec<u8>, pause: Duration },
}

impl Fault {
    /// Whether it occurs before a request is read.
    pub(crate) fn is_before_request(&self) -> bool {
        matches!(self, Fault::Refused | Fault::ClosedAtOnce | Fault::ResetAtOnce)
    }

    /// Whether it is an HTML page.
    pub(crate) fn is_page(&self) -> bool {
        matches!(self, Fault::Answered(text) if String::from_utf8_lossy(text).contains("<html>"))
    }

    /// Whether a request arrives completely.
    pub(crate) fn reads_request(&self) -> bool {
        !self.is_before_request() && !matches!(self, Fault::ResetInRequest)
    }
}

/// Writes this and keeps the connection open.
pub(crate) fn answered(text: impl Into<Vec<u8>>) -> Fault {
    Fault::Answered(text.into())
}

/// Writes this and closes the connection.
pub(crate) fn cut(text: impl Into<Vec<u8>>) -> Fault {
    Fault::Cut(text.into())
}

/// Writes this and nothing more.
pub(crate) fn stalled(text: &str) -> Fault {
    Fault::Stalled(text.into())
}

/// Writes the piece again and again, as fast as the client reads.
pub(crate) fn endless(head: &str, piece: impl Into<Vec<u8>>) -> Fault {
    Fault::Endless { head: head.into(), piece: piece.into(), pause: Duration::ZERO }
}

/// Writes the piece again and again, slowly.
pub(crate) fn trickling(head: &str, piece: &str) -> Fault {
    Fault::Endless { head: head.into(), piece: piece.into(), pause: Duration::from_millis(20) }
}

/// A success with a body that any operation of these tests can read.
pub(crate) fn good() -> Fault {
    answered(response(200, "", BODY))
}

/// A response with a status and an empty object.
pub(crate) fn status(status: u16) -> Fault {
    answered(response(status, "", "{}"))
}

/// A complete response; the headers have a line break at their ends.
pub(crate) fn response(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Reason\r\n{headers}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A complete response in chunks of one byte.
pub(crate) fn chunked(body: &str) -> Vec<u8> {
    let mut text = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for byte in body.bytes() {
        text.extend([b'1', b'\r', b'\n', byte, b'\r', b'\n']);
    }
    text.extend(b"0\r\n\r\n");
    text
}

/// A customer, the response to creating one, a line item and an event in one: unknown fields are
/// ignored.
pub(crate) const BODY: &str = r#"{"object":"customer","id":"x_1","consumerId":"org_2",
"merchantId":"org_1","createdAt":"2026-01-02T03:04:05Z","updatedAt":"2026-01-02T03:04:05Z",
"validTaxAddress":{"valid":true},"customerId":"cus_1","subscriptionId":"sub_1","type":"manual",
"status":"pending","displayName":"Set-up","currency":"EUR","periodStart":"2026-01-02T03:04:05Z",
"periodEnd":"2026-01-02T03:04:05Z","invoiceAt":"2026-01-02T03:04:05Z","unitPrice":"250.5"}"#;
