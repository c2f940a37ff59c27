//! How structs are read from JSON objects and written to them.

/// Gives a struct its codec: one line per field, with the key as sent.
///
/// ```text
/// object! {
///     CreateCustomer {
///         merchant_id "merchantId",
///         active_to "activeTo" or null,       // written as `null` when absent
///     }
///     constants { "object" = "customer" }     // always written, passed over when read
///     extra additional                        // the field that keeps all other keys
/// }
/// ```
macro_rules! object {
    ($name:ident {
        $($field:ident $key:literal $(or $null:ident)?),* $(,)?
    }
    $(constants { $($constant:literal = $value:literal),* $(,)? })?
    $(extra $extra:ident)?) => {
        #[allow(unused_imports, unused_mut, unused_variables, unreachable_patterns)]
        impl $crate::support::Object for $name {
            fn read_entries<'de, A: $crate::support::MapAccess<'de>>(
                mut map: A,
            ) -> Result<Self, A::Error> {
                use $crate::support::{Extra, next_key, skip, take, value};
                $(let mut $field = None;)*
                $(let mut $extra = Default::default();)?
                while let Some(key) = next_key(&mut map)? {
                    match &*key {
                        $($key => $field = value(&mut map)?,)*
                        $($($constant => skip(&mut map)?,)*)?
                        $(key => Extra::keep(&mut $extra, key, &mut map)?,)?
                        _ => skip(&mut map)?,
                    }
                }
                Ok(Self {
                    $($field: take($field, $key)?,)*
                    $($extra,)?
                })
            }

            fn write_entries<M: $crate::support::SerializeMap>(
                &self,
                map: &mut M,
            ) -> Result<(), M::Error> {
                use $crate::support::{Extra, put};
                let known: &[&str] = &[$($key,)* $($($constant,)*)?];
                $($(map.serialize_entry($constant, &$value)?;)*)?
                $(put(map, $key, &self.$field, false $(| $crate::support::or!($null))?)?;)*
                $(self.$extra.put_all(known, map)?;)?
                Ok(())
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::support::write_object(self, s)
            }
        }

        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_object(d)
            }
        }

        impl $crate::support::Field for $name {
            fn read<'de, D: $crate::support::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::support::read_object(d)
            }

            fn write<S: $crate::support::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::support::write_object(self, s)
            }
        }
    };
}

/// The `or null` of a field in `object!`.
macro_rules! or {
    (null) => {
        true
    };
}

pub(crate) use {object, or};
