//! The service as a whole: its servers, and how requests are authenticated.

use std::fmt;

use serde::Serialize;

use super::Operation;
use crate::names::Name;

/// What the client knows about the service.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Service {
    /// The short name: the title in kebab case.
    pub name: String,
    /// The title of the document, for messages.
    pub title: String,
    /// The version of the document (`info.version`).
    pub version: String,
    /// The environment variable that selects the server.
    pub environment_variable: String,
    /// The security schemes, without duplicates.
    pub schemes: Vec<SecurityScheme>,
    /// How callers provide credentials.
    pub access: Access,
    /// The servers.
    pub environments: Vec<Environment>,
    /// Path prefixes such as `v1` that no server address ends with. A base URL
    /// that ends with one would duplicate it.
    pub path_starts: Vec<String>,
}

/// How callers provide credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Access {
    /// The document requires no authentication.
    #[default]
    Nothing,
    /// One token, which every authenticated operation requires.
    Token,
    /// One token, which is optional for every operation that accepts it.
    OptionalToken,
    /// A type of this name, with a method for each scheme.
    Credentials(String),
}

/// A security scheme. Schemes that are the same on the wire are merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecurityScheme {
    /// The method that takes the secret, and the key of the first merged scheme.
    pub name: Name,
    /// The keys of all merged schemes in the document.
    pub keys: Vec<String>,
    /// The environment variable that holds the secret.
    pub variable: String,
    /// Where it is sent.
    pub place: SecretPlace,
}

/// Where the secret of a security scheme is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum SecretPlace {
    /// `Authorization: Basic`, with user name and password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization` with another scheme before the token.
    Scheme(String),
    /// The header of this name.
    Header(String),
    /// The query parameter of this name.
    Query(String),
    /// The cookie of this name.
    Cookie(String),
}

impl SecretPlace {
    /// Whether two are the same on the wire. Names of headers and schemes are case-insensitive.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Header(one), Self::Header(other)) | (Self::Scheme(one), Self::Scheme(other)) => {
                one.eq_ignore_ascii_case(other)
            }
            (one, other) => one == other,
        }
    }
}

/// A server of the document.
#[derive(Clone, Debug, Serialize)]
pub struct Environment {
    /// The value of the environment variable that selects it, and its variant.
    pub name: Name,
    /// The address, with variables in braces.
    pub url: String,
    /// Whether it is the default.
    pub default: bool,
    /// The type that holds the values of the variables, if there are any.
    pub server_type: Option<String>,
    /// The variables of the address, in the order of their occurrence.
    pub variables: Vec<ServerVariable>,
    /// The prefixes of API keys for this server, if they distinguish them from keys for others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_prefixes: Vec<String>,
}

/// A variable of a server's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServerVariable {
    /// The setter, and the name in the address.
    pub name: Name,
    /// The default value.
    pub default: String,
    /// The type of its values, if the document lists them.
    pub ty: Option<String>,
    /// The values, if the document lists them.
    pub values: Vec<Name>,
}

/// A server of a single operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperationServer {
    /// The name of its environment; empty if it belongs to none.
    pub environment: String,
    /// The address.
    pub url: String,
}

impl Service {
    /// Whether the address of a server has variables.
    pub fn has_server_types(&self) -> bool {
        let mut environments = self.environments.iter();
        environments.any(|environment| !environment.variables.is_empty())
    }

    /// Whether the prefix of an API key identifies its environment.
    pub fn has_key_prefixes(&self) -> bool {
        let mut environments = self.environments.iter();
        self.access != Access::Nothing
            && environments.any(|environment| !environment.key_prefixes.is_empty())
    }

    /// The security requirements of an operation, for messages: `basic or key and app`.
    pub fn describe_security(&self, operation: &Operation) -> String {
        let name = |index: &usize| match self.schemes.get(*index) {
            Some(scheme) => scheme.name.plain(),
            None => "",
        };
        let set = |set: &Vec<usize>| match set.as_slice() {
            [] => "nothing".to_owned(),
            set => set.iter().map(name).collect::<Vec<_>>().join(" and "),
        };
        let all: Vec<String> = operation.security.iter().map(set).collect();
        match all.is_empty() {
            true => "nothing".to_owned(),
            false => all.join(" or "),
        }
    }
}

impl Operation {
    /// Whether the request carries credentials.
    pub fn is_authenticated(&self) -> bool {
        self.security.iter().any(|schemes| !schemes.is_empty())
    }
}

/// For messages: `bearer token`.
impl fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic => f.write_str("HTTP basic authentication"),
            Self::Bearer => f.write_str("bearer token"),
            Self::Scheme(word) => write!(f, "Authorization: {word}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Query(name) => write!(f, "query parameter {name}"),
            Self::Cookie(name) => write!(f, "cookie {name}"),
        }
    }
}
