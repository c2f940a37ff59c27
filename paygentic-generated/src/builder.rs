//! How clients are set up.

use std::env;
use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::config::{BaseUrl, Config, RESPONSE_SIZE, Times, Token, default_headers};
use crate::error::Error;
use crate::generated::{Environment, SERVICE};
use crate::service::Auth;
use crate::transport::{ReqwestTransport, Transport};

/// Sets up a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use paygentic_generated::{Client, Environment};
///
/// let client = Client::builder()
///     .environment(Environment::default())
///     .token("sk_test_1")
///     .attempt_timeout(Duration::from_secs(10))
///     .user_agent_suffix("my-shop/1.0")
///     .build()?;
/// # Ok::<(), paygentic_generated::Error>(())
/// ```
#[must_use]
pub struct ClientBuilder {
    environment: Option<Environment>,
    token: Option<String>,
    times: Times,
    response_size: usize,
    user_agent_suffix: Option<String>,
    headers: Vec<(String, String)>,
    allow_plain_http: bool,
    transport: Option<Box<dyn Transport>>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        ClientBuilder {
            environment: Environment::preset(),
            token: None,
            times: Times::default(),
            response_size: RESPONSE_SIZE,
            user_agent_suffix: None,
            headers: Vec::new(),
            allow_plain_http: false,
            transport: None,
        }
    }
}

impl ClientBuilder {
    /// Where requests are sent.
    pub fn environment(mut self, environment: impl Into<Environment>) -> Self {
        self.environment = Some(environment.into());
        self
    }

    /// The token, with or without `Bearer ` before it.
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = Some(token.as_ref().to_owned());
        self
    }

    /// Takes token and environment from the environment variables.
    ///
    /// # Errors
    ///
    /// The variable with the token is missing or empty, or one of them is not UTF-8.
    pub fn from_env(mut self) -> Result<Self, Error> {
        if SERVICE.auth != Auth::None {
            let name = SERVICE.token_variable;
            let token = variable(name)?.ok_or_else(|| {
                Error::configuration(format!(
                    "the environment variable {name} is missing or empty; set it to your API key"
                ))
            })?;
            self.token = Some(token);
        }
        if let Some(environment) = variable(SERVICE.environment_variable)? {
            self.environment = Some(Environment::from(environment));
        }
        Ok(self)
    }

    /// How long making a connection may take; 10 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.times.connect = timeout;
        self
    }

    /// How long one attempt may take, from connecting to the end of the response; 30 seconds if
    /// not set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.times.attempt = timeout;
        self
    }

    /// How long a call may take in all; 2 minutes if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.times.total = timeout;
        self
    }

    /// How many bytes a response may have; 32 MiB if not set.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.response_size = bytes;
        self
    }

    /// Adds the name of the program to the `User-Agent` header.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends a header with every request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Allows an `http://` address on another machine. Everyone on the way can read the token.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sends through another transport, such as one made for tests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// The token is missing, empty or cannot be sent, or the address is not safe to send it to.
    pub fn build(self) -> Result<Client, Error> {
        let environment = self.environment.ok_or_else(|| {
            Error::configuration("no environment is chosen; give one with `environment`")
        })?;
        let token = match (&self.token, SERVICE.auth) {
            (Some(token), _) => Token::new(&SERVICE, token)?,
            (None, Auth::None) => None,
            (None, _) => {
                return Err(Error::configuration(
                    "there is no token; give one with `token`",
                ));
            }
        };
        let config = Config {
            base: BaseUrl::new(environment.base_url(), self.allow_plain_http)?,
            token,
            headers: default_headers(self.user_agent_suffix.as_deref(), &self.headers)?,
            times: self.times,
            response_size: self.response_size,
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => Box::new(ReqwestTransport::new(self.times.connect)?),
        };
        Ok(Client::with(config, transport))
    }
}

/// A variable's value; `None` if it is missing or blank.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) if value.trim().is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not UTF-8"
        ))),
    }
}

/// The token is left out.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("times", &self.times)
            .field("response_size", &self.response_size)
            .finish_non_exhaustive()
    }
}
