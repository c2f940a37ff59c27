//! Constructors of clients that depend on the service, such as `from_env`.

/// Defines `from_env` of clients and builders, which reads environment variables; their names are in the text
/// that it takes.
macro_rules! from_env {
    ($($words:expr),* $(,)?) => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// Reads settings from environment variables.
            ///
            #[doc = concat!($($words),*)]
            ///
            /// # Errors
            ///
            /// A required variable is missing or empty, or a variable is not UTF-8.
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
            /// A client with the settings in environment variables.
            ///
            #[doc = concat!($($words),*)]
            ///
            /// # Errors
            ///
            /// A required variable is missing or empty, the environment is neither a name nor an address, or as for
            /// [`new`](Self::new).
            pub fn from_env() -> Result<Self, $crate::Error> {
                Self::builder().from_env()?.build()
            }
        }
    };
}

/// Defines the setting for the check of keys, for services whose keys tell their environment.
macro_rules! key_check {
    () => {
        impl<C: $crate::builder::Buildable> $crate::ClientBuilder<C> {
            /// Whether building the client fails if the key belongs to another environment, judging by its prefix;
            /// true by default.
            pub fn check_key_environment(mut self, check: bool) -> Self {
                self.set_key_check(check);
                self
            }
        }
    };
}

/// Defines the builder methods that set a credential provider.
macro_rules! provider {
    (token) => {
        $crate::macros::provider! {
            @builders token_provider "token", AsRef<str>, |text| $crate::support::CredentialSet::from_token("token", text)
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
            #[doc = concat!("Sets a function that returns the ", $what, ", and is called before each call, so that it can change.")]
            ///
            /// After a 401 the function is called once more, and the call is repeated once if it returns something
            /// else. If the function caches, it must fetch a new value then:
            /// [`CredentialRequest::is_refused`](crate::CredentialRequest::is_refused). Its time counts toward the
            /// time limit of the call. If it fails, nothing is sent:
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
            #[doc = concat!("Sets a function that returns the ", $what, ", and is called before each call, so that it can change.")]
            ///
            /// After a 401 the function is called once more, and the call is repeated once if it returns something
            /// else. If the function caches, it must fetch a new value then:
            /// [`CredentialRequest::is_refused`](crate::CredentialRequest::is_refused). Its time counts toward the
            /// time limit of the call, of which [`time_left`](crate::CredentialRequest::time_left) remains. If it
            /// fails or takes longer, nothing is sent: [`Error::is_credentials`](crate::Error::is_credentials).
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
