//! A standalone crate around generated code: the runtime, a manifest, and texts for its readers.
//!
//! Runtime and manifest are read from the SDK in this repository when they are needed, so that the two cannot
//! drift apart. What is left out is listed in `left_out.toml`; the texts of the crate are in `templates/standalone`.

pub(crate) mod manifest;
mod texts;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use askama::Template;
use paygentic_codegen::Files;
use serde::Deserialize;
use toml::Value;

use self::manifest::{MARKER, left_out, read_table};
pub use self::texts::texts;
use crate::journal::TEMPORARY;
use crate::repository::Repository;
use crate::writer::files_below;

/// Rejects a folder that holds files that were not generated.
pub fn ensure_ours(out: &Path) -> Result<()> {
    if !out.exists() {
        return Ok(());
    }
    ensure!(out.is_dir(), "{} is not a folder", out.display());
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
    ensure!(
        manifest.starts_with(MARKER) || holds_only_leftovers(out)?,
        "{} contains files that were not generated; use an empty or a new folder",
        out.display()
    );
    Ok(())
}

/// Whether there is nothing but the temporary files of a run that was killed. Looks no further than the first other file.
fn holds_only_leftovers(folder: &Path) -> Result<bool> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let is_leftover = match entry.file_type()?.is_dir() {
            true => holds_only_leftovers(&entry.path())?,
            false => entry.file_name().to_string_lossy().starts_with(TEMPORARY),
        };
        if !is_leftover {
            return Ok(false);
        }
    }
    Ok(true)
}

/// All files that the crate needs to compile, relative to its folder, whose name becomes the crate's.
pub fn files(repository: &Repository, out: &Path, generated: &Files) -> Result<Files> {
    let sdk = read_table(&repository.sdk().join("Cargo.toml"))?;
    let workspace = read_table(&repository.root().join("Cargo.toml"))?;
    let name = package_name(out)?;
    let sdk_name =
        sdk.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let sdk_name = sdk_name.context("the manifest of the SDK has no package name")?;

    let (own, left_out) = (LeftOut::read()?, left_out(&sdk));
    let mut sources = runtime(&repository.sdk().join("src"), &own, &left_out)?;
    sources.extend(pages(&repository.sdk().join("docs"), &own)?);
    sources.retain(|path, _| !left_out.iter().any(|name| path == &format!("docs/{name}.md")));
    sources.extend(
        generated.iter().map(|(path, text)| (format!("src/generated/{path}"), text.clone())),
    );
    let has_token =
        generated.get("service.rs").is_some_and(|service| service.contains("    token_variable "));
    for text in sources.values_mut() {
        if !has_token {
            *text = without_tokens(text);
        }
        // Examples in the documentation are compiled, and name their crate.
        *text = text.replace(&sdk_name.replace('-', "_"), &name.replace('-', "_"));
    }
    sources.insert("Cargo.toml".to_owned(), manifest::standalone(&name, &sdk, &workspace)?);
    sources.insert("docs/crate.md".to_owned(), CratePage.render()?);
    Ok(sources)
}

/// Removes the token from examples in the documentation, for a service that takes none.
fn without_tokens(text: &str) -> String {
    let gives_token = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("///") && line.contains(".token(\"")
    };
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !gives_token(line)).collect()
}

/// What is left out of the SDK.
const LEFT_OUT: &str = include_str!("left_out.toml");

/// The parsed list.
#[derive(Debug, Deserialize)]
struct LeftOut {
    files: Vec<String>,
    declarations: Vec<String>,
    never: Vec<String>,
}

impl LeftOut {
    fn read() -> Result<Self> {
        toml::from_str(LEFT_OUT).context("invalid left_out.toml")
    }

    fn has_file(&self, relative: &Path) -> bool {
        self.files.iter().any(|file| match file.strip_prefix('*') {
            Some(name) => relative.ends_with(name),
            None => relative.starts_with(file),
        })
    }

    /// A source without the declarations, and without those of the modules of features that are left out.
    fn strip(&self, path: &Path, text: String, features: &[String]) -> Result<String> {
        let mut text = self.declarations.iter().fold(text, |text, own| text.replace(own, ""));
        for name in features {
            let module = format!("#[cfg(feature = \"{name}\")]\npub mod {name};\n");
            text = text.replace(&module, "");
        }
        let found = self.never.iter().find(|never| text.contains(*never));
        ensure!(
            found.is_none(),
            "unknown declaration with `{}` in {}; add it to xtask/src/standalone/left_out.toml",
            found.map_or("", String::as_str),
            path.display()
        );
        Ok(text)
    }
}

/// The hand-written files of the SDK except those that are left out, relative to its folder.
fn runtime(src: &Path, own: &LeftOut, left_out: &[String]) -> Result<Files> {
    let mut files = Files::new();
    for path in files_below(src)? {
        let relative = path.strip_prefix(src)?;
        let is_left_out = left_out.iter().any(|folder| relative.starts_with(folder));
        if relative.starts_with("generated") || own.has_file(relative) || is_left_out {
            continue;
        }
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = own.strip(&path, text, left_out)?;
        files.insert(format!("src/{}", parts.join("/")), text);
    }
    Ok(files)
}

/// The pages that the documentation of modules includes, up to their first heading: the examples after it call
/// operations that another document does not have.
fn pages(docs: &Path, own: &LeftOut) -> Result<Files> {
    let mut files = Files::new();
    for path in files_below(docs)? {
        if own.has_file(path.strip_prefix(docs)?) {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let opening = text.split("\n# ").next().unwrap_or_default().trim_end();
        files.insert(format!("docs/{name}"), format!("{opening}\n"));
    }
    Ok(files)
}

/// A package name that Cargo accepts, from the name of the folder.
pub fn package_name(out: &Path) -> Result<String> {
    let absolute = std::path::absolute(out)?;
    let folder = absolute.file_name().with_context(|| {
        format!("{} has no folder name, which the crate would be named after", out.display())
    })?;
    let lower = folder.to_string_lossy().to_lowercase();
    let name = lower.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_', "-");
    let name = name.trim_matches('-');
    // A crate's name starts with a letter.
    let complete = name.starts_with(|letter: char| letter.is_ascii_lowercase());
    Ok(if complete {
        name.to_owned()
    } else {
        format!("sdk-{name}").trim_end_matches('-').to_owned()
    })
}

/// The first page of the documentation, in place of that of the SDK.
#[derive(Template)]
#[template(path = "standalone/crate.md", escape = "none")]
struct CratePage;
