//! Passes over interim responses, of which a server may send any number, with headers, before the final one (RFC 9110,
//! 15.2).
//!
//! `ureq` does that too, but refuses a `100 Continue` with headers.

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Stands above all other connectors, TLS too.
#[derive(Debug)]
pub(super) struct Interim;

/// A connection without interim responses.
#[derive(Debug)]
pub(super) struct Skipping<T> {
    transport: T,
    /// Whether a request was sent, and no final response has begun.
    is_waiting: bool,
}

impl<In: Transport> Connector<In> for Interim {
    type Out = Skipping<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|transport| Skipping { transport, is_waiting: false }))
    }
}

impl<T: Transport> Transport for Skipping<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.is_waiting = true;
        self.transport.transmit_output(amount, timeout)
    }

    /// What is left of the input may be nothing: then more is awaited, with what is left of the time.
    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let has_progress = self.transport.await_input(timeout)?;
        while self.is_waiting {
            let buffers = self.transport.buffers();
            match Begun::of(buffers.input()) {
                Begun::Interim(length) => buffers.input_consume(length),
                Begun::Unclear => break,
                Begun::Final => self.is_waiting = false,
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

/// What a response is, by its beginning.
#[derive(Debug, PartialEq, Eq)]
enum Begun {
    /// An interim one, this long.
    Interim(usize),
    /// The rest must come first.
    Unclear,
    /// The final one, or no response at all.
    Final,
}

impl Begun {
    fn of(input: &[u8]) -> Self {
        let blank = input.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let rest = &input[blank..];
        let form = b"HTTP/1.d 1dd";
        let fits = |(byte, form): (&u8, &u8)| match form {
            b'd' => byte.is_ascii_digit(),
            form => byte == form,
        };
        // The server goes on in another protocol after 101, so that nothing follows it.
        if !rest.iter().zip(form).all(fits) || rest.get(..form.len()).is_some_and(is_switch) {
            return Begun::Final;
        }
        match end(rest) {
            Some(end) => Begun::Interim(blank + end),
            None => Begun::Unclear,
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
    use super::Begun;

    #[test]
    fn only_complete_interim_responses_are_passed_over() {
        for (input, begun) in [
            ("", Begun::Unclear),
            ("\r\n", Begun::Unclear),
            ("HTTP/1.1", Begun::Unclear),
            ("HTTP/1.1 1", Begun::Unclear),
            ("HTTP/1.1 10", Begun::Unclear),
            ("HTTP/1.1 100", Begun::Unclear),
            ("HTTP/1.1 100 Continue\r\na: b\r\n", Begun::Unclear),
            ("HTTP/1.1 100 Continue\r\na: b\r\n\r\nHTTP", Begun::Interim(31)),
            ("HTTP/1.1 103\r\n\r\n", Begun::Interim(16)),
            ("HTTP/1.1 103\na: b\n\nHTTP", Begun::Interim(19)),
            ("\r\nHTTP/1.1 199 x\r\n\r\n", Begun::Interim(20)),
            ("HTTP/1.1 101 Switching Protocols\r\n\r\n", Begun::Final),
            ("HTTP/1.1 200 OK\r\n\r\n", Begun::Final),
            ("HTTP/1.1 2", Begun::Final),
            ("HTTP/1.1 1x", Begun::Final),
            ("SSH-2.0", Begun::Final),
        ] {
            assert_eq!(Begun::of(input.as_bytes()), begun, "{input:?}");
        }
    }
}
