//! Connects, and marks errors of connecting, after which a retry is always safe because nothing was sent.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use http::Uri;
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout};

/// An error that occurred before a connection was established.
#[derive(Debug)]
pub(super) struct Unsent(pub(super) Error);

impl Unsent {
    /// Marks the error. A timeout has its own kind of error already.
    fn mark(error: Error) -> Error {
        match error {
            Error::Timeout(_) => error,
            // The connector of a proxy connection is the same, and may have marked the error already.
            Error::Other(inner) if inner.is::<Unsent>() => Error::Other(inner),
            error => Error::Other(Box::new(Unsent(error))),
        }
    }
}

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Unsent {}

/// Marks all errors of the inner connector.
#[derive(Debug)]
pub(super) struct MarkUnsent<C>(pub(super) C);

impl<C: Connector> Connector for MarkUnsent<C> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        self.0.connect(details, chained).map_err(Unsent::mark)
    }
}

/// Asks the operating system for the addresses of a name; an IP address needs no look-up.
#[derive(Debug, Default)]
pub(super) struct DnsResolver(DefaultResolver);

impl Resolver for DnsResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        match literal(uri) {
            Some(address) => {
                let mut addresses = self.empty();
                addresses.push(address);
                Ok(addresses)
            }
            None => self.0.resolve(uri, config, timeout).map_err(Unsent::mark),
        }
    }
}

fn literal(uri: &Uri) -> Option<SocketAddr> {
    let host = uri.host()?;
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let address: IpAddr = bare.unwrap_or(host).parse().ok()?;
    let port = match uri.port_u16() {
        Some(port) => port,
        None if uri.scheme_str() == Some("https") => 443,
        None if uri.scheme_str() == Some("http") => 80,
        None => return None,
    };
    Some(SocketAddr::new(address, port))
}
