//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// A checkout of this repository.
#[derive(Debug, Clone)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The checkout that this program belongs to, whatever the current folder is.
    pub fn find() -> Self {
        // Cargo sets the variable at run time, and knows better than the build if the checkout has moved.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self::at(package.parent().unwrap_or(&package))
    }

    /// The checkout at a given folder.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The pinned contract.
    pub fn contract(&self) -> PathBuf {
        self.root.join("spec/openapi.yaml")
    }

    /// Operations that the contract does not have yet; the file need not be there.
    pub fn ahead(&self) -> PathBuf {
        self.root.join("spec/ahead.yaml")
    }

    /// Our words and fixes to the contract.
    pub fn overlay(&self) -> PathBuf {
        self.root.join("spec/overlay.yaml")
    }

    /// The record of where the contract comes from.
    pub fn source(&self) -> PathBuf {
        self.root.join("spec/source.toml")
    }

    /// The package of the SDK.
    pub fn sdk(&self) -> PathBuf {
        self.root.join("paygentic-generated")
    }

    /// The package that takes cases through the SDK.
    pub fn conformance(&self) -> PathBuf {
        self.root.join("conformance")
    }

    /// The change log.
    pub fn changelog(&self) -> PathBuf {
        self.root.join("CHANGELOG.md")
    }

    /// The public surface of the SDK, as reviewed.
    pub fn surface(&self) -> PathBuf {
        self.root
            .join("paygentic-codegen/tests/snapshots/generated_crate__surface.snap")
    }

    /// What an update leaves behind: the text of its pull request, and the crate that was compiled.
    pub fn update(&self) -> PathBuf {
        self.root.join("target/update")
    }
}
