//! TLS over a connection of `ureq`, set up as for the async client.
//!
//! `ureq` has TLS of its own, but not all of the settings: neither a minimum version nor certificates
//! besides those of the system.

use std::fmt;
use std::io::{Read, Write};

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
    TransportAdapter, time,
};

use super::raw_stream::RawStream;
use crate::transport::tls::Tls;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
use with_native_tls as library;
#[cfg(feature = "rustls")]
use with_rustls as library;

/// Adds TLS to the connections that need it.
pub(super) struct TlsConnector(library::Shared);

impl TlsConnector {
    pub(super) fn new(tls: Tls) -> Self {
        TlsConnector(library::Shared::from(tls))
    }
}

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Either<In, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default();
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let transport: Box<dyn Transport> = Box::new(transport);
        let mut below =
            RawStream::new(TransportAdapter::new(transport, details.current_time.clone()));
        below.adapter.set_timeout(remaining(details)?);
        let failure = below.failure.clone();
        let stream = library::handshake(&self.0, bare.unwrap_or(host), below)
            .map_err(|error| failure.or(error))?;
        let buffers = LazyBuffers::new(
            details.config.input_buffer_size(),
            details.config.output_buffer_size(),
        );
        Ok(Some(Either::B(TlsTransport { buffers, stream })))
    }
}

/// The time that is left to establish the connection.
fn remaining(details: &ConnectionDetails<'_>) -> Result<NextTimeout, Error> {
    use time::{Duration, Instant};

    let mut timeout = details.timeout;
    if let (Duration::Exact(limit), Instant::Exact(start), Instant::Exact(now)) =
        (timeout.after, details.now, (details.current_time)())
    {
        let left = limit.saturating_sub(now.saturating_duration_since(start));
        if left.is_zero() {
            return Err(Error::Timeout(timeout.reason));
        }
        timeout.after = Duration::Exact(left);
    }
    Ok(timeout)
}

impl fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConnector")
    }
}

/// A connection with TLS.
pub(super) struct TlsTransport {
    buffers: LazyBuffers,
    stream: library::Stream,
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let failure = library::below(&mut self.stream).begin(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        let result = self.stream.write_all(output).and_then(|()| self.stream.flush());
        result.map_err(|error| failure.or(error.into()))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let failure = library::below(&mut self.stream).begin(timeout);
        let input = self.buffers.input_append_buf();
        match self.stream.read(input) {
            // `native-tls` reports some errors as the end.
            Ok(0) => match failure.take() {
                Some(error) => Err(error),
                None if library::is_cut(&mut self.stream) => {
                    Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into())
                }
                None => Ok(false),
            },
            Ok(amount) => {
                self.buffers.input_appended(amount);
                Ok(true)
            }
            Err(error) => Err(failure.or(error.into())),
        }
    }

    fn is_open(&mut self) -> bool {
        library::below(&mut self.stream).adapter.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsTransport")
    }
}

#[cfg(feature = "rustls")]
mod with_rustls {
    use std::sync::Arc;

    use rustls::pki_types::ServerName;
    use rustls::{ClientConfig, ClientConnection, StreamOwned};

    use super::{Error, RawStream};

    pub(super) type Shared = Arc<ClientConfig>;
    pub(super) type Stream = StreamOwned<ClientConnection, RawStream>;

    pub(super) fn handshake(
        config: &Shared,
        host: &str,
        mut below: RawStream,
    ) -> Result<Stream, Error> {
        let name = ServerName::try_from(host).map_err(|error| Error::Other(error.into()))?;
        let mut connection = ClientConnection::new(config.clone(), name.to_owned())
            .map_err(|error| Error::Other(error.into()))?;
        connection.complete_io(&mut below)?;
        Ok(StreamOwned::new(connection, below))
    }

    pub(super) fn below(stream: &mut Stream) -> &mut RawStream {
        &mut stream.sock
    }

    /// Always false: `rustls` returns an error for that.
    pub(super) fn is_cut(_: &mut Stream) -> bool {
        false
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod with_native_tls {
    use native_tls::{HandshakeError, TlsConnector, TlsStream};

    use super::{Error, RawStream};

    pub(super) type Shared = TlsConnector;
    pub(super) type Stream = TlsStream<RawStream>;

    pub(super) fn handshake(
        connector: &Shared,
        host: &str,
        below: RawStream,
    ) -> Result<Stream, Error> {
        connector.connect(host, below).map_err(|error| match error {
            HandshakeError::Failure(error) => Error::Other(error.into()),
            HandshakeError::WouldBlock(_) => Error::ConnectionFailed,
        })
    }

    pub(super) fn below(stream: &mut Stream) -> &mut RawStream {
        stream.get_mut()
    }

    /// Whether the end was that of the connection: after `close_notify` the library reads no further.
    pub(super) fn is_cut(stream: &mut Stream) -> bool {
        below(stream).is_closed
    }
}
