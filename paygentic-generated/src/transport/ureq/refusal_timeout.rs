//! Keeps the body of a refusal within the time limit of its attempt.
//!
//! `ureq` has one limit for the body of a response, whatever its status. A file that is streamed may take as long as it
//! likes, but an explanation in its place may not.

use std::time::Instant;

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, NextTimeout, Transport, time,
};

/// Stands above the connector that passes over interim responses.
#[derive(Debug)]
pub(super) struct RefusalTimeout;

/// A connection that tells how far it is with a response.
#[derive(Debug)]
pub(super) struct RefusalTimeoutTransport<T> {
    transport: T,
    stage: Stage,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    /// A request was sent, and the status of its response is not yet there.
    Sent,
    /// The response has a limit of its own.
    Open,
    /// It is a refusal, which must be over then.
    Refused(Instant),
}

impl<In: Transport> Connector<In> for RefusalTimeout {
    type Out = RefusalTimeoutTransport<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|transport| RefusalTimeoutTransport { transport, stage: Stage::Open }))
    }
}

impl<T: Transport> Transport for RefusalTimeoutTransport<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stage = Stage::Sent;
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, mut timeout: NextTimeout) -> Result<bool, Error> {
        match self.stage {
            Stage::Open => self.transport.await_input(timeout),
            Stage::Sent => {
                let end = end_of(timeout);
                let has_progress = self.transport.await_input(timeout)?;
                self.stage = match (status_class(self.transport.buffers().input()), end) {
                    // Of an interim response that is not complete yet, too.
                    (None | Some(b'1'), _) => Stage::Sent,
                    (Some(b'4' | b'5'), Some(end)) => Stage::Refused(end),
                    (Some(_), _) => Stage::Open,
                };
                Ok(has_progress)
            }
            Stage::Refused(end) => {
                let left = end.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(Error::Timeout(timeout.reason));
                }
                if left < *timeout.after {
                    timeout.after = time::Duration::Exact(left);
                }
                self.transport.await_input(timeout)
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

/// When the wait is over; `None` if it has no end.
fn end_of(timeout: NextTimeout) -> Option<Instant> {
    match timeout.after {
        time::Duration::Exact(after) => Instant::now().checked_add(after),
        time::Duration::NotHappening => None,
    }
}

/// The first digit of the status, if it is there.
fn status_class(input: &[u8]) -> Option<u8> {
    let blank = input.iter().take_while(|byte| b"\r\n".contains(byte)).count();
    input.get(blank + "HTTP/1.1 ".len()).copied()
}
