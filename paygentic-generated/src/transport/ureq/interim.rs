//! Skips interim responses: a server may send any number of them, with headers, before the final one (RFC 9110,
//! 15.2).
//!
//! `ureq` does that too, but rejects a `100 Continue` with headers.

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Wraps all other connectors, including TLS.
#[derive(Debug)]
pub(super) struct SkipInterim;

/// A connection without interim responses.
#[derive(Debug)]
pub(super) struct SkipInterimTransport<T> {
    transport: T,
    /// Whether a request was sent, and no final response has begun.
    is_waiting: bool,
}

impl<In: Transport> Connector<In> for SkipInterim {
    type Out = SkipInterimTransport<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|transport| SkipInterimTransport { transport, is_waiting: false }))
    }
}

impl<T: Transport> Transport for SkipInterimTransport<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.is_waiting = true;
        self.transport.transmit_output(amount, timeout)
    }

    /// The rest of the input may be empty: then `ureq` waits for more, within the remaining time.
    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let has_progress = self.transport.await_input(timeout)?;
        while self.is_waiting {
            let buffers = self.transport.buffers();
            match ResponseStart::of(buffers.input()) {
                ResponseStart::Interim(length) => buffers.input_consume(length),
                ResponseStart::Unclear => break,
                ResponseStart::Final => self.is_waiting = false,
            }
        }
        Ok(has_progress)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

/// The kind of a response, by its beginning.
#[derive(Debug, PartialEq, Eq)]
enum ResponseStart {
    /// An interim response of this length.
    Interim(usize),
    /// More input is needed to decide.
    Unclear,
    /// The final one, or no response at all.
    Final,
}

impl ResponseStart {
    fn of(input: &[u8]) -> Self {
        let blank = input.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let rest = &input[blank..];
        let form = b"HTTP/1.d 1dd";
        let fits = |(byte, form): (&u8, &u8)| match form {
            b'd' => byte.is_ascii_digit(),
            form => byte == form,
        };
        // After 101 the server continues in another protocol, so no final response follows.
        if !rest.iter().zip(form).all(fits) || rest.get(..form.len()).is_some_and(is_switch) {
            return ResponseStart::Final;
        }
        match end(rest) {
            Some(end) => ResponseStart::Interim(blank + end),
            None => ResponseStart::Unclear,
        }
    }
}

/// Where the head ends: at an empty line, with or without carriage returns.
fn end(head: &[u8]) -> Option<usize> {
    let mut breaks = head.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    breaks.find_map(|(at, _)| match head.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

fn is_switch(start: &[u8]) -> bool {
    start.ends_with(b"101")
}

#[cfg(test)]
mod tests {
    use super::ResponseStart;

    #[test]
    fn only_complete_interim_responses_are_passed_over() {
        for (input, begun) in [
            ("", ResponseStart::Unclear),
            ("\r\n", ResponseStart::Unclear),
            ("HTTP/1.1", ResponseStart::Unclear),
            ("HTTP/1.1 1", ResponseStart::Unclear),
            ("HTTP/1.1 10", ResponseStart::Unclear),
            ("HTTP/1.1 100", ResponseStart::Unclear),
            ("HTTP/1.1 100 Continue\r\na: b\r\n", ResponseStart::Unclear),
            ("HTTP/1.1 100 Continue\r\na: b\r\n\r\nHTTP", ResponseStart::Interim(31)),
            ("HTTP/1.1 103\r\n\r\n", ResponseStart::Interim(16)),
            ("HTTP/1.1 103\na: b\n\nHTTP", ResponseStart::Interim(19)),
            ("\r\nHTTP/1.1 199 x\r\n\r\n", ResponseStart::Interim(20)),
            ("HTTP/1.1 101 Switching Protocols\r\n\r\n", ResponseStart::Final),
            ("HTTP/1.1 200 OK\r\n\r\n", ResponseStart::Final),
            ("HTTP/1.1 2", ResponseStart::Final),
            ("HTTP/1.1 1x", ResponseStart::Final),
            ("SSH-2.0", ResponseStart::Final),
        ] {
            assert_eq!(ResponseStart::of(input.as_bytes()), begun, "{input:?}");
        }
    }
}
