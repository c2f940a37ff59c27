//! Builds the async and the blocking client, with the same settings, documentation and checks for both.

mod network;
mod settings;

use std::fmt;
use std::time::Duration;

pub(crate) use settings::Settings;
use settings::variable;

use crate::config::{Config, CredentialSet, TrackingNames};
use crate::error::Error;
use crate::generated::Environment;
use crate::retry::RetryPolicy;
#[cfg(test)]
use crate::service::Service;
use crate::transport::{Network, Redacted};

/// The settings of a client; `Client::builder` of the async and of the blocking client returns it.
///
/// ```
/// use std::time::Duration;
/// use paygentic_generated::{Client, Environment, RetryPolicy};
///
/// let client = Client::builder()
///     .environment(Environment::default())
///     .token("sk_test_1")
///     .attempt_timeout(Duration::from_secs(10))
///     .retries(RetryPolicy::default().max_attempts(6))
///     .user_agent_suffix("my-shop/1.0")
///     .build()?;
/// # Ok::<(), paygentic_generated::Error>(())
/// ```
#[must_use]
pub struct ClientBuilder<C: Buildable> {
    settings: Settings,
    pub(crate) transport: Option<C::Transport>,
    pub(crate) provider: Option<C::Provider>,
}

/// A client that [`ClientBuilder`] can build: the async or the blocking one.
///
/// Use it as a bound of functions that configure either:
///
/// ```
/// use paygentic_generated::{Buildable, ClientBuilder};
///
/// fn with_defaults<C: Buildable>(builder: ClientBuilder<C>) -> ClientBuilder<C> {
///     builder.user_agent_suffix("my-shop/1.0")
/// }
/// ```
pub trait Buildable: Sized {
    /// The type of its transport.
    type Transport;

    /// The type of its credential provider.
    type Provider;

    /// Creates the default transport.
    #[doc(hidden)]
    fn connect(network: &Network) -> Result<Self::Transport, Error>;

    /// Creates the client from its parts.
    #[doc(hidden)]
    fn assemble(
        config: Config,
        transport: Self::Transport,
        provider: Option<Self::Provider>,
    ) -> Self;
}

impl<C: Buildable> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        ClientBuilder { settings: Settings::default(), transport: None, provider: None }
    }

    /// A server of the API, or a custom address.
    ///
    /// A custom address applies to all operations, even to those with a server of their own.
    pub fn environment(mut self, environment: impl Into<Environment>) -> Self {
        self.settings.environment = Some(environment.into());
        self.settings.has_variable = false;
        self
    }

    /// What the client authenticates with.
    // The methods that take it depend on the document.
    #[allow(dead_code)]
    pub(crate) fn credential_set(&mut self) -> &mut CredentialSet {
        &mut self.settings.credentials
    }

    /// Sets credentials for every scheme, and an address where no server listens: for tests.
    pub(crate) fn with_test_defaults(mut self) -> Self {
        for scheme in self.settings.service.schemes {
            self.settings.credentials.set_token(scheme.name, "test");
        }
        self.environment(Environment::Custom("https://mock.invalid".to_owned()))
    }

    /// Uses the description of another service.
    #[cfg(test)]
    pub(crate) fn service(mut self, service: &'static Service) -> Self {
        self.settings.service = service;
        self
    }

    /// Takes environment, and token or credentials, from the environment variables.
    pub(crate) fn read_variables(mut self) -> Result<Self, Error> {
        let service = self.settings.service;
        let mut is_set = false;
        for scheme in service.schemes {
            if let Some(text) = variable(scheme.variable)? {
                self.settings.credentials.set_token(scheme.name, text);
                is_set = true;
            }
        }
        if !is_set && let Some(problem) = service.missing_variables() {
            return Err(Error::configuration(problem));
        }
        if let Some(environment) = variable(service.environment_variable)? {
            self = self.environment(environment);
            self.settings.has_variable = true;
        }
        Ok(self)
    }

    /// Sets whether a key for another environment is an error.
    // Not every service has keys that tell their environment.
    #[allow(dead_code)]
    pub(crate) fn set_key_check(&mut self, check: bool) {
        self.settings.checks_keys = check;
    }

    /// The time limit for connecting; 10 seconds by default.
    ///
    /// A custom transport has its own limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.time_limits.connect = timeout;
        self
    }

    /// The time limit of one attempt, from connecting to the end of the response; 30 seconds by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.time_limits.attempt = timeout;
        self
    }

    /// The time limit of a whole call, including retries and the waits between them; 2 minutes by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.time_limits.total = timeout;
        self
    }

    /// When and how often calls are retried; up to four attempts by default.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.settings.retries = retries;
        self
    }

    /// The maximum size of a response in bytes; 32 MiB by default.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.response_size = bytes;
        self
    }

    /// Appends text, such as the name of your program, to the `User-Agent` header.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.settings.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends a header with every request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = (name.into(), Redacted(value.into()));
        self.settings.headers.push(header);
        self
    }

    /// The name of the header with the client's id of a call, which is the same for all attempts;
    /// `x-client-request-id` by default. The service has its own id: [`Error::request_id`](crate::Error::request_id).
    pub fn client_request_id_header(mut self, name: impl Into<String>) -> Self {
        self.settings.tracking.request_id = Some(name.into());
        self
    }

    /// The name of the header with the number of the attempt, starting at 1; `x-client-attempt` by default.
    pub fn attempt_header(mut self, name: impl Into<String>) -> Self {
        self.settings.tracking.attempt = Some(name.into());
        self
    }

    /// Sends neither the client's id of a call nor the number of the attempt. They are still part of errors and
    /// traces.
    pub fn no_tracking_headers(mut self) -> Self {
        self.settings.tracking = TrackingNames { request_id: None, attempt: None };
        self
    }

    /// Allows an `http://` address on another machine. Anyone on the network path can then read the token.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.settings.allow_plain_http = allow;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// The token is missing, empty or not a valid header value; it would be sent to an unsafe address; a certificate,
    /// key or proxy cannot be used, or one of them is set together with a custom transport.
    pub fn build(self) -> Result<C, Error> {
        let Self { settings, transport, provider } = self;
        let mut config = settings.config(provider.is_some())?;
        let transport = match transport {
            Some(transport) => {
                settings.network.check_unused()?;
                config.has_custom_transport = true;
                transport
            }
            None => {
                C::connect(&settings.network.resolve(&config.base, config.time_limits.connect)?)?
            }
        };
        Ok(C::assemble(config, transport, provider))
    }
}

/// The function that returns a builder, the same for both clients.
#[cfg(any(feature = "async", feature = "blocking"))]
macro_rules! constructors {
    ($client:ident) => {
        impl $client {
            /// A builder for a client with other settings than the default ones.
            pub fn builder() -> $crate::ClientBuilder<Self> {
                $crate::ClientBuilder::new()
            }
        }
    };
}

#[cfg(any(feature = "async", feature = "blocking"))]
pub(crate) use constructors;

/// Omits credentials and headers.
impl<C: Buildable> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
