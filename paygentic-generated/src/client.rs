//! The async client.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::builder::ClientBuilder;
use crate::call::{Call, Options};
use crate::config::Config;
use crate::error::Error;
use crate::generated::Environment;
use crate::operation::Operation;
use crate::request::Request;
use crate::response::Response;
use crate::transport::Transport;

/// A client of the service.
///
/// It keeps its connections open and is cheap to clone: make one and share it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    transport: Box<dyn Transport>,
}

impl Client {
    /// A client with the default settings.
    ///
    /// # Errors
    ///
    /// The token is empty or cannot be sent, or the address of the environment is not safe to send
    /// it to.
    pub fn new(environment: impl Into<Environment>, token: impl AsRef<str>) -> Result<Self, Error> {
        Client::builder()
            .environment(environment)
            .token(token)
            .build()
    }

    /// A client that is set up by environment variables: one holds the token, and another, if it
    /// is there, the name of an environment or an address.
    ///
    /// # Errors
    ///
    /// The variable with the token is missing or empty, or as in [`Client::new`].
    pub fn from_env() -> Result<Self, Error> {
        Client::builder().from_env()?.build()
    }

    /// A client with settings of its own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn with(config: Config, transport: Box<dyn Transport>) -> Self {
        Client {
            inner: Arc::new(Inner { config, transport }),
        }
    }

    /// Sends a request. It is the same for all types, so that it is compiled once.
    async fn execute(
        &self,
        operation: &'static Operation,
        request: Request,
        options: Options,
    ) -> Result<http::Response<Bytes>, Error> {
        let Inner { config, transport } = &*self.inner;
        let request = config.request(operation, request)?;
        let sent = transport.send(request, config.limits(&options)).await;
        let response = sent.map_err(Error::transport)?;
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(Error::failed(response))
        }
    }
}

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
    pub async fn send(self) -> Result<T, Error> {
        self.with_response().await.map(Response::into_value)
    }

    /// Sends the call and gives the value together with status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`send`](Call::send).
    pub async fn with_response(self) -> Result<Response<T>, Error> {
        let Call {
            client,
            operation,
            request,
            options,
            problem,
            decode,
            ..
        } = self;
        let sent = match problem {
            None => client.execute(operation, request, options).await,
            Some(problem) => Err(problem),
        };
        let response = sent.map_err(|error| error.in_operation(operation.name))?;
        match decode(response.body()) {
            Ok(value) => {
                let (head, body) = response.into_parts();
                Ok(Response {
                    status: head.status,
                    headers: head.headers,
                    body,
                    value,
                })
            }
            Err(error) => Err(Error::decode(error, response).in_operation(operation.name)),
        }
    }
}

impl<'c, T: Send + 'static> IntoFuture for Call<'c, Client, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
