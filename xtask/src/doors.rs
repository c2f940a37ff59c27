//! The doors of the conformance crate, for an SDK that is a crate of its own: its hand-written modules around
//! the tables that are emitted for the document.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use paygentic_codegen::Files;
use toml::{Table, Value};

use crate::repository::Repository;
use crate::standalone::{package_name, read_table, resolve, table};
use crate::writer::files_below;

/// Answers `roundtrip` cases.
const MAIN: &str = r#"//! Answers the cases of the standard input, one a line.

use std::io::{Write as _, stdin, stdout};

use paygentic_conformance::case::{Case, lines};
use paygentic_conformance::report::Report;
use paygentic_conformance::roundtrip::roundtrip;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = stdout().lock();
    for (number, line) in lines(stdin().lock()).enumerate() {
        let report = match Case::read(&line?, number + 1) {
            Ok(case) => Report::new(case.id, roundtrip(&case.inner)),
            Err(unread) => Report::new(unread.id, Err(unread.failure)),
        };
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    }
    Ok(())
}
"#;

/// Modules that the program does not have: the suites, and what they need, are for the SDK of this repository.
pub const OF_SUITES: &[&str] = &["compare", "contract", "instances", "suites"];

/// The text of `lib.rs` without the modules of the suites.
pub fn without_suites(text: &str) -> String {
    let declares = |line: &str| {
        OF_SUITES.iter().any(|name| line.trim_start_matches("pub ") == format!("mod {name};"))
    };
    let lines = text.lines().filter(|line| !declares(line));
    lines.map(|line| format!("{line}\n")).collect()
}

/// All files of the crate, relative to its folder, which stands in that of the SDK called `sdk`.
pub fn files(repository: &Repository, sdk: &str, tables: &Files) -> Result<Files> {
    let src = repository.conformance().join("src");
    let context = || format!("cannot read {}", src.display());
    let mut files = Files::new();
    for entry in fs::read_dir(&src).with_context(context)? {
        let path = entry.with_context(context)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_of_suite = OF_SUITES.iter().any(|module| name == format!("{module}.rs"));
        if path.is_file() && name != "main.rs" && !is_of_suite {
            let text = fs::read_to_string(&path).with_context(context)?;
            files.insert(format!("src/{name}"), without_suites(&text));
        }
    }
    for (name, text) in tables {
        files.insert(format!("src/dispatch/{name}"), text.clone());
    }
    files.insert("src/main.rs".to_owned(), MAIN.to_owned());
    files.insert("Cargo.toml".to_owned(), manifest(sdk)?);
    Ok(files)
}

fn manifest(sdk: &str) -> Result<String> {
    let table = |text: &str| text.parse::<Table>();
    let mut manifest = table(
        r#"
        package = { name = "paygentic-conformance", edition = "2024", publish = false }
        workspace = {}
        # It is built, run once, and thrown away.
        profile = { dev = { debug = false } }

        [dependencies]
        http = "1"
        jiff = { version = "1", default-features = false, features = ["std", "serde"] }
        serde = { version = "1", features = ["derive"] }
        serde_json = { version = "1", features = ["raw_value"] }
        "#,
    )?;
    let mut dependency = table("path = '..'")?;
    dependency.insert("package".to_owned(), sdk.into());
    if let Some(Value::Table(dependencies)) = manifest.get_mut("dependencies") {
        dependencies.insert("paygentic-generated".to_owned(), dependency.into());
    }
    Ok(toml::to_string(&manifest)?)
}

/// The whole conformance crate, with its suites, around an SDK that is a crate of its own: it stands in the folder
/// of the SDK, and the document in `spec` beside it, where the suites look for it.
pub fn with_suites(
    repository: &Repository,
    sdk: &Path,
    tables: &Files,
    document: &str,
) -> Result<Files> {
    let src = repository.conformance().join("src");
    let mut files = Files::new();
    for path in files_below(&src)? {
        let relative = path.strip_prefix(&src)?;
        if relative.starts_with("dispatch") {
            continue;
        }
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(format!("conformance/src/{}", parts.join("/")), text);
    }
    for (name, text) in tables {
        files.insert(format!("conformance/src/dispatch/{name}"), text.clone());
    }
    let manifest = manifest_with_suites(repository, &package_name(sdk)?)?;
    files.insert("conformance/Cargo.toml".to_owned(), manifest);
    files.insert("spec/openapi.yaml".to_owned(), document.to_owned());
    Ok(files)
}

/// The manifest of the conformance crate, with everything it inherits written out.
fn manifest_with_suites(repository: &Repository, sdk: &str) -> Result<String> {
    let own = read_table(&repository.conformance().join("Cargo.toml"))?;
    let workspace = table(&read_table(&repository.root().join("Cargo.toml"))?, "workspace");
    let shared = table(&workspace, "dependencies");
    // Another name than that of this repository, whose build folder it may use.
    let mut manifest = r#"
        package = { name = "foreign-conformance", edition = "2024", publish = false }
        lib = { name = "paygentic_conformance" }
        workspace = {}
        "#
    .parse::<Table>()?;
    let mut dependencies = Table::new();
    for (name, requirement) in table(&own, "dependencies") {
        let requirement = match name.as_str() {
            "paygentic-generated" => {
                let mut requirement = Table::new();
                requirement.insert("path".to_owned(), "..".into());
                requirement.insert("package".to_owned(), sdk.into());
                requirement.into()
            }
            "paygentic-codegen" => {
                let path = repository.root().join(&name);
                let mut requirement = Table::new();
                requirement.insert("path".to_owned(), path.display().to_string().into());
                requirement.into()
            }
            _ => resolve(&name, requirement, &shared)?,
        };
        dependencies.insert(name, requirement);
    }
    manifest.insert("dependencies".to_owned(), dependencies.into());
    Ok(toml::to_string(&manifest)?)
}
