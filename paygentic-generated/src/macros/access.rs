//! Constructors and builder methods that take credentials, as the security schemes require.

/// Defines the constructor of the clients, and the method of their builder, that take the token or
/// the credentials.
macro_rules! access {
    (token) => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// The token, with or without `Bearer ` before it.
            pub fn token(mut self, token: impl AsRef<str>) -> Self {
                self.credential_set().set_token("token", token);
                self
            }
        }

        $crate::macros::access! { @clients
            /// A client with the default settings.
            ///
            /// # Errors
            ///
            /// The token is empty or not a valid header value, or the address of the environment is not safe to send
            /// it to.
            token(token: impl AsRef<str>)
        }
    };
    (credentials $name:ident) => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// The credentials, in addition to those set before.
            pub fn credentials(mut self, credentials: $name) -> Self {
                self.credential_set().add(credentials.0);
                self
            }
        }

        $crate::macros::access! { @clients
            /// A client with the default settings.
            ///
            /// Each operation is sent with the credentials that it requires. If they are missing, the call fails
            /// before it is sent.
            ///
            /// # Errors
            ///
            /// A credential is empty or not a valid header value, or the address of the environment is not safe to
            /// send it to.
            credentials(credentials: $name)
        }
    };
    (nothing) => {
        $crate::macros::access! { @clients
            /// A client with the default settings.
            ///
            /// # Errors
            ///
            /// The address of the environment cannot be used.
        }
    };
    (@clients $(#[$attribute:meta])* $($setter:ident($argument:ident: $type:ty))?) => {
        #[cfg(feature = "async")]
        impl $crate::Client {
            $(#[$attribute])*
            pub fn new(
                environment: impl Into<$crate::Environment>,
                $($argument: $type,)?
            ) -> Result<Self, $crate::Error> {
                Self::builder().environment(environment)$(.$setter($argument))?.build()
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Client {
            $(#[$attribute])*
            pub fn new(
                environment: impl Into<$crate::Environment>,
                $($argument: $type,)?
            ) -> Result<Self, $crate::Error> {
                Self::builder().environment(environment)$(.$setter($argument))?.build()
            }
        }
    };
}

/// Defines the type that holds the credentials of a service, with a method for each scheme.
macro_rules! credentials {
    ($name:ident { $($(#[$attribute:meta])* $method:ident $kind:ident),* $(,)? }) => {
        /// The credentials of a client. Each operation is sent with those that it requires.
        ///
        /// They are never printed.
        #[derive(Clone, Default)]
        pub struct $name(pub(crate) $crate::support::CredentialSet);

        impl $name {
            /// No credentials.
            pub fn new() -> Self {
                Self::default()
            }

            $($crate::macros::credentials! { @method $(#[$attribute])* $method $kind })*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.describe(stringify!($name), f)
            }
        }
    };
    (@method $(#[$attribute:meta])* $method:ident Basic) => {
        $(#[$attribute])*
        #[must_use]
        pub fn $method(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
            self.0.set_basic(stringify!($method), user, password);
            self
        }
    };
    (@method $(#[$attribute:meta])* $method:ident $kind:ident) => {
        $(#[$attribute])*
        #[must_use]
        pub fn $method(mut self, secret: impl AsRef<str>) -> Self {
            self.0.set_token(stringify!($method), secret);
            self
        }
    };
}

pub(crate) use {access, credentials};
