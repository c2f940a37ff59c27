//! The faults in `conformance/faults/list.toml`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::repository::Repository;

/// A fault, and the suite that must find it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What a user would notice.
    pub name: String,
    /// A suite of `cargo xtask conformance`, or `tests`.
    pub suite: String,
    /// The file, relative to the root of the repository.
    pub file: String,
    /// A text that occurs once in it.
    pub find: String,
    /// The text that replaces it.
    pub replace: String,
    /// The arguments of the suite or of `cargo test`.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Environment variables of the command.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    fault: Vec<Fault>,
}

/// All faults.
///
/// # Errors
///
/// The list cannot be read.
pub fn read(repository: &Repository) -> Result<Vec<Fault>> {
    let path = repository.conformance().join("faults/list.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: List =
        toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(list.fault)
}

impl Fault {
    /// Whether one of these is its suite or occurs in its name; an empty list selects all faults.
    pub fn is_chosen(&self, only: &[String]) -> bool {
        only.is_empty()
            || only.iter().any(|text| self.suite == *text || self.name.contains(text.as_str()))
    }

    /// The text of its file with the fault in it.
    ///
    /// # Errors
    ///
    /// The text that is replaced does not occur exactly once.
    pub fn plant(&self, text: &str) -> Result<String> {
        let count = text.matches(&self.find).count();
        ensure!(
            count == 1,
            "the fault `{}` cannot be planted: `{}` occurs {count} times in {}; correct `find` in conformance/faults/list.toml",
            self.name,
            self.find,
            self.file
        );
        Ok(text.replacen(&self.find, &self.replace, 1))
    }
}
