//! The types of servers whose addresses have variables.

/// Defines the type of a server whose address has variables, each with a default.
///
/// ```text
/// server! {
///     /// `https://{region}.api.example/{version}`.
///     CloudServer for Cloud "https://{region}.api.example/{version}" {
///         /// `eu` if not set.
///         region "region" = "eu": Region,
///         /// `v1` if not set.
///         version "version" = "v1": String,
///     }
/// }
/// ```
macro_rules! server {
    ($(#[$attribute:meta])* $name:ident for $environment:ident $template:literal {
        $($(#[$field_attribute:meta])* $field:ident $wire:literal = $default:literal: $type:ty),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            $($field: $type,)*
            address: std::string::String,
        }

        impl $name {
            /// The server with the defaults of its variables.
            pub fn new() -> Self {
                Self { $($field: <$type as std::convert::From<&str>>::from($default),)* address: std::string::String::new() }.filled()
            }

            $(
                $(#[$field_attribute])*
                #[must_use]
                pub fn $field(mut self, $field: impl std::convert::Into<$type>) -> Self {
                    self.$field = $field.into();
                    self.filled()
                }
            )*

            fn filled(mut self) -> Self {
                self.address = $crate::support::address(
                    $template,
                    &[$(($wire, &*self.$field.to_string())),*],
                );
                self
            }

            /// The base URL of requests.
            pub fn address(&self) -> &str {
                &self.address
            }
        }

        impl std::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::convert::From<$name> for super::Environment {
            fn from(server: $name) -> Self {
                Self::$environment(server)
            }
        }
    };
}

pub(crate) use server;
