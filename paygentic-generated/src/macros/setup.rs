//! Constructors of clients that depend on the service, such as `from_env`.

/// Defines how clients take their settings from environment variables, whose names are in the words
/// that it is given.
macro_rules! from_env {
    ($($words:expr),* $(,)?) => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// Takes what environment variables say.
            ///
            #[doc = concat!($($words),*)]
            ///
            /// # Errors
            ///
            /// A variable that must be set is missing or empty, or one is not UTF-8.
            pub fn from_env(self) -> Result<Self, $crate::Error> {
                self.read_variables()
            }
        }

        $crate::macros::from_env! { @client "async" $crate::Client; $($words),* }
        $crate::macros::from_env! { @client "blocking" $crate::blocking::Client; $($words),* }
    };
    (@client $feature:literal $client:ty; $($words:expr),*) => {
        #[cfg(feature = $feature)]
        impl $client {
            /// A client that is set up by environment variables.
            ///
            #[doc = concat!($($words),*)]
            ///
            /// # Errors
            ///
            /// A variable that must be set is missing or empty, one has what is neither an environment nor an
            /// address, or as in [`new`](Self::new).
            pub fn from_env() -> Result<Self, $crate::Error> {
                Self::builder().from_env()?.build()
            }
        }
    };
}

/// Defines how the check of keys is switched off, for services whose keys tell what they are for.
macro_rules! key_check {
    () => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// Whether a key that is for another environment, by its prefix, is refused when the
            /// client is made; it is if this is not set.
            pub fn check_key_environment(mut self, check: bool) -> Self {
                self.set_key_check(check);
                self
            }
        }
    };
}

/// Defines how clients are given what gives them their credentials, call by call.
macro_rules! provider {
    (token) => {
        $crate::macros::provider! {
            @builders token_provider "token", AsRef<str>, |text| $crate::support::Given::of("token", text)
        }
    };
    (credentials $name:ident) => {
        $crate::macros::provider! {
            @builders credentials_provider "credentials", Into<$name>,
            |credentials| Into::<$name>::into(credentials).0
        }
    };
    (@builders $method:ident $what:literal, $bound:path, $given:expr) => {
        #[cfg(feature = "async")]
        impl $crate::ClientBuilder<$crate::Client> {
            #[doc = concat!("Asks for the ", $what, " before each call, instead of having one, so that it can change.")]
            ///
            /// If the service refuses it with 401, the function is asked once more, and the call is repeated
            /// once if something else comes. A function that keeps what it gives gets it anew then:
            /// [`CredentialRequest::is_refused`](crate::CredentialRequest::is_refused). What it takes is part
            /// of the time that the call may take. If it fails, nothing is sent, and the error says so:
            /// [`Error::is_credentials`](crate::Error::is_credentials).
            pub fn $method<F, R, T, E>(mut self, provider: F) -> Self
            where
                F: Fn($crate::CredentialRequest) -> R + Send + Sync + 'static,
                R: Future<Output = Result<T, E>> + Send + 'static,
                T: $bound,
                E: Into<Box<dyn std::error::Error + Send + Sync>>,
            {
                self.provider = Some($crate::support::AsyncProvider(Box::new(move |request| {
                    let provided = provider(request);
                    Box::pin(async move { provided.await.map($given).map_err(Into::into) })
                })));
                self
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::ClientBuilder<$crate::blocking::Client> {
            #[doc = concat!("Asks for the ", $what, " before each call, instead of having one, so that it can change.")]
            ///
            /// If the service refuses it with 401, the function is asked once more, and the call is repeated
            /// once if something else comes. A function that keeps what it gives gets it anew then:
            /// [`CredentialRequest::is_refused`](crate::CredentialRequest::is_refused). What it takes is part
            /// of the time that the call may take: [`time_left`](crate::CredentialRequest::time_left) tells how
            /// much there is. If it fails or takes longer, nothing is sent, and the error says so:
            /// [`Error::is_credentials`](crate::Error::is_credentials).
            pub fn $method<F, T, E>(mut self, provider: F) -> Self
            where
                F: Fn($crate::CredentialRequest) -> Result<T, E> + Send + Sync + 'static,
                T: $bound,
                E: Into<Box<dyn std::error::Error + Send + Sync>>,
            {
                self.provider = Some($crate::support::BlockingProvider(Box::new(move |request| {
                    provider(request).map($given).map_err(Into::into)
                })));
                self
            }
        }
    };
}

pub(crate) use {from_env, key_check, provider};
