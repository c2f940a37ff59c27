//! The codec of structs that are JSON objects.

/// Implements the codec of a struct: one line per field, with its key in JSON.
///
/// ```text
/// object! {
///     CreateCost {
///         merchant_id "merchantId",
///         active_to "activeTo" or null,       // written as `null` when absent
///         unit_cost "unitCost" as number,     // a `Decimal` that is a JSON number
///         r#type "type" is "metered",         // has only one value, which a new object contains
///         object "object" maybe "cost",       // the same, but optional
///     }
///     constants as_sent { "object" = "cost" } // always written; `as_sent` keeps other values
///     closed true                             // the contract forbids other keys
///     extra additional                        // the field that keeps all other keys
/// }
/// ```
///
/// The fields become tables of trait objects, for two loops that all types share. Compared with a
/// `match` over the keys this takes half the time to compile.
macro_rules! object {
    ($name:ident {
        $($field:ident $key:literal
            $(is $fact:literal)? $(maybe $maybe:literal)? $(as $form:ident)? $(or $null:ident)?),*
        $(,)?
    }
    $(constants $sent:ident { $($constant:literal = $value:literal),* $(,)? })?
    $(closed $closed:literal)?
    $(extra $extra:ident $(as $extra_form:ident)?)?) => {
        #[allow(unused_mut, unused_variables)]
        impl $crate::support::Object for $name {
            fn read_entries<'de, A: $crate::support::MapAccess<'de>>(
                map: A,
            ) -> Result<Self, A::Error> {
                let mut object: Self = $crate::support::Initial::initial();
                let slots = &mut [$(($key, &mut object.$field as _, false)),*];
                let others = $crate::support::OtherKeys {
                    constants: &[
                        $($(($constant, $value.into()),)*)?
                        $($(($key, $fact.into()),)? $(($key, $maybe.into()),)?)*
                    ],
                    sent: None $(.or(Some(&mut object.$sent)))?,
                    closed: false $(|| $closed)?,
                    extra: None $(.or(Some(&mut object.$extra as _)))?,
                };
                $crate::support::read_fields(map, slots, others).map(|()| object)
            }

            fn write_entries<M: $crate::support::SerializeMap>(
                &self,
                map: &mut M,
            ) -> Result<(), M::Error> {
                let constants: &[$crate::support::Constant] =
                    &[$($(($constant, $value.into())),*)?];
                let entries = &[$((
                    $key,
                    &$crate::support::field_value!(self.$field $(, $form)?) as _,
                    false $(| $crate::support::null_if_absent!($null))?,
                )),*];
                $($crate::support::write_constants(map, constants, &self.$sent)?;)?
                $crate::support::write_fields(map, entries)
                $(?; $crate::support::write_extra(
                    map,
                    entries,
                    constants,
                    &$crate::support::field_value!(self.$extra $(, $extra_form)?),
                ))?
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::support::write_object(self, s)
            }
        }

        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::deserialize(d)
            }
        }

        impl $crate::support::Field for $name {
            fn read<'de, D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_object(d)
            }

            fn write<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::support::write_object(self, s)
            }

            fn equals(&self, _: $crate::support::Literal) -> bool {
                false
            }
        }

        impl $crate::support::Initial for $name {
            fn initial() -> Self {
                // By the trait: a setter may be called `initial_or_sample`.
                <Self as $crate::support::Initial>::initial_or_sample::<$crate::support::Empty>()
            }

            fn initial_or_sample<F: $crate::support::InitialKind>() -> Self {
                Self {
                    $($field: $crate::support::initial!(F $($fact)?),)*
                    $($sent: Default::default(),)?
                    $($extra: Default::default(),)?
                }
            }
        }
    };
}

/// The `or null` of a field in `object!`.
macro_rules! null_if_absent {
    (null) => {
        true
    };
}

/// How a field in `object!` is written.
macro_rules! field_value {
    ($object:ident.$field:ident) => {
        $object.$field
    };
    ($object:ident.$field:ident, number) => {
        $crate::support::Numbers(&$object.$field)
    };
}

/// The value of a field of `object!` before anything is read or set.
macro_rules! initial {
    ($kind:ident) => {
        $crate::support::Initial::initial_or_sample::<$kind>()
    };
    ($kind:ident $fact:literal) => {
        From::from($fact)
    };
}

pub(crate) use {field_value, initial, null_if_absent, object};
