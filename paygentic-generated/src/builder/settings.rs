//! The settings of a client before they are checked, and their conversion into its `Config`.

use std::env;

use crate::config::{
    BaseUrl, Config, CredentialSet, Credentials, RESPONSE_SIZE, SelectedEnvironment, TimeLimits,
    Tracking, TrackingNames, default_headers,
};
use crate::error::Error;
use crate::generated::{Environment, SERVICE};
use crate::retry::RetryPolicy;
use crate::service::{Access, Service};
use crate::transport::{NetworkSettings, Redacted};

/// The settings of a client, the same for the async and the blocking one.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(super) service: &'static Service,
    pub(super) environment: Option<Environment>,
    /// Whether the environment comes from an environment variable.
    pub(super) has_variable: bool,
    /// Whether a key for another environment is an error.
    pub(super) checks_keys: bool,
    pub(super) credentials: CredentialSet,
    pub(super) tracking: TrackingNames,
    pub(crate) time_limits: TimeLimits,
    pub(super) retries: RetryPolicy,
    pub(super) response_size: usize,
    pub(super) user_agent_suffix: Option<String>,
    pub(super) headers: Vec<(String, Redacted<String>)>,
    pub(super) allow_plain_http: bool,
    pub(crate) network: NetworkSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            service: &SERVICE,
            environment: Environment::preset(),
            has_variable: false,
            checks_keys: true,
            credentials: CredentialSet::default(),
            tracking: TrackingNames::default(),
            time_limits: TimeLimits::default(),
            retries: RetryPolicy::default(),
            response_size: RESPONSE_SIZE,
            user_agent_suffix: None,
            headers: Vec::new(),
            allow_plain_http: false,
            network: NetworkSettings::default(),
        }
    }
}

impl Settings {
    /// Checks the settings, except those of the transport.
    pub(crate) fn config(&self, uses_provider: bool) -> Result<Config, Error> {
        let environment = self.environment.as_ref().ok_or_else(|| {
            Error::configuration("no environment is set; set one with `environment`")
        })?;
        let selected = SelectedEnvironment {
            service: self.service,
            name: environment.name(),
            address: environment.base_url().to_owned(),
            checks_keys: self.checks_keys,
        };
        let base = self.base(&selected).map_err(|error| match self.has_variable {
            true => selected.variable_error(&error),
            false => error,
        })?;
        let credentials = match uses_provider {
            true => Credentials::new_optional(&selected, &CredentialSet::default())?,
            false => Credentials::new(&selected, &self.credentials)?,
        };
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.0.as_str()));
        Ok(Config {
            base,
            environment: selected,
            allow_plain_http: self.allow_plain_http,
            credentials,
            uses_provider,
            tracking: Tracking::new(&self.tracking)?,
            headers: default_headers(self.user_agent_suffix.as_deref(), headers)?,
            time_limits: self.time_limits,
            has_custom_transport: false,
            retries: self.retries,
            response_size: self.response_size,
        })
    }

    fn base(&self, selected: &SelectedEnvironment) -> Result<BaseUrl, Error> {
        selected.check_name()?;
        let base = BaseUrl::new(&selected.address, self.allow_plain_http)?;
        base.check_end(self.service.path_starts)?;
        Ok(base)
    }
}

impl Service {
    /// The error message if no variable with credentials is set; `None` if none is required.
    pub(super) fn missing_variables(&self) -> Option<String> {
        let names: Vec<&str> = self.schemes.iter().map(|scheme| scheme.variable).collect();
        match (self.access, names.as_slice()) {
            (Access::OptionalToken | Access::Nothing, _) | (_, []) => None,
            (_, [name]) => Some(format!(
                "the environment variable {name} is missing or empty; set it to your API key"
            )),
            (_, names) => Some(format!(
                "none of the environment variables {} is set; set those that you have credentials for",
                names.join(", ")
            )),
        }
    }
}

/// A variable's value; `None` if it is missing or blank.
pub(super) fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) if value.trim().is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Error::configuration(format!("the environment variable {name} is not UTF-8")))
        }
    }
}
