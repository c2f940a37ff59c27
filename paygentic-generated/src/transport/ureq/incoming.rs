//! The body of a response as an iterator of chunks.

use std::io::{self, Read};

use bytes::Bytes;
use ureq::BodyReader;

use super::classify;
use crate::transport::{Limits, TransportError};

/// The maximum size of a chunk.
const CHUNK_SIZE: usize = 16 * 1024;

/// Yields the body in chunks as they arrive.
pub(super) struct Incoming {
    /// `None` after the end or an error.
    body: Option<BodyReader<'static>>,
    limits: Limits,
}

impl Incoming {
    pub(super) fn new(body: ureq::Body, limits: Limits) -> Self {
        Incoming { body: Some(body.into_with_config().limit(u64::MAX).reader()), limits }
    }

    fn explain(&self, error: io::Error) -> TransportError {
        let error = match ureq::Error::from(error) {
            ureq::Error::Timeout(_) => return TransportError::idle(self.limits.idle),
            error => error,
        };
        classify(error, self.limits)
    }
}

impl Iterator for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = vec![0; CHUNK_SIZE];
        let read = loop {
            match self.body.as_mut()?.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(0) => {
                self.body = None;
                None
            }
            Ok(read) => {
                chunk.truncate(read);
                Some(Ok(chunk.into()))
            }
            Err(error) => {
                self.body = None;
                Some(Err(self.explain(error)))
            }
        }
    }
}
