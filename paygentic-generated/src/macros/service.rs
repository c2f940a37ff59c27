//! The description of the service: its name, environments and authentication schemes.

/// Defines `Environment`, the static `SERVICE`, and the methods of clients and builders that take
/// credentials.
///
/// ```text
/// service! {
///     name "Paygentic",
///     token_variable "PAYGENTIC_BEARER_AUTH",
///     environment_variable "PAYGENTIC_ENVIRONMENT",
///     auth Bearer,                 // or Scheme("Token"), Header("X-Api-Key"); and `optional`
///     path_starts ["v0", "v2"],               // of paths; left out where there are none
///     environments {
///         /// For live money. Its keys begin with `sk_live_`.
///         Production "production" = "https://api.paygentic.io" keys ["sk_live_"],
///         /// For trying out; the default.
///         Sandbox "sandbox" = "https://api.sandbox.paygentic.io",
///         /// Its type is in `servers`.
///         Regional "regional" = "https://eu.api.paygentic.io" with Regional,
///     }
///     default Sandbox                         // left out where the contract names no server
/// }
/// ```
///
/// Without a token, `auth None` follows `environment_variable`. With several security schemes, this replaces `token_variable` and `auth`:
///
/// ```text
///     credentials Credentials {
///         /// HTTP basic authentication.
///         basic_auth "SHOP_BASIC_AUTH" = Basic,
///         /// The header `X-Api-Key`.
///         api_key "SHOP_API_KEY" = Header("X-Api-Key"),
///     },
/// ```
macro_rules! service {
    (
        name $name:literal,
        environment_variable $variable:literal,
        auth None,
        $($rest:tt)*
    ) => {
        $crate::macros::access! { nothing }
        $crate::macros::from_env! {
            "`", $variable, "`, if it is set, has the name of an [`Environment`](crate::Environment) or an address."
        }
        $crate::macros::service_types! {
            name $name, environment_variable $variable, auth None, $($rest)*
        }
    };
    (
        name $name:literal,
        token_variable $token:literal,
        environment_variable $variable:literal,
        $($rest:tt)*
    ) => {
        $crate::macros::access! { token }
        $crate::macros::provider! { token }
        $crate::macros::from_env! {
            "`", $token, "` has the token, and `", $variable,
            "`, if it is set, the name of an [`Environment`](crate::Environment) or an address."
        }
        $crate::macros::service_types! {
            name $name, token_variable $token, environment_variable $variable, $($rest)*
        }
    };
    (
        name $name:literal,
        environment_variable $variable:literal,
        credentials $credentials:ident $($rest:tt)*
    ) => {
        $crate::macros::access! { credentials $credentials }
        $crate::macros::provider! { credentials $credentials }
        $crate::macros::from_env! {
            "The variables that [`", stringify!($credentials), "`](crate::", stringify!($credentials),
            ") names have the credentials, and `", $variable,
            "`, if it is set, the name of an [`Environment`](crate::Environment) or an address."
        }
        $crate::macros::service_types! {
            name $name, environment_variable $variable, credentials $credentials $($rest)*
        }
    };
}

