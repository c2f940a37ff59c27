//! Ids: strings with a type of their own.

/// Defines newtypes over `String`. They are not validated: only the server knows what is an id.
///
/// ```text
/// id! {
///     /// Identifies a customer; written `cus_...`.
///     CustomerId
/// }
/// ```
macro_rules! id {
    ($($(#[$attribute:meta])* $name:ident)*) => {$(
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id as text, without copying it.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&String> for $name {
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl $crate::support::Text for $name {
            fn from_text(text: &str) -> Self {
                Self(text.to_owned())
            }

            fn from_string(text: String) -> Self {
                Self(text)
            }
        }

        $crate::macros::text_impls!($name concat!("sample-", stringify!($name)));
    )*};
}

/// The implementations that ids and open enums share, given `as_str`, `Text` and a sample.
macro_rules! text_impls {
    ($name:ident $sample:expr) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::support::Text::from_text(text)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_text(d)
            }
        }

        impl $crate::support::Field for $name {
            fn read<'de, D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_text(d)
            }

            fn write<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }

            fn equals(&self, literal: $crate::support::Literal) -> bool {
                literal.is_text(self.as_str())
            }
        }

        impl $crate::support::Initial for $name {
            fn initial() -> Self {
                $crate::support::Text::from_text("")
            }

            fn initial_or_sample<F: $crate::support::InitialKind>() -> Self {
                $crate::support::Text::from_text(F::choose(|| "", || $sample))
            }
        }

        impl $crate::support::Param for $name {
            fn each(&self, emit: &mut dyn FnMut(&str)) {
                emit(self.as_str());
            }
        }
    };
}

pub(crate) use {id, text_impls};
