//! Facts: what the contract says about values beyond their Rust type.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// What a schema says about its values beyond their type. It is documented, and never validated by the SDK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The component that describes the value, if it did not become a named type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Whether it may be null, even where that makes no difference in Rust.
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The value that the server uses if none is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The regular expression that strings must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The allowed values, if they did not become an enum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// `dependentRequired`: which properties require which others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent_required: Option<Value>,
    /// JSON Schema keywords that only the server validates, such as `not` and `contains`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<Value>,
    /// Whether undescribed properties are rejected.
    #[serde(skip_serializing_if = "is_false")]
    pub closed: bool,
    /// Whether it is write-only: sent, and never returned.
    #[serde(skip_serializing_if = "is_false")]
    pub write_only: bool,
    /// How the document treats values that its enum does not list: `x-speakeasy-unknown-values`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_values: Option<String>,
    /// The bounds.
    #[serde(flatten)]
    pub bounds: Bounds,
    /// The facts about the elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Facts>>,
    /// The facts about the values of a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Box<Facts>>,
    /// The facts about alternatives that are not distinguished.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Facts>,
    /// Whether a value must match exactly one alternative: `oneOf`, not `anyOf`.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive: bool,
}

/// The bounds that a schema sets: on numbers, lengths and counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// `minimum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound>,
    /// `maximum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound>,
    /// Whether the minimum itself is excluded.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive_minimum: bool,
    /// Whether the maximum itself is excluded.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive_maximum: bool,
    /// `multipleOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<f64>,
    /// The minimum number of characters of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// The maximum number of characters of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// The minimum number of elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<usize>,
    /// The maximum number of elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
    /// Whether no two elements of a list are equal.
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// The minimum number of properties of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<usize>,
    /// The maximum number of properties of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_properties: Option<usize>,
}

impl Bounds {
    /// Merges another part of an `allOf`. Where both set a bound, the later one is used.
    pub(super) fn merge(&mut self, part: Self) {
        if part.minimum.is_some() {
            self.exclusive_minimum = part.exclusive_minimum;
        }
        if part.maximum.is_some() {
            self.exclusive_maximum = part.exclusive_maximum;
        }
        self.minimum = part.minimum.or(self.minimum);
        self.maximum = part.maximum.or(self.maximum);
        self.multiple_of = part.multiple_of.or(self.multiple_of);
        self.min_length = part.min_length.or(self.min_length);
        self.max_length = part.max_length.or(self.max_length);
        self.min_items = part.min_items.or(self.min_items);
        self.max_items = part.max_items.or(self.max_items);
        self.unique_items |= part.unique_items;
        self.min_properties = part.min_properties.or(self.min_properties);
        self.max_properties = part.max_properties.or(self.max_properties);
    }
}

/// A numeric bound, exact if it is an integer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Bound {
    /// An integer.
    Whole(i64),
    /// Any other number.
    Real(f64),
}

impl Bound {
    /// Converts a bound as parsed: integers are kept exactly.
    pub fn new(value: f64) -> Self {
        // 2^53. Not all larger integers are exact as `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation)]
        if value.fract() == 0.0 && value.abs() <= EXACT {
            Self::Whole(value as i64)
        } else {
            Self::Real(value)
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Real(value) => value.fmt(f),
        }
    }
}

// `skip_serializing_if` passes a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}
