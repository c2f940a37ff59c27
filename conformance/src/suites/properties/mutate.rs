//! Changes of responses that clients must tolerate.

use anyhow::Result;
use serde_json::{Value, json};

use super::sites::Site;
use crate::compare::{Difference, Kind};
use crate::instances::patterns;
use crate::instances::random::Random;

/// The name of added properties.
pub(super) const UNKNOWN: &str = "x_unknown";

/// A placeholder for a number of more digits than a float has, because no `Value` holds that.
const MANY_DIGITS: (i64, &str) = (702_155_190_033_471, "1234567890.123456789012345678900");

/// The JSON that goes into a model, with all digits.
pub(super) fn with_digits(value: &Value) -> String {
    value.to_string().replace(&MANY_DIGITS.0.to_string(), MANY_DIGITS.1)
}

/// The JSON that comes out of it, as far as a `Value` holds it.
pub(super) fn without_digits(text: &str) -> Result<Value> {
    let text = text.replace(MANY_DIGITS.1, &MANY_DIGITS.0.to_string());
    Ok(serde_json::from_str(&text)?)
}

/// A change that leaves a response readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mutation {
    /// The value stays as it is.
    Nothing,
    /// Every object has a property that is not described.
    UnknownFields,
    /// Enums have values that are not described.
    UnknownEnums,
    /// Tags have values that are not described.
    UnknownTags,
    /// What may be missing is null.
    Nulls,
    /// Lists and maps are missing or null, even if they are required.
    NoCollections,
    /// Integers are written with a fraction that is zero.
    FloatIntegers,
    /// Times are written in other ways.
    Times,
    /// Numbers that are exact have more digits than a float.
    Digits,
}

impl Mutation {
    pub const ALL: [Self; 9] = [
        Self::Nothing,
        Self::UnknownFields,
        Self::UnknownEnums,
        Self::UnknownTags,
        Self::Nulls,
        Self::NoCollections,
        Self::FloatIntegers,
        Self::Times,
        Self::Digits,
    ];

    /// Whether a difference is allowed for a value with these sites after this mutation.
    pub(super) fn excuses(self, one: &Difference, sites: &[Site]) -> bool {
        match one.kind {
            // Another alternative keeps it, but not the one that this value belongs to.
            Kind::Lost if self == Self::UnknownFields => {
                let around = one.at.strip_suffix(&format!("/{UNKNOWN}"));
                let mut sites = sites.iter();
                around.is_some_and(|around| {
                    sites.any(|site| site.pointer == around && site.is_record() && !site.is_open())
                })
            }
            Kind::Undescribed => {
                self == Self::UnknownFields && one.at.ends_with(&format!("/{UNKNOWN}"))
            }
            // Free-form data that is required is null if it is missing.
            Kind::Emptied | Kind::AddedNull => self == Self::NoCollections,
            // In a response, null and an absent property have the same meaning.
            kind => kind == Kind::LostNull,
        }
    }

    /// Changes a value that has these places; `None` if the change applies to none of them.
    pub(super) fn apply(self, sites: &[Site], value: &Value, random: &mut Random) -> Option<Value> {
        let mut mutated = value.clone();
        let mut changed = self == Self::Nothing;
        for site in sites {
            // The site may have been removed together with its parent.
            if mutated.pointer(&site.pointer).is_some() {
                changed |= self.change(site, &mut mutated, random).is_some();
            }
        }
        changed.then_some(mutated)
    }

    fn change(self, site: &Site, root: &mut Value, random: &mut Random) -> Option<()> {
        let often = !random.one_in(3);
        let inside = !site.pointer.is_empty() && often;
        let here = root.pointer_mut(&site.pointer)?;
        match self {
            Self::UnknownFields if site.is_record() && site.takes_anything() => {
                let value = [json!({"a": [1, null]}), json!("text"), json!(null), json!(-1.5)];
                let value = random.pick(&value)?.clone();
                here.as_object_mut()?.insert(UNKNOWN.to_owned(), value);
            }
            Self::UnknownEnums if often && here.is_string() => {
                site.schema.get("enum").or(site.schema.get("const"))?;
                *here = json!(["a_value_of_tomorrow", "", "ÄÖ Ü"][random.below(3)]);
            }
            Self::UnknownTags => {
                let tag = here.get_mut(site.tag.as_deref()?)?;
                *tag = json!(["a_shape_of_tomorrow", ""][random.below(2)]);
            }
            Self::Nulls if inside && site.optional && !here.is_null() => *here = Value::Null,
            Self::NoCollections if inside && site.is_collection() => {
                let (outer, name) = site.pointer.rsplit_once('/')?;
                let missing = random.one_in(2);
                let name = name.replace("~1", "/").replace("~0", "~");
                match root.pointer_mut(outer)? {
                    Value::Object(object) if missing => drop(object.remove(&name)?),
                    Value::Object(object) => *object.get_mut(&name)? = Value::Null,
                    _ => return None,
                }
            }
            Self::FloatIntegers if site.says("type", "integer") => {
                let integer = here.as_i64()?;
                *here = json!(integer as f64);
            }
            Self::Times if site.says("type", "string") && site.says("format", "date-time") => {
                *here = reformatted(here.as_str()?, random)?.into();
            }
            Self::Digits
                if site.says("type", "number")
                    && site.says("format", "decimal")
                    && here.is_number() =>
            {
                *here = json!(MANY_DIGITS.0);
            }
            _ => return None,
        }
        Some(())
    }
}

/// A time with another fraction and another offset.
fn reformatted(text: &str, random: &mut Random) -> Option<String> {
    let whole = text.get(.."2026-01-01T00:00:00".len())?;
    let rest = r"(\.[0-9]{1,16})?(Z|z|\+00:00|-00:00|\+14:00|-12:00|\+05:45|\+23:59)";
    let reformatted = whole.to_owned() + &patterns::text(rest, random)?;
    Some(if random.one_in(6) { reformatted.replace('T', "t") } else { reformatted })
}
