//! Enums over values of several shapes.

/// Implements the codec of an enum. The variant is chosen and read from the text of the value.
///
/// ```text
/// union! {
///     EntitlementListItem tag "featureType" {
///         Boolean(BooleanEntitlement) from = "boolean",       // `from`: also `From<BooleanEntitlement>`
///         Static(StaticEntitlement) from = "static" | "fixed",
///         Metered(MeteredEntitlement) = "metered" => without_tag "metered",     // the payload does not have the tag
///         Other(OtherEntitlement) = "other" => optional_tag "other",        // the payload may omit it
///     }
/// }
/// union! {
///     RuleConditionValue shape {
///         Text(String) from_text = string,                    // `from_text`: also `From<&str>`
///         Range(RuleConditionRange) from = object ["from", "to"],
///     }
/// }
/// ```
///
/// By tag, a known value decides: the variant must then decode. By shape, variants with most required
/// names are tried first; among equals, the one that describes most of the value is used. A value that
/// no variant fits entirely, because a constant has another value or there is a key that the contract
/// forbids, is `Unknown`.
///
/// A payload that is a decimal here and a number in the contract: `Number(Decimal as number) from = number`.
macro_rules! union {
    ($name:ident tag $tag:literal {
        $(
            $variant:ident($payload:ty $(as $form:ident)?) $($from:ident)?
            = $($wire:literal)|+ $(=> $by:ident $tag_value:literal)?
        ),*
        $(,)?
    }) => {
        impl $crate::support::Union for $name {
            fn choose<E: $crate::support::DecodeError>(raw: &str) -> Result<Option<Self>, E> {
                match $crate::support::tag(raw, $tag).as_deref() {
                    $(Some($($wire)|+) => {
                        Ok($crate::support::tagged_payload!(raw, $tag $(, $by)?)?.map(Self::$variant))
                    })*
                    _ => Ok(None),
                }
            }

            fn unknown(value: $crate::support::Value) -> Self {
                Self::Unknown(value)
            }
        }

        $crate::support::union! {
            @common $name { $($variant($payload $(as $form)?) $($from)? $({$tag $tag_value $by})?),* }
        }
    };
    ($name:ident shape {
        $($variant:ident($payload:ty $(as $form:ident)?) $($from:ident)?
            = $kind:ident $([$($required:literal),*])?),*
        $(,)?
    }) => {
        impl $crate::support::Union for $name {
            fn choose<E: $crate::support::DecodeError>(raw: &str) -> Result<Option<Self>, E> {
                Ok($crate::support::choose_by_shape(raw, &[$(
                    $crate::support::Candidate {
                        kind: stringify!($kind),
                        required: &[$($($required),*)?],
                        takes_any: <$payload as $crate::support::Field>::TAKES_ANY,
                        read: |raw| $crate::support::read_variant(raw, Self::$variant),
                    }
                ),*]))
            }

            fn unknown(value: $crate::support::Value) -> Self {
                Self::Unknown(value)
            }
        }

        $crate::support::union! {
            @common $name { $($variant($payload $(as $form)?) $($from)?),* }
        }
    };
    (@common $name:ident {
        $(
            $variant:ident($payload:ty $(as $form:ident)?) $($from:ident)?
            $({$tag:literal $tag_value:literal $by:ident})?
        ),*
    }) => {
        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_union(d)
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => {
                        $crate::support::payload!(payload, s $(, $form)? $(, $tag = $tag_value)?)
                    })*
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

            fn equals(&self, literal: $crate::support::Literal) -> bool {
                match self {
                    $(Self::$variant(payload) => {
                        $crate::support::Field::equals(payload, literal)
                    })*
                    Self::Unknown(value) => $crate::support::Field::equals(value, literal),
                }
            }
        }

        impl $crate::support::Initial for $name {
            fn initial() -> Self {
                Self::Unknown($crate::support::Value::Null)
            }

            fn initial_or_sample<F: $crate::support::InitialKind>() -> Self {
                // By the trait: a constructor, or a field that all have, may be called `initial`.
                F::choose(<Self as $crate::support::Initial>::initial, || {
                    $crate::support::first_of::<Self>(&[
                        $(|| Self::$variant($crate::support::Initial::initial_or_sample::<F>())),*
                    ])
                    .unwrap_or_else(<Self as $crate::support::Initial>::initial)
                })
            }
        }

        $($($crate::support::from! { $from $name $variant $payload })?)*
    };
}

/// Writes the payload of a variant in `union!`.
macro_rules! payload {
    ($payload:ident, $serializer:ident) => {
        $crate::support::Field::write($payload, $serializer)
    };
    ($payload:ident, $serializer:ident, number) => {
        $crate::support::Numeric::write_numbers($payload, $serializer)
    };
    ($payload:ident, $serializer:ident $(, $form:ident)?, $tag:literal = $tag_value:literal) => {
        $crate::support::write_with_tag($payload, $tag, $tag_value, $serializer)
    };
}

/// Reads the payload of the variant in `union!` that the tag names.
macro_rules! tagged_payload {
    ($raw:ident, $tag:literal, without_tag) => {
        $crate::support::read_without_tag($raw, $tag)
    };
    ($raw:ident, $tag:literal $(, optional_tag)?) => {
        $crate::support::read_tagged($raw)
    };
}

/// The `from` of a variant in `union!`; `from_text` is `From<&str>` too, and `from_number` takes integers.
macro_rules! from {
    (from_text $name:ident $variant:ident $payload:ty) => {
        $crate::support::from!(from $name $variant $payload);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::$variant(text.into())
            }
        }
    };
    (from_number $name:ident $variant:ident $payload:ty) => {
        $crate::support::from!(from $name $variant $payload);

        impl From<i32> for $name {
            fn from(number: i32) -> Self {
                Self::$variant(number.into())
            }
        }
    };
    (from $name:ident $variant:ident $payload:ty) => {
        impl From<$payload> for $name {
            fn from(payload: $payload) -> Self {
                Self::$variant(payload)
            }
        }
    };
}

pub(crate) use {from, payload, tagged_payload, union};
