//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod contract;

pub use stand_in::*;

/// A stand-in for the parts that `xtask` calls, until the real ones are merged: it gives one file that lists
/// the operations.
#[allow(missing_docs)]
mod stand_in {
    use std::collections::BTreeMap;
    use std::fmt;

    pub struct Source<'a> {
        pub name: &'a str,
        pub text: &'a str,
    }
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum OverlayMode {
        Strict,
        Lenient,
    }
    pub struct Input<'a> {
        pub document: Source<'a>,
        pub overlay: Option<Source<'a>>,
        pub overlay_mode: OverlayMode,
    }
    pub type Files = BTreeMap<String, String>;
    pub struct Generated {
        pub files: Files,
        pub model: model::Model,
        pub warnings: Vec<String>,
        pub counts: Counts,
    }
    pub struct Counts {
        pub operations: usize,
    }
    impl fmt::Display for Counts {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "operations  {}", self.operations)
        }
    }
    pub mod model {
        #[derive(serde::Serialize)]
        pub struct Model {
            pub operations: Vec<String>,
        }
    }
    pub mod document {
        pub fn parse(source: &super::Source<'_>) -> Result<serde_json::Value, serde_yaml::Error> {
            serde_json::from_str(source.text).or_else(|_| serde_yaml::from_str(source.text))
        }
    }
    pub fn generate(input: &Input<'_>) -> Result<Generated, serde_yaml::Error> {
        let document = document::parse(&input.document)?;
        let mut warnings = Vec::new();
        if let Some(overlay) = &input.overlay {
            let overlay = document::parse(overlay)?;
            if overlay["actions"]
                .as_array()
                .is_some_and(|actions| !actions.is_empty())
            {
                let warning = "an action matches nothing".to_owned();
                if input.overlay_mode == OverlayMode::Strict {
                    return Err(serde::de::Error::custom(warning));
                }
                warnings.push(warning);
            }
        }
        let paths = document["paths"].as_object().into_iter().flatten();
        let operations: Vec<String> = paths
            .flat_map(|(_, path)| path.as_object().into_iter().flatten())
            .filter_map(|(_, operation)| operation["operationId"].as_str().map(str::to_owned))
            .collect();
        let text: String = operations.iter().map(|id| format!("// {id}\n")).collect();
        let nested = format!("// See crate paygentic_generated.\n{text}");
        let files = [
            ("mod.rs".to_owned(), text),
            ("resources/all.rs".to_owned(), nested),
        ]
        .into();
        let counts = Counts {
            operations: operations.len(),
        };
        Ok(Generated {
            files,
            model: model::Model { operations },
            warnings,
            counts,
        })
    }
}
