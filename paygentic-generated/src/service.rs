//! The type of the description of a service; its one value is emitted.

/// The service this crate talks to.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its name, as people write it.
    pub(crate) name: &'static str,
    /// The environment variable that names the environment.
    pub(crate) environment_variable: &'static str,
    /// What callers authenticate with.
    pub(crate) schemes: &'static [Scheme],
    /// How callers give it.
    pub(crate) access: Access,
    /// The segments that the paths of operations begin with. An address that ends with one would have
    /// it twice.
    pub(crate) path_starts: &'static [&'static str],
    /// Its environments.
    pub(crate) environments: &'static [Surroundings],
}

/// An environment of the service.
#[derive(Debug)]
pub(crate) struct Surroundings {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its address, with variables in braces.
    pub(crate) address: &'static str,
    /// What its keys begin with; empty if that does not tell.
    pub(crate) key_prefixes: &'static [&'static str],
}

/// How callers give what they authenticate with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// Which of these is used depends on the document; likewise below.
#[allow(dead_code)]
pub(crate) enum Access {
    /// They have one token, without which nothing can be called.
    Token,
    /// They may have one token.
    OptionalToken,
    /// With a type of this name, which has a method for each scheme.
    Credentials(&'static str),
    /// Nothing is asked for.
    Nothing,
}

/// One way of authentication.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// The method that takes what it sends, and its name in operations.
    pub(crate) name: &'static str,
    /// The environment variable that holds it.
    pub(crate) variable: &'static str,
    /// Where it is sent.
    pub(crate) place: Place,
}

/// Where something is sent that authenticates a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)]
pub(crate) enum Place {
    /// `Authorization: Basic`, with user name and password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization`, with another word than `Bearer` before the token.
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

    /// The type whose methods take what the schemes send.
    pub(crate) fn taker(&self) -> &'static str {
        match self.access {
            Access::Credentials(name) => name,
            _ => "ClientBuilder",
        }
    }
}
