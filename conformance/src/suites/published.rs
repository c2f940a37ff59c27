//! The published documents, which are not part of the repository.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, anyhow};
use paygentic_codegen::{Source, document};
use serde_json::Value;

/// The environment variable that names their folder.
pub(super) const FOLDER: &str = "PUBLISHED_SPECS";

/// The documents by date; none if the variable is not set.
pub(super) fn versions() -> Result<Vec<PathBuf>> {
    let Some(folder) = env::var_os(FOLDER).filter(|folder| !folder.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).context("cannot read the folder of PUBLISHED_SPECS")? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "json" || end == "yaml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The name of a document, which is its date, and what is in it.
pub(super) fn read(path: &Path) -> Result<(String, Value)> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let value = document::parse(&Source { name: &name, text: &text });
    Ok((name, value.map_err(|findings| anyhow!("{findings}"))?))
}
