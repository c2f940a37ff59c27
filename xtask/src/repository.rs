//! The paths of files in the repository.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The path of the contract, as messages show it.
pub const CONTRACT: &str = "spec/openapi.yaml";
/// The path of the document with operations that the contract does not have yet, as messages show it.
pub const AHEAD: &str = "spec/ahead.yaml";

/// A checkout of this repository.
#[derive(Debug, Clone)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The checkout that the current folder is in, and never the one that this program was built in: a copy of a
    /// checkout has its own files.
    ///
    /// # Errors
    ///
    /// The current folder is not inside a checkout.
    pub fn find() -> Result<Self> {
        let folder = std::env::current_dir().context("cannot determine the current folder")?;
        Self::above(&folder)
    }

    /// The checkout that a folder is in.
    ///
    /// # Errors
    ///
    /// The folder is not inside a checkout.
    pub fn above(folder: &Path) -> Result<Self> {
        let is_root = |folder: &&Path| folder.join("spec/source.toml").is_file();
        let root = folder.ancestors().find(is_root);
        let root = root.with_context(|| {
            format!(
                "neither {} nor a folder above it has spec/source.toml; run it inside a checkout of this repository",
                folder.display()
            )
        })?;
        Ok(Self::at(root))
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
        self.root.join(CONTRACT)
    }

    /// Operations that the contract does not have yet; the file is optional.
    pub fn ahead(&self) -> PathBuf {
        self.root.join(AHEAD)
    }

    /// Our documentation, and corrections of the contract.
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

    /// The package of the suites that call the SDK.
    pub fn conformance(&self) -> PathBuf {
        self.root.join("conformance")
    }

    /// The change log.
    pub fn changelog(&self) -> PathBuf {
        self.root.join("CHANGELOG.md")
    }

    /// The public surface of the SDK, as reviewed.
    pub fn surface(&self) -> PathBuf {
        self.root.join("paygentic-codegen/tests/snapshots/generated_crate__surface.snap")
    }

    /// The output of an update: the text of its pull request, and the crate that was compiled.
    pub fn update(&self) -> PathBuf {
        self.root.join("target/update")
    }
}
