//! How request values are built.

/// Gives a struct its constructors and its chainable setters.
///
/// ```text
/// setters! {
///     CreateCustomer {
///         consumer: Consumer,
///         tax_id: String => clear_tax_id,     // a `Nullable`, and the setter that sends `null`
///         tags of String,                     // a list: taken from whatever can be walked through
///     }
///     new(merchant_id: OrganizationId)
/// }
/// ```
///
/// A constructor must take all required fields; there may be several of them, and an argument may
/// belong to an optional field (`with_subject(subject: String)`).
macro_rules! setters {
    ($name:ident {
        $($field:ident $kind:tt $type:ty $(=> $clear:ident)?),* $(,)?
    }
    $($new:ident($($required:ident $required_kind:tt $required_type:ty),* $(,)?))*) => {
        #[allow(clippy::new_without_default, clippy::needless_update)]
        impl $name {
            $(
                /// Makes the value from the fields that are required; all others are absent.
                #[must_use]
                pub fn $new(
                    $($required: $crate::support::given!(@argument $required_kind $required_type)),*
                ) -> Self {
                    Self {
                        $($required: From::from(
                            $crate::support::given!(@value $required_kind $required_type, $required)
                        ),)*
                        ..$crate::support::Blank::blank()
                    }
                }
            )*
            $(
                /// Sets the field of this name.
                #[must_use]
                pub fn $field(
                    mut self,
                    $field: $crate::support::given!(@argument $kind $type),
                ) -> Self {
                    self.$field = From::from($crate::support::given!(@value $kind $type, $field));
                    self
                }

                $(
                    /// Sends `null` for the field, which clears it.
                    #[must_use]
                    pub fn $clear(mut self) -> Self {
                        self.$field = $crate::Nullable::Null;
                        self
                    }
                )?
            )*
        }
    };
}

/// What a setter takes, and what it makes of it.
macro_rules! given {
    (@argument : $type:ty) => { impl Into<$type> };
    (@argument of $type:ty) => { impl IntoIterator<Item = impl Into<$type>> };
    (@value : $type:ty, $value:ident) => { Into::<$type>::into($value) };
    (@value of $type:ty, $value:ident) => {
        $value.into_iter().map(Into::into).collect::<Vec<$type>>()
    };
}

pub(crate) use {given, setters};
