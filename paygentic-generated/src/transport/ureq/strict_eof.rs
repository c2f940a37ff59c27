//! Distinguishes a broken connection from a closed one.
//!
//! `ureq` treats both as the end of a body without a length, so that a body that was cut, by the network or by
//! an attacker, would count as complete.

use std::io::{self, ErrorKind};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Wraps all other connectors, including TLS.
#[derive(Debug)]
pub(super) struct StrictEof;

/// A connection whose input ends only when the other side closes it; anything else is an error.
#[derive(Debug)]
pub(super) struct StrictEofTransport<T>(T);

impl<In: Transport> Connector<In> for StrictEof {
    type Out = StrictEofTransport<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(StrictEofTransport))
    }
}

impl<T: Transport> Transport for StrictEofTransport<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout).map_err(|error| match error {
            Error::Io(error) if is_taken_for_end(error.kind()) => {
                Error::Io(io::Error::other(error))
            }
            error => error,
        })
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

/// TLS that ends without `close_notify` is reported as `UnexpectedEof`.
fn is_taken_for_end(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}