/// The same without the items for the clients, which a crate can define only once.
macro_rules! service_types {
    (
        name $name:literal,
        environment_variable $variable:literal,
        auth None,
        $($rest:tt)*
    ) => {
        $crate::macros::service_types! { @service $name $variable [] Nothing $($rest)* }
    };
    (
        name $name:literal,
        token_variable $token:literal,
        environment_variable $variable:literal,
        auth $location:ident $(($argument:literal))?,
        $($rest:tt)*
    ) => {
        $crate::macros::service_types! {
            @service $name $variable
            [token $token = $location $(($argument))?]
            Token $($rest)*
        }
    };
    (
        name $name:literal,
        token_variable $token:literal,
        environment_variable $variable:literal,
        auth $location:ident $(($argument:literal))? optional,
        $($rest:tt)*
    ) => {
        $crate::macros::service_types! {
            @service $name $variable
            [token $token = $location $(($argument))?]
            OptionalToken $($rest)*
        }
    };
    (
        name $name:literal,
        environment_variable $variable:literal,
        credentials $credentials:ident {
            $($(#[$attribute:meta])* $method:ident $secret:literal = $location:ident $(($argument:literal))?),*
            $(,)?
        },
        $($rest:tt)*
    ) => {
        $crate::macros::credentials! { $credentials { $($(#[$attribute])* $method $location),* } }
        $crate::macros::service_types! {
            @service $name $variable
            [$($method $secret = $location $(($argument))?),*]
            Credentials(stringify!($credentials)) $($rest)*
        }
    };
    (@service $name:literal $variable:literal
        [$($scheme:ident $secret:literal = $location:ident $(($argument:literal))?),*]
        $access:ident $(($credentials_type:expr))?
        $(path_starts [$($start:literal),*],)?
        environments {
            $(
                $(#[$attribute:meta])*
                $environment:ident $label:literal = $url:literal $(with $server:ident)?
                $(keys [$($prefix:literal),*])?
            ),* $(,)?
        }
        $(default $default:ident $(with $default_server:ident)?)?
    ) => {
        /// A server of the API, or a custom address.
        ///
        #[doc = concat!("The environment variable `", $variable, "` takes ", $("`", $label, "`, ",)*
            "in upper or lower case, or an address.")]
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment {
            $($(#[$attribute])* $environment $((servers::$server))?,)*
            /// A custom address, such as a mock server. All operations are sent to it.
            Custom(String),
        }

        /// Hides user name and password, which an address may contain until `build` rejects it.
        #[allow(unreachable_patterns)]
        impl std::fmt::Debug for Environment {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$environment { .. } => f.write_str(stringify!($environment)),)*
                    Self::Custom(url) => {
                        f.debug_tuple("Custom").field(&$crate::config::without_user(url)).finish()
                    }
                }
            }
        }

        // A server with variables has its address from them.
        #[allow(unreachable_patterns)]
        impl Environment {
            /// The base URL of requests.
            pub fn base_url(&self) -> &str {
                match self {
                    $($(Self::$environment(server) => {
                        let server: &servers::$server = server;
                        server.address()
                    })?)*
                    $(Self::$environment { .. } => $url,)*
                    Self::Custom(url) => url,
                }
            }

            /// Its name; `None` if the caller gave an address.
            pub(crate) fn name(&self) -> Option<&'static str> {
                match self {
                    $(Self::$environment { .. } => Some($label),)*
                    Self::Custom(_) => None,
                }
            }

            /// The environment that is used if none is set.
            pub(crate) fn preset() -> Option<Self> {
                [$(Self::$default $((servers::$default_server::new()))?)?].into_iter().next()
            }
        }

        $(
            impl Default for Environment {
                fn default() -> Self {
                    Self::$default $((servers::$default_server::new()))?
                }
            }
        )?

        impl From<&str> for Environment {
            /// Takes the name of an environment, in upper or lower case, or else an address.
            fn from(text: &str) -> Self {
                let text = text.trim();
                $(if text.eq_ignore_ascii_case($label) {
                    return Self::$environment $((servers::$server::new()))?;
                })*
                Self::Custom(text.to_owned())
            }
        }

        impl From<String> for Environment {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        pub(crate) static SERVICE: $crate::support::Service = $crate::support::Service {
            name: $name,
            environment_variable: $variable,
            schemes: &[$($crate::support::Scheme {
                name: stringify!($scheme),
                variable: $secret,
                location: $crate::support::CredentialLocation::$location $(($argument))?,
            }),*],
            access: $crate::support::Access::$access $(($credentials_type))?,
            path_starts: &[$($($start),*)?],
            environments: &[$($crate::support::EnvironmentSpec {
                name: $label,
                address: $url,
                key_prefixes: &[$($($prefix),*)?],
            }),*],
        };
    };
}

pub(crate) use {service, service_types};
