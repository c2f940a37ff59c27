//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod contract;
pub mod diagnostic;
pub mod document;

/// A text and the name it has in messages.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The name shown in messages, such as a file name.
    pub name: &'a str,
    /// The text itself.
    pub text: &'a str,
}

/// What happens when an overlay action, or a key of `x-docs`, matches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayMode {
    /// It is an error.
    Strict,
    /// It is a warning: the document is not the one the overlay was written for.
    Lenient,
}

pub use stand_in::{Counts, Files, Generated, Input, generate, model};

/// A stand-in for the pipeline, which gives two files that list the operations. To be replaced.
#[allow(missing_docs)]
mod stand_in {
    use std::collections::BTreeMap;
    use std::fmt;

    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::{OverlayMode, Source, contract, document};

    pub struct Input<'a> {
        pub document: Source<'a>,
        pub overlay: Option<Source<'a>>,
        pub overlay_mode: OverlayMode,
    }
    pub type Files = BTreeMap<String, String>;
    pub struct Generated {
        pub files: Files,
        pub model: model::Model,
        pub warnings: Vec<Diagnostic>,
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
    pub fn generate(input: &Input<'_>) -> Result<Generated, Diagnostics> {
        let mut document = document::parse(&input.document)?;
        contract::strip(&mut document);
        let warnings = overlay(input)?;
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
    fn overlay(input: &Input<'_>) -> Result<Vec<Diagnostic>, Diagnostics> {
        let Some(overlay) = &input.overlay else {
            return Ok(Vec::new());
        };
        let overlay = document::parse_value(overlay)?;
        if overlay["actions"][0]["target"] == "$.info" {
            return Ok(Vec::new());
        }
        match input.overlay_mode {
            OverlayMode::Strict => {
                Err(Diagnostic::error("#/actions/0", "matches nothing", "").into())
            }
            OverlayMode::Lenient => Ok(vec![Diagnostic::warning(
                "#/actions/0",
                "matches nothing",
                "",
            )]),
        }
    }
}
