#![doc = include_str!("../docs/blocking.md")]

use std::fmt;
use std::sync::Arc;

use crate::builder::{Builds, Settings, constructors};
use crate::call::{Call, Decode, Outgoing};
use crate::config::Config;
use crate::error::Error;
use crate::exchange::{Answer, Exchange, Next};
use crate::response::Response;
use crate::trace;
use crate::transport::{BlockingTransport, UreqTransport};

pub use crate::builder::ClientBuilder;

/// A client whose calls wait for their responses.
///
/// It keeps its connections open and is cheap to clone: make one and share it, also between
/// threads.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    transport: Box<dyn BlockingTransport>,
}

constructors!(Client);

impl Client {
    /// Sends a call and reads its response.
    pub(crate) fn run<T>(
        &self,
        outgoing: Outgoing,
        decode: Decode<T>,
    ) -> Result<Response<T>, Error> {
        let operation = outgoing.operation;
        let answer = trace::block(operation, || self.execute(outgoing));
        Response::read(answer, operation.name, decode)
            .map_err(|error| error.in_operation(operation.name))
    }

    fn execute(&self, outgoing: Outgoing) -> Result<Answer, Error> {
        let Inner { config, transport } = &*self.inner;
        let mut exchange = Exchange::new(config, outgoing)?;
        loop {
            let (request, limits) = exchange.attempt()?;
            match exchange.settle(transport.send(request, limits)) {
                Next::Done(result) => return result,
                Next::After(wait) => transport.sleep(wait),
            }
        }
    }
}

impl Builds for Client {
    type Transport = Box<dyn BlockingTransport>;

    fn build(settings: Settings, transport: Option<Self::Transport>) -> Result<Self, Error> {
        let config = settings.config()?;
        let transport = match transport {
            Some(transport) => {
                settings.network.check_unused()?;
                transport
            }
            None => {
                let connect_timeout = config.times.connect;
                let network = settings.network.resolve(&config.base, connect_timeout)?;
                Box::new(UreqTransport::new(&network)?)
            }
        };
        Ok(Client {
            inner: Arc::new(Inner { config, transport }),
        })
    }
}

impl ClientBuilder<Client> {
    /// Sends through another transport, such as one made for tests.
    pub fn transport(mut self, transport: impl BlockingTransport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }
}

/// The token is left out.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", &self.inner.config)
            .finish_non_exhaustive()
    }
}

impl<T> Call<'_, Client, T> {
    /// Sends the call and gives the value.
    ///
    /// # Errors
    ///
    /// The call cannot be sent, no response came, the service refused, or the response cannot be
    /// read; see [`Error`].
    pub fn send(self) -> Result<T, Error> {
        self.with_response().map(Response::into_value)
    }

    /// Sends the call and gives the value together with status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`send`](Call::send).
    pub fn with_response(self) -> Result<Response<T>, Error> {
        let (client, decode) = (self.client, self.decode);
        client.run(self.checked()?, decode)
    }
}
