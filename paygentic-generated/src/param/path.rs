//! Serializes a value of any shape into a path.

use super::shape::{Shape, item_text};
use super::style::{json_text, texts};
use crate::codec::Field;
use crate::request::encode;

/// How a value is written in a path, with its `explode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathStyle {
    /// `a,b`, and `k,v` or `k=v`.
    Simple { explode: bool },
    /// `.a,b` or `.a.b`, and `.k,v` or `.k=v`.
    Label { explode: bool },
    /// `;name=a,b` or `;name=a;name=b`, and `;name=k,v` or `;k=v`.
    Matrix { explode: bool },
    /// The value as JSON: `content: application/json`.
    Json,
}

/// The names that emitted code uses.
#[allow(dead_code, reason = "which of them depends on the document")]
impl PathStyle {
    pub(crate) const SIMPLE: Self = Self::Simple { explode: false };
    pub(crate) const SIMPLE_EXPLODED: Self = Self::Simple { explode: true };
    pub(crate) const LABEL: Self = Self::Label { explode: false };
    pub(crate) const LABEL_EXPLODED: Self = Self::Label { explode: true };
    pub(crate) const MATRIX: Self = Self::Matrix { explode: false };
    pub(crate) const MATRIX_EXPLODED: Self = Self::Matrix { explode: true };
    pub(crate) const JSON: Self = Self::Json;
}

/// The value as it is written in the path, encoded; empty if the value is.
pub(crate) fn styled_segment(
    name: &str,
    value: &impl Field,
    style: PathStyle,
) -> serde_json::Result<String> {
    let json = json_text(value)?.unwrap_or_default();
    write(name, &json, style)
}

fn write(name: &str, json: &str, style: PathStyle) -> serde_json::Result<String> {
    if style == PathStyle::Json {
        return Ok(encode(json).collect());
    }
    let shape = Shape::of(json)?;
    let is_map = matches!(shape, Shape::Map(_));
    let pieces = match style {
        PathStyle::Simple { explode: true }
        | PathStyle::Label { explode: true }
        | PathStyle::Matrix { explode: true } => exploded(&shape)?,
        _ => texts(&shape)?.iter().map(|text| encoded(text)).collect(),
    };
    if pieces.iter().all(String::is_empty) {
        return Ok(String::new());
    }
    Ok(match style {
        PathStyle::Label { explode } => {
            format!(".{}", pieces.join(if explode { "." } else { "," }))
        }
        PathStyle::Matrix { explode: true } if is_map => format!(";{}", pieces.join(";")),
        PathStyle::Matrix { explode: true } => {
            let named = |piece: &String| format!(";{}={piece}", encoded(name));
            pieces.iter().map(named).collect()
        }
        PathStyle::Matrix { explode: false } => {
            format!(";{}={}", encoded(name), pieces.join(","))
        }
        PathStyle::Simple { .. } | PathStyle::Json => pieces.join(","),
    })
}

/// The items of a list, or `key=value` per entry of an object.
fn exploded(shape: &Shape<'_>) -> serde_json::Result<Vec<String>> {
    let Shape::Map(entries) = shape else {
        return Ok(texts(shape)?.iter().map(|text| encoded(text)).collect());
    };
    let mut pieces = Vec::new();
    for (key, value) in entries {
        if let Some(value) = item_text(value)? {
            pieces.push(format!("{}={}", encoded(key), encoded(&value)));
        }
    }
    Ok(pieces)
}

fn encoded(text: &str) -> String {
    encode(text).collect()
}
