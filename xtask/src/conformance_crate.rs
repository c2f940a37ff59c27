//! The conformance crate for a standalone SDK, to run its suites on other documents: sources, emitted table, manifest.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use paygentic_codegen::Files;
use toml::{Table, Value};

use crate::repository::Repository;
use crate::standalone::manifest::{inherited, read_table, table};
use crate::standalone::package_name;
use crate::writer::files_below;

/// The folder of the crate, in that of the SDK.
pub const FOLDER: &str = "conformance";

/// All files of the crate, relative to the folder of the SDK. The suites look for the document in `spec` beside it.
pub fn files(repository: &Repository, sdk: &Path, table: &Files, document: &str) -> Result<Files> {
    let src = repository.conformance().join("src");
    let mut files = Files::new();
    for path in files_below(&src)? {
        let relative = path.strip_prefix(&src)?;
        if !relative.starts_with("dispatch") {
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(format!("{FOLDER}/src/{}", parts.join("/")), text);
        }
    }
    for (name, text) in table {
        files.insert(format!("{FOLDER}/src/dispatch/{name}"), text.clone());
    }
    let manifest = manifest(repository, &package_name(sdk)?)?;
    files.insert(format!("{FOLDER}/Cargo.toml"), manifest);
    files.insert("spec/openapi.yaml".to_owned(), document.to_owned());
    Ok(files)
}

/// The manifest of the conformance crate, with everything that it inherits written out.
fn manifest(repository: &Repository, sdk: &str) -> Result<String> {
    let own = read_table(&repository.conformance().join("Cargo.toml"))?;
    let workspace = table(&read_table(&repository.root().join("Cargo.toml"))?, "workspace");
    // Not the name used in this repository, whose build folder it may share.
    let mut manifest: Table = r#"
        package = { name = "standalone-conformance", edition = "2024", publish = false }
        lib = { name = "paygentic_conformance" }
        workspace = {}
        "#
    .parse()?;
    let mut dependencies = inherited(&own, &table(&workspace, "dependencies"))?;
    if let Some(Value::Table(generated)) = dependencies.get_mut("paygentic-generated") {
        generated.extend(format!("path = '..'\npackage = '{sdk}'").parse::<Table>()?);
    }
    if let Some(Value::Table(generator)) = dependencies.get_mut("paygentic-codegen") {
        let path = repository.root().join("paygentic-codegen");
        generator.insert("path".to_owned(), path.display().to_string().into());
    }
    manifest.insert("dependencies".to_owned(), dependencies.into());
    Ok(toml::to_string(&manifest)?)
}
