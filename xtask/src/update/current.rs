//! The state of the repository before an update.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use paygentic_codegen::{Diagnostics, Generated, Input, OverlayMode, Source, generate};

use super::version::Manifest;
use crate::ahead::with as with_ahead;
use crate::repository::{AHEAD, CONTRACT, Repository};
use crate::source::Record;

/// The path of the overlay, as messages show it.
pub const OVERLAY: &str = "spec/overlay.yaml";
/// The path of the record, as messages show it.
pub const SOURCE: &str = "spec/source.toml";
/// The path of the manifest of the SDK, as messages show it.
pub const MANIFEST: &str = "paygentic-generated/Cargo.toml";
/// The path of the lock file, as messages show it.
pub const LOCK: &str = "Cargo.lock";
/// The path of the change log, as messages show it.
pub const CHANGELOG: &str = "CHANGELOG.md";
/// The path of the snapshot of the surface, as messages show it.
pub const SURFACE: &str = "paygentic-codegen/tests/snapshots/generated_crate__surface.snap";

/// The texts that an update changes, as they are.
#[derive(Debug)]
pub struct Current {
    /// The pinned contract.
    pub contract: String,
    /// Where it came from.
    pub record: Record,
    /// Operations that the contract does not have yet.
    pub ahead: Option<String>,
    /// Our documentation and corrections.
    pub overlay: String,
    /// The manifest of the SDK.
    pub manifest: Manifest,
    /// The lock file.
    pub lock: String,
    /// The change log.
    pub changelog: String,
    /// The surface as reviewed.
    pub surface: String,
}

/// The files that an update rewrites from their current content.
const FILES: [&str; 7] = [CONTRACT, OVERLAY, SOURCE, MANIFEST, LOCK, CHANGELOG, SURFACE];

/// The texts of all of them, to detect whether one changes during the update.
pub fn texts(repository: &Repository) -> Result<Vec<String>> {
    let files = FILES.iter().map(|name| text(repository.root(), name));
    files.chain(ahead(repository).transpose()).collect()
}

impl Current {
    /// Reads all of it. A missing file is an error, because an update could not keep it current.
    pub fn read(repository: &Repository) -> Result<Self> {
        let read = |name: &str| text(repository.root(), name);
        Ok(Self {
            contract: read(CONTRACT)
                .context("there is nothing to update yet; run `cargo xtask fetch` first")?,
            record: Record::read(&repository.source())?,
            ahead: ahead(repository)?,
            overlay: read(OVERLAY)?,
            manifest: Manifest::read(MANIFEST, &read(MANIFEST)?)?,
            lock: read(LOCK)?,
            changelog: read(CHANGELOG)?,
            surface: read(SURFACE)?,
        })
    }

    /// The output of the generator for the pinned contract.
    pub fn generated(&self) -> Result<Generated> {
        let contract = with_ahead(&self.contract, self.ahead.as_deref())?;
        generated(&contract.text, &self.overlay, OverlayMode::Lenient)
            .context("cannot generate from the pinned contract; correct it first")
    }
}

/// The text of `spec/ahead.yaml`, which is optional.
fn ahead(repository: &Repository) -> Result<Option<String>> {
    let exists = repository.ahead().exists();
    exists.then(|| text(repository.root(), AHEAD)).transpose()
}

fn text(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"))
}

/// Generates from a contract, with the operations added to it, and an overlay.
pub fn generated(
    contract: &str,
    overlay: &str,
    overlay_mode: OverlayMode,
) -> Result<Generated, Diagnostics> {
    generate(&Input {
        document: Source { name: CONTRACT, text: contract },
        overlay: Some(Source { name: OVERLAY, text: overlay }),
        overlay_mode,
    })
}
