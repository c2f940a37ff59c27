//! Servers whose addresses have variables.

/// Defines the type of a server whose address has variables, each with a default.
///
/// ```text
/// server! {
///     /// `https://{region}.api.example/{version}`.
///     Cloud "https://{region}.api.example/{version}" {
///         /// `eu` if not set.
///         region "region" = "eu": Region,
///         /// `v1` if not set.
///         version "version" = "v1": String,
///     }
/// }
/// ```
macro_rules! server {
    ($(#[$attribute:meta])* $name:ident $template:literal {
        $($(#[$field_attribute:meta])* $field:ident $wire:literal = $default:literal: $type:ty),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            $($field: $type,)*
            address: String,
        }

        impl $name {
            /// The server with the defaults of its variables.
            pub fn new() -> Self {
                Self { $($field: <$type>::from($default),)* address: String::new() }.filled()
            }

            $(
                $(#[$field_attribute])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$type>) -> Self {
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

            /// The address that requests start with.
            pub fn address(&self) -> &str {
                &self.address
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<$name> for super::Environment {
            fn from(server: $name) -> Self {
                Self::$name(server)
            }
        }
    };
}

pub(crate) use server;
