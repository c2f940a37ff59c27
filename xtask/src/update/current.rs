//! The state of the repository before an update.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use paygentic_codegen::{Diagnostics, Generated, Input, OverlayMode, Source, generate};

use super::version::Manifest;
use crate::ahead::with as with_ahead;
use crate::repository::{AHEAD, CONTRACT, Repository};
use crate::source::Record;

/// What messages call the overlay.
pub const OVERLAY: &str = "spec/overlay.yaml";
/// What messages call the record.
pub const SOURCE: &str = "spec/source.toml";
/// What messages call the manifest of the SDK.
pub const MANIFEST: &str = "paygentic-generated/Cargo.toml";
/// What messages call the lock file.
pub const LOCK: &str = "Cargo.lock";
/// What messages call the change log.
pub const CHANGELOG: &str = "CHANGELOG.md";
/// What messages call the snapshot of the surface.
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
    /// The versions of everything.
    pub lock: String,
    /// The change log.
    pub changelog: String,
    /// The surface as reviewed.
    pub surface: String,
}

/// The files that an update writes anew from what they hold.
const FILES: [&str; 7] = [CONTRACT, OVERLAY, SOURCE, MANIFEST, LOCK, CHANGELOG, SURFACE];

/// The texts of all of them, to see later whether somebody has changed one.
pub fn texts(repository: &Repository) -> Result<Vec<String>> {
    let files = FILES.iter().map(|name| text(repository.root(), name));
    files.chain(ahead(repository).transpose()).collect()
}

impl Current {
    /// Reads all of it. Whatever is missing is an error, because an update could not keep it current.
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

    /// What the generator makes of the pinned contract.
    pub fn generated(&self) -> Result<Generated> {
        let contract = with_ahead(&self.contract, self.ahead.as_deref())?;
        generated(&contract.text, &self.overlay, OverlayMode::Lenient)
            .context("cannot generate from the pinned contract; correct it first")
    }
}

/// The text of the file that need not be there.
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
