//! `spec/ahead.yaml`: operations, parameters, fields and enum values that the published document does not have yet.

use anyhow::Result;
use paygentic_codegen::Source;
use paygentic_codegen::ahead::{Merged, merge, retire};
use serde_json::Value;

use crate::repository::{AHEAD, CONTRACT};

/// A document as YAML.
pub fn as_yaml(text: &str) -> Result<String> {
    let document: Value = serde_yaml::from_str(text)?;
    Ok(serde_yaml::to_string(&document)?)
}

/// A contract with the operations that it does not have yet, if there are any.
pub fn with(contract: &str, ahead: Option<&str>) -> Result<Merged> {
    let ahead: Vec<_> = ahead.map(source_of(AHEAD)).into_iter().collect();
    Ok(merge(&source_of(CONTRACT)(contract), &ahead)?)
}

fn source_of<'t>(name: &'t str) -> impl Fn(&'t str) -> Source<'t> {
    move |text| Source { name, text }
}

/// The part of `spec/ahead.yaml` that a new contract still lacks.
#[derive(Debug, Default)]
pub struct Remaining {
    /// Its text, if there is such a file.
    pub text: Option<String>,
    /// The operations, and additions to operations, that the contract has now.
    pub retired: Vec<String>,
}

/// Removes what a contract has now. The comment at the start is kept, and so is the whole text if nothing is removed.
pub fn remaining(contract: &str, ahead: Option<&str>) -> Result<Remaining> {
    let Some(text) = ahead else {
        return Ok(Remaining::default());
    };
    let Some(retired) = retire(&source_of(CONTRACT)(contract), &source_of(AHEAD)(text))? else {
        return Ok(Remaining { text: Some(text.to_owned()), retired: Vec::new() });
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    let rest = serde_yaml::to_string(&retired.rest)?;
    let text = Some(head.collect::<String>() + &rest);
    Ok(Remaining { text, retired: [retired.operations, retired.additions].concat() })
}
