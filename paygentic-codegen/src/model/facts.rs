//! What the contract says of values beyond their type in Rust.

use serde::Serialize;
use serde_json::Value;

/// What a schema says of its values beyond their type: told in the documentation, never checked by the SDK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The component that describes the value, where that is no type of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Whether it may be null, also where that makes no difference in Rust.
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What the server takes if there is no value.
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
    /// Whether properties that are not described are refused.
    #[serde(skip_serializing_if = "is_false")]
    pub closed: bool,
    /// The bounds.
    #[serde(flatten)]
    pub bounds: Bounds,
    /// What is said of the elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Facts>>,
    /// What is said of the values of a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Box<Facts>>,
    /// What is said of alternatives that are not told apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Facts>,
}

/// The bounds that a schema sets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bounds {
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<f64>,
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

// `skip_serializing_if` hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}
