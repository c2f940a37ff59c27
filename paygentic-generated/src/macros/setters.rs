//! How request values are built.

/// Gives a struct its constructors and its chainable setters.
///
/// ```text
/// setters! {
///     CreateCustomer {
///         consumer: Consumer,
///         tax_id: String => clear_tax_id,     // a `Nullable`, and the setter that sends `null`
///     }
///     new(merchant_id: OrganizationId)
/// }
/// ```
///
/// A constructor must take all required fields; there may be several of them, and an argument may
/// belong to an optional field (`with_subject(subject: String)`).
macro_rules! setters {
    ($name:ident {
        $($field:ident: $type:ty $(=> $clear:ident)?),* $(,)?
    }
    $($new:ident($($required:ident: $required_type:ty),* $(,)?))*) => {
        #[allow(clippy::new_without_default, clippy::needless_update)]
        impl $name {
            $(
                /// Makes the value from the fields that are required; all others are absent.
                #[must_use]
                pub fn $new($($required: impl Into<$required_type>),*) -> Self {
                    Self {
                        $($required: From::from($required.into()),)*
                        ..$crate::support::Blank::blank()
                    }
                }
            )*
            $(
                /// Sets the field of this name.
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$type>) -> Self {
                    self.$field = From::from($field.into());
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

pub(crate) use setters;
