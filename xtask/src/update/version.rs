//! The version of the SDK: computes the next one, and sets it in the manifest and the lock file.

use anyhow::{Context as _, Result};
use paygentic_codegen::diff::Rust;
use semver::{BuildMetadata, Prerelease, Version};
use toml_edit::{DocumentMut, Item, value};

/// The version after `version`, for changes of this kind. Before 1.0 what breaks code bumps the minor version, and
/// everything else the patch, as Cargo understands such versions.
pub fn next(version: &Version, changes: Rust) -> Version {
    let mut next = version.clone();
    (next.pre, next.build) = (Prerelease::EMPTY, BuildMetadata::EMPTY);
    let kind = match changes {
        Rust::Same => Rust::Same,
        Rust::Addition if version.major == 0 => Rust::Same,
        Rust::Breaking if version.major == 0 => Rust::Addition,
        other => other,
    };
    match kind {
        Rust::Breaking => (next.major, next.minor, next.patch) = (next.major + 1, 0, 0),
        Rust::Addition => (next.minor, next.patch) = (next.minor + 1, 0),
        Rust::Same => next.patch += 1,
    }
    next
}

/// The name and the version of a package, and the text of its manifest to change.
#[derive(Debug)]
pub struct Manifest {
    /// The package.
    pub name: String,
    /// Its version.
    pub version: Version,
    document: DocumentMut,
}

impl Manifest {
    /// Reads a manifest, which must have a version of its own.
    pub fn read(file: &str, text: &str) -> Result<Self> {
        let document: DocumentMut = text.parse().with_context(|| format!("{file} is not TOML"))?;
        let entry = |key| document.get("package")?.get(key)?.as_str();
        let name = entry("name").with_context(|| format!("{file} has no package name"))?;
        let version = entry("version").with_context(|| {
            format!("{file} has no version of its own; write `version = \"0.1.0\"` under [package]")
        })?;
        let version = Version::parse(version)
            .with_context(|| format!("{file}: `{version}` is not a version"))?;
        Ok(Self { name: name.to_owned(), version, document })
    }

    /// The manifest with another version, everything else as it was.
    pub fn with_version(&self, version: &Version) -> String {
        let mut document = self.document.clone();
        replace(&mut document["package"]["version"], version);
        document.to_string()
    }
}

/// `Cargo.lock` with another version of a package of this workspace.
pub fn lock_with_version(file: &str, text: &str, name: &str, version: &Version) -> Result<String> {
    let mut document: DocumentMut = text.parse().with_context(|| format!("{file} is not TOML"))?;
    let packages = document.get_mut("package").and_then(Item::as_array_of_tables_mut);
    let package = packages.and_then(|packages| {
        packages.iter_mut().find(|package| {
            package.get("name").and_then(Item::as_str) == Some(name)
                && !package.contains_key("source")
        })
    });
    let package = package
        .with_context(|| format!("{file} does not list `{name}`; run `cargo check` once"))?;
    replace(&mut package["version"], version);
    Ok(document.to_string())
}

/// Sets a version and keeps the spaces and comments around it.
fn replace(item: &mut Item, version: &Version) {
    let decor = item.as_value().map(|value| value.decor().clone());
    *item = value(version.to_string());
    if let (Some(value), Some(decor)) = (item.as_value_mut(), decor) {
        *value.decor_mut() = decor;
    }
}
