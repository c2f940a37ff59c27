//! The types that describe a service; their only value, `SERVICE`, is emitted.

/// The service that this crate calls.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its name, as documentation and errors show it.
    pub(crate) name: &'static str,
    /// The environment variable that names the environment.
    pub(crate) environment_variable: &'static str,
    /// Its security schemes.
    pub(crate) schemes: &'static [Scheme],
    /// How callers supply credentials.
    pub(crate) access: Access,
    /// The segments that the paths of operations begin with. An address that ends with one would have
    /// it twice.
    pub(crate) path_starts: &'static [&'static str],
    /// Its environments.
    pub(crate) environments: &'static [EnvironmentSpec],
}

/// An environment of the service.
#[derive(Debug)]
pub(crate) struct EnvironmentSpec {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its address, with variables in braces.
    pub(crate) address: &'static str,
    /// The prefixes of its keys; empty if keys do not tell the environment.
    pub(crate) key_prefixes: &'static [&'static str],
}

/// How callers supply credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// Which of these is used depends on the document; likewise below.
#[allow(dead_code)]
pub(crate) enum Access {
    /// One token, which every client needs.
    Token,
    /// One token, which is optional.
    OptionalToken,
    /// A type of this name, with a method for each scheme.
    Credentials(&'static str),
    /// No credentials.
    Nothing,
}

/// One way of authentication.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// The name of the method that sets its credentials, and its name in operations.
    pub(crate) name: &'static str,
    /// The environment variable that holds it.
    pub(crate) variable: &'static str,
    /// Where it is sent.
    pub(crate) location: CredentialLocation,
}

/// Where a request carries the credentials of a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)]
pub(crate) enum CredentialLocation {
    /// `Authorization: Basic`, with user name and password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization`, with another scheme than `Bearer` before the token.
    Scheme(&'static str),
    /// The header of this name.
    Header(&'static str),
    /// The query parameter of this name.
    Query(&'static str),
    /// The cookie of this name.
    Cookie(&'static str),
}

impl Service {
    /// The scheme of this name.
    pub(crate) fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// The type whose methods set the credentials of the schemes.
    pub(crate) fn credentials_type(&self) -> &'static str {
        match self.access {
            Access::Credentials(name) => name,
            _ => "ClientBuilder",
        }
    }
}
