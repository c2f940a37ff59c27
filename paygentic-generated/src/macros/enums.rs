//! Enums that keep values they do not know.

/// Defines an enum over strings. Values that this version does not know are kept as sent.
///
/// ```text
/// open_enum! {
///     /// How a feature is measured.
///     FeatureType {
///         Metered = "metered",
///         /// `static`: Set once.
///         Static = "static",
///     }
/// }
/// ```
macro_rules! open_enum {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[doc = $words:literal])* $variant:ident = $wire:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = $crate::macros::value_docs!($wire $($words)*)] $variant,)*
            /// A value that this version does not know, as it was sent.
            Unknown(String),
        }

        impl $name {
            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $crate::support::Text::from_text(&text)
            }
        }

        impl $crate::support::Text for $name {
            fn from_text(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }

            fn is_listed(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        $crate::macros::text_impls!($name [$($wire,)* "sample"][0]);
    };
}

/// The documentation of a value: its doc comment, or the value as it is sent.
macro_rules! value_docs {
    ($wire:literal) => { concat!("`", $wire, "`") };
    ($wire:literal $($words:literal)+) => { concat!($($words, "\n"),+) };
}

pub(crate) use {open_enum, value_docs};
