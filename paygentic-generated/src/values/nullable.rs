//! A field of an update with three states: value, null, unset.

/// A field of an update that is left out, cleared or set.
///
/// A field that is left out keeps its value on the server, `null` clears it, and a value replaces it.
///
/// ```
/// use paygentic_generated::Nullable;
///
/// let unset: Nullable<String> = Nullable::default();
/// assert!(unset.is_unset());
/// assert_eq!(Nullable::from(7).value(), Some(&7));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nullable<T> {
    /// Left out.
    #[default]
    Unset,
    /// Sent as `null`.
    Null,
    /// Sent as this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the field is left out.
    pub const fn is_unset(&self) -> bool {
        matches!(self, Nullable::Unset)
    }

    /// Whether the field is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Nullable::Null)
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Nullable::Value(value) => Some(value),
            Nullable::Unset | Nullable::Null => None,
        }
    }

    /// The value itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Nullable::Value(value) => Some(value),
            Nullable::Unset | Nullable::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Nullable::Value(value)
    }
}
