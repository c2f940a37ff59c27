//! Requests and other types that callers construct: constructors and setters.

/// Defines a struct that callers construct, with its constructors and its chainable setters.
///
/// ```text
/// request! {
///     /// The body of `createCustomer`.
///     CreateCustomer {
///         /// The merchant.
///         merchant_id: OrganizationId => into OrganizationId,
///         /// When it was signed.
///         signed_at: Option<Timestamp> => exact Timestamp,        // so that the type of `"..".parse()?` is inferred
///         /// Tags.
///         tags: Option<Vec<String>> => each String,               // accepts anything that can be iterated
///         /// The tax id.
///         tax_id: Nullable<String> => into String | clear_tax_id, // and the setter that sends `null`
///         /// Given by the server.
///         id: Option<String>,                                     // has no setter
///     }
///     keeps as_sent                                               // the private field for unknown constants
///     extra additional: JsonObject;                               // the field for all other keys
///     fn new(merchant_id into OrganizationId)
/// }
/// ```
///
/// If positional arguments could be confused with each other, the required fields are separate. They
/// are a struct of their own, which is the last argument of every constructor:
///
/// ```text
///     CreateFee required CreateFeeRequired { name: String => into String, .. } optional { .. }
///     fn new()
/// ```
///
/// There may be several constructors, and an argument may belong to an optional field
/// (`fn with_subject(subject into CustomerId)`).
macro_rules! request {
    (
        $(#[$attribute:meta])*
        $name:ident { $($fields:tt)* }
        $(keeps $kept:ident)?
        $(extra $extra:ident: $extra_type:ty;)?
        $(fn $new:ident($($argument:ident $kind:ident $type:ty),* $(,)?))*
    ) => {
        $crate::support::request! { @struct
            $(#[$attribute])* $name { $($fields)* } $({ $kept })? $([$extra: $extra_type])?
        }

        #[allow(clippy::needless_update)]
        impl $name {
            $(
                #[doc = $crate::macros::new_docs!($new $($argument)*)]
                #[must_use]
                pub fn $new(
                    $($argument: $crate::support::argument!(@type $kind $type)),*
                ) -> Self {
                    Self {
                        $($argument: From::from(
                            $crate::support::argument!(@value $kind $type, $argument)
                        ),)*
                        ..$crate::support::Initial::initial()
                    }
                }
            )*
        }

        $($crate::support::default! { $name $new($($argument)*) })*
    };
    (
        $(#[$attribute:meta])*
        $name:ident required $required:ident {
            $($(#[$needed_docs:meta])* $needed:ident: $needed_type:ty
                $(=> $needed_kind:ident $needed_given:ty)?),* $(,)?
        } optional { $($fields:tt)* }
        $(keeps $kept:ident)?
        $(extra $extra:ident: $extra_type:ty;)?
        $(fn $new:ident($($argument:ident $kind:ident $type:ty),* $(,)?))*
    ) => {
        $crate::support::request! { @struct
            $(#[$attribute])* $name {
                $($(#[$needed_docs])* $needed: $needed_type $(=> $needed_kind $needed_given)?,)*
                $($fields)*
            } $({ $kept })? $([$extra: $extra_type])?
        }

        #[doc = concat!("The required fields of [`", stringify!($name), "`].")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $required {
            $($(#[$needed_docs])* pub $needed: $needed_type,)*
        }

        #[allow(clippy::needless_update)]
        impl From<$required> for $name {
            fn from(required: $required) -> Self {
                Self {
                    $($needed: required.$needed,)*
                    ..$crate::support::Initial::initial()
                }
            }
        }

        impl $name {
            $(
                #[doc = $crate::macros::new_docs!($new $($argument)* $required)]
                #[doc = concat!("The required fields are the named fields of [`", stringify!($required), "`].")]
                #[must_use]
                pub fn $new(
                    $($argument: $crate::support::argument!(@type $kind $type),)*
                    required: $required,
                ) -> Self {
                    <Self as From<$required>>::from(required)$(.$argument($argument))*
                }
            )*
        }
    };
    (@struct
        $(#[$attribute:meta])*
        $name:ident {
            $($(#[$docs:meta])* $field:ident: $field_type:ty
                $(=> $kind:ident $given:ty $(| $clear:ident)?)?),* $(,)?
        }
        $({ $kept:ident })?
        $([$extra:ident: $extra_type:ty])?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$docs])* pub $field: $field_type,)*
            $($kept: $crate::support::ConstantOverrides,)?
            $(
                /// All other properties.
                pub $extra: $extra_type,
            )?
        }

        impl $name {
            $($crate::support::setter! {
                [$(#[$docs])*] $field $($kind $given $(| $clear)?)?
            })*
            $(
                /// Sets all other properties.
                #[must_use]
                pub fn $extra(mut self, $extra: impl Into<$extra_type>) -> Self {
                    self.$extra = $extra.into();
                    self
                }
            )?
        }
    };
}

/// The documentation of a constructor.
macro_rules! new_docs {
    (new) => {
        "Creates the value; no field is set."
    };
    (new $($argument:ident)+) => {
        "Creates the value from its required fields; optional fields are not set."
    };
    ($name:ident $argument:ident $($other:ident)*) => {
        concat!("Creates the value from its required fields and `", stringify!($argument), "`.")
    };
}

/// The setter of a field, and the one that clears it.
macro_rules! setter {
    ([$(#[$docs:meta])*] $field:ident) => {};
    ([$(#[$docs:meta])*] $field:ident $kind:ident $given:ty $(| $clear:ident)?) => {
        $(#[$docs])*
        #[must_use]
        pub fn $field(mut self, $field: $crate::support::argument!(@type $kind $given)) -> Self {
            self.$field = From::from($crate::support::argument!(@value $kind $given, $field));
            self
        }

        $(
            #[doc = concat!("Sends `null` for `", stringify!($field), "`.")]
            #[must_use]
            pub fn $clear(mut self) -> Self {
                self.$field = $crate::Nullable::Null;
                self
            }
        )?
    };
}

/// The argument type of a setter, and the conversion of the argument.
macro_rules! argument {
    (@type into $type:ty) => { impl Into<$type> };
    (@type exact $type:ty) => { $type };
    (@type each $type:ty) => { impl IntoIterator<Item = impl Into<$type>> };
    (@value into $type:ty, $value:ident) => { Into::<$type>::into($value) };
    (@value exact $type:ty, $value:ident) => { $value };
    (@value each $type:ty, $value:ident) => {
        $value.into_iter().map(Into::into).collect::<Vec<$type>>()
    };
}

/// `Default` for types without required fields.
macro_rules! default {
    ($name:ident new()) => {
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($($constructor:tt)*) => {};
}

pub(crate) use {argument, default, new_docs, request, setter};
