//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod contract;

// Stand-ins until the real modules are merged.
#[allow(missing_docs)]
pub struct Source<'a> {
    pub name: &'a str,
    pub text: &'a str,
}
#[allow(missing_docs)]
pub mod document {
    pub fn parse(source: &super::Source<'_>) -> Result<serde_json::Value, serde_yaml::Error> {
        serde_json::from_str(source.text).or_else(|_| serde_yaml::from_str(source.text))
    }
}
