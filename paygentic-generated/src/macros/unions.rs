//! Enums over values of several shapes.

/// Gives an enum its codec. The value is read as plain JSON first, then the variant is chosen.
///
/// ```text
/// union! {
///     EntitlementListItem tag "featureType" {
///         Boolean(BooleanEntitlement) from = "boolean",       // `from`: also `From<BooleanEntitlement>`
///         Static(StaticEntitlement) from = "static" | "fixed",
///     }
/// }
/// union! {
///     RuleConditionValue shape {
///         Text(String) from = string,
///         Range(RuleConditionRange) from = object ["from", "to"],
///     }
/// }
/// ```
///
/// By tag, a known value decides: the variant must then decode. By shape, the first variant that
/// fits is taken, those with most required names first. What nothing fits is `Unknown`.
macro_rules! union {
    ($name:ident tag $tag:literal {
        $($variant:ident($payload:ty) $($from:ident)? = $($wire:literal)|+),* $(,)?
    }) => {
        impl $crate::support::Union for $name {
            fn choose<E: $crate::support::DecodeError>(
                value: $crate::support::Value,
            ) -> Result<Self, E> {
                match $crate::support::tag(&value, $tag) {
                    $(Some($($wire)|+) => {
                        $crate::support::from_value(&value).map(Self::$variant)
                    })*
                    _ => Ok(Self::Unknown(value)),
                }
            }
        }

        $crate::support::union! { @common $name { $($variant($payload) $($from)?),* } }
    };
    ($name:ident shape {
        $($variant:ident($payload:ty) $($from:ident)? = $kind:ident $([$($required:literal),*])?),*
        $(,)?
    }) => {
        impl $crate::support::Union for $name {
            fn choose<E: $crate::support::DecodeError>(
                value: $crate::support::Value,
            ) -> Result<Self, E> {
                let picked = $crate::support::pick(&value, &[$(
                    $crate::support::Candidate {
                        kind: stringify!($kind),
                        required: &[$($($required),*)?],
                        read: |value| $crate::support::attempt(value).map(Self::$variant),
                    }
                ),*]);
                Ok(picked.unwrap_or(Self::Unknown(value)))
            }
        }

        $crate::support::union! { @common $name { $($variant($payload) $($from)?),* } }
    };
    (@common $name:ident { $($variant:ident($payload:ty) $($from:ident)?),* }) => {
        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_union(d)
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => $crate::support::Field::write(payload, s),)*
                    Self::Unknown(value) => value.serialize(s),
                }
            }
        }

        impl $crate::support::Field for $name {
            fn read<'de, D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_union(d)
            }

            fn write<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::support::Serialize::serialize(self, s)
            }

            fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        impl $crate::support::Blank for $name {
            fn blank() -> Self {
                Self::Unknown($crate::support::Value::Null)
            }
        }

        $($($crate::support::from! { $from $name $variant $payload })?)*
    };
}

/// The `from` of a variant in `union!`.
macro_rules! from {
    (from $name:ident $variant:ident $payload:ty) => {
        impl From<$payload> for $name {
            fn from(payload: $payload) -> Self {
                Self::$variant(payload)
            }
        }
    };
}

pub(crate) use {from, union};
