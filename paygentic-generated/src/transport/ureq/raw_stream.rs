//! The connection below TLS as `Read` and `Write`. It keeps the error of the connection, which TLS libraries wrap
//! beyond recognition.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ureq::Error;
use ureq::unversioned::transport::{NextTimeout, Transport, TransportAdapter};

/// A connection below TLS, for a TLS library.
pub(super) struct RawStream {
    pub(super) adapter: TransportAdapter<Box<dyn Transport>>,
    pub(super) failure: Failure,
    /// Whether the other side closed the connection, with or without `close_notify`.
    #[cfg_attr(feature = "rustls", allow(dead_code))]
    pub(super) is_closed: bool,
}

/// Why the connection failed.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<Error>>>);

impl Failure {
    pub(super) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Why the connection failed, or else the error of the TLS library.
    pub(super) fn or(&self, other: Error) -> Error {
        self.take().unwrap_or(other)
    }

    /// Keeps the error, and returns a substitute of the same kind.
    fn keep(&self, error: io::Error) -> io::Error {
        let kind = error.kind();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.into());
        kind.into()
    }
}

impl RawStream {
    pub(super) fn new(adapter: TransportAdapter<Box<dyn Transport>>) -> Self {
        RawStream { adapter, failure: Failure::default(), is_closed: false }
    }

    /// Begins an operation with a time limit.
    pub(super) fn begin(&mut self, timeout: NextTimeout) -> Failure {
        self.adapter.set_timeout(timeout);
        self.failure.take();
        self.failure.clone()
    }
}

impl Read for RawStream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.adapter.read(bytes).map_err(|error| self.failure.keep(error))?;
        self.is_closed |= read == 0 && !bytes.is_empty();
        Ok(read)
    }
}

impl Write for RawStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.adapter.write(bytes).map_err(|error| self.failure.keep(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.adapter.flush().map_err(|error| self.failure.keep(error))
    }
}

impl fmt::Debug for RawStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawStream")
    }
}
