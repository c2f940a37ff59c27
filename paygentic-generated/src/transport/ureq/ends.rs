//! Tells a connection that broke from one that was closed.
//!
//! `ureq` takes both for the end of a body without a length, so that a body that was cut, by the network or by
//! somebody on the way, would pass for the whole of it.

use std::io::{self, ErrorKind};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Stands above all other connectors, TLS too.
#[derive(Debug)]
pub(super) struct Ends;

/// A connection that ends when the other side closes it, and in no other way.
#[derive(Debug)]
pub(super) struct Ending<T>(T);

impl<In: Transport> Connector<In> for Ends {
    type Out = Ending<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(Ending))
    }
}

impl<T: Transport> Transport for Ending<T> {
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

/// TLS that ends without its own mark of the end, `close_notify`, is of the first kind.
fn is_taken_for_end(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}
