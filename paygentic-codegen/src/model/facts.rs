//! Facts: what the contract says about values beyond their type in Rust.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// What a schema says of its values beyond their type: stated in the documentation, never checked by the SDK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The component that describes the value, where that is not a type of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Whether it may be null, also where that makes no difference in Rust.
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The value that the server uses if none is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The regular expression that texts match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The values that are allowed, where they are no enum of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Which properties ask for which others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent_required: Option<Value>,
    /// Keywords of JSON Schema that only the server checks, such as `not` and `contains`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<Value>,
    /// Whether properties that are not described are refused.
    #[serde(skip_serializing_if = "is_false")]
    pub closed: bool,
    /// Whether it is sent and never read.
    #[serde(skip_serializing_if = "is_false")]
    pub write_only: bool,
    /// What the document says of values that its enum does not list: `x-speakeasy-unknown-values`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_values: Option<String>,
    /// The bounds.
    #[serde(flatten)]
    pub bounds: Bounds,
    /// What is said of the elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Facts>>,
    /// What is said of the values of a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Box<Facts>>,
    /// What is said of alternatives that are not distinguished.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Facts>,
    /// Whether a value must match one alternative and no other: `oneOf`, not `anyOf`.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive: bool,
}

/// The bounds that a schema sets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound>,
    /// Whether the least number itself is refused.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive_minimum: bool,
    /// Whether the greatest number itself is refused.
    #[serde(skip_serializing_if = "is_false")]
    pub exclusive_maximum: bool,
    /// What numbers are a multiple of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<f64>,
    /// The fewest characters of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// The most characters of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// The fewest elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<usize>,
    /// The most elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
    /// Whether no two elements of a list are equal.
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// The fewest properties of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<usize>,
    /// The most properties of an object.
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

/// A bound on numbers, exact where it is a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Bound {
    /// A whole number.
    Whole(i64),
    /// Any other.
    Real(f64),
}

impl Bound {
    /// A bound as it is read: whole numbers are exact.
    pub fn new(value: f64) -> Self {
        // Larger integers are not exact as `f64`.
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

// `skip_serializing_if` hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}
