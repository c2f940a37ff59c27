//! What is particular to the service: its name, its environments, how it authenticates.

/// Defines `Environment` and the constant `SERVICE`.
///
/// ```text
/// service! {
///     name "paygentic",
///     token_variable "PAYGENTIC_BEARER_AUTH",
///     environment_variable "PAYGENTIC_ENVIRONMENT",
///     auth Bearer,                            // or Header("X-Api-Key"), or None
///     path_starts ["v0", "v2"],               // of paths; left out where there are none
///     environments {
///         /// For live money.
///         Production "production" = "https://api.paygentic.io",
///         /// For trying out; the default.
///         Sandbox "sandbox" = "https://api.sandbox.paygentic.io",
///     }
///     default Sandbox                         // left out where the contract names no server
/// }
/// ```
macro_rules! service {
    (
        name $name:literal,
        token_variable $token:literal,
        environment_variable $variable:literal,
        auth $auth:ident $(($header:literal))?,
        $(path_starts [$($start:literal),*],)?
        environments {
            $($(#[$attribute:meta])* $environment:ident $label:literal = $url:literal),* $(,)?
        }
        $(default $default:ident)?
    ) => {
        /// Where requests are sent.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment {
            $($(#[$attribute])* $environment,)*
            /// Another address, such as a proxy or a server of one's own.
            Custom(String),
        }

        impl Environment {
            /// The address that requests start with.
            pub fn base_url(&self) -> &str {
                match self {
                    $(Self::$environment => $url,)*
                    Self::Custom(url) => url,
                }
            }

            /// The environment that is used if none is chosen.
            pub(crate) fn preset() -> Option<Self> {
                [$(Self::$default)?].into_iter().next()
            }
        }

        $(
            impl Default for Environment {
                fn default() -> Self {
                    Self::$default
                }
            }
        )?

        impl From<&str> for Environment {
            /// Takes the name of an environment, or else an address.
            fn from(text: &str) -> Self {
                match text {
                    $($label => Self::$environment,)*
                    _ => Self::Custom(text.to_owned()),
                }
            }
        }

        impl From<String> for Environment {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        pub(crate) const SERVICE: $crate::support::Service = $crate::support::Service {
            name: $name,
            token_variable: $token,
            environment_variable: $variable,
            auth: $crate::support::Auth::$auth $(($header))?,
            path_starts: &[$($($start),*)?],
        };
    };
}

pub(crate) use service;
