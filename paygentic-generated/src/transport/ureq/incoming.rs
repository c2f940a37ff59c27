//! The body of a response as a stream.

use std::io::{self, Read};

use bytes::Bytes;
use ureq::BodyReader;

use super::classify;
use crate::transport::{Limits, TransportError};

/// How much is read at a time, at most.
const PIECE: usize = 16 * 1024;

/// Gives the pieces of a body, as much of it at a time as is there.
pub(super) struct Incoming {
    /// `None` when it is over.
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
        let mut piece = vec![0; PIECE];
        let read = loop {
            match self.body.as_mut()?.read(&mut piece) {
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
                piece.truncate(read);
                Some(Ok(piece.into()))
            }
            Err(error) => {
                self.body = None;
                Some(Err(self.explain(error)))
            }
        }
    }
}
