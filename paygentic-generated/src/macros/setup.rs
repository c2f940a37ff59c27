//! How clients are set up by what the service has.

/// Defines how clients take their settings from environment variables, whose names are in the words
/// that it is given.
macro_rules! from_env {
    ($($words:expr),* $(,)?) => {
        impl<C: $crate::builder::Builds> $crate::ClientBuilder<C> {
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
        impl<C: $crate::builder::Builds> $crate::ClientBuilder<C> {
            /// Whether a key that is for another environment, as its beginning tells, is refused when the
            /// client is made; it is if this is not set.
            pub fn check_key_environment(mut self, check: bool) -> Self {
                self.set_key_check(check);
                self
            }
        }
    };
}

pub(crate) use {from_env, key_check};
