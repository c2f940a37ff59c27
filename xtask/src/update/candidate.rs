//! Computes everything that a new contract changes, all in memory.

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use paygentic_codegen::diff::{Diff, diff};
use paygentic_codegen::surface::surface;
use paygentic_codegen::{Files, Generated, OverlayMode};
use semver::Version;

use super::coverage::{Coverage, coverage};
use super::current::{self, Current, generated};
use super::prune::{Pruned, prune};
use super::{changelog, surface, version};
use crate::ahead;
use crate::published::Published;
use crate::repository::{AHEAD, CONTRACT};
use crate::source::Fetched;

/// The first line of the error about a document that cannot be used.
pub(super) const REFUSED: &str =
    "the SDK cannot be updated to the new document; nothing was changed";

/// The new state of the SDK and of the files about it.
pub(super) struct Candidate {
    /// The output of the generator for the new contract.
    pub(super) generated: Generated,
    /// The overlay that fits it.
    pub(super) overlay: Pruned,
    /// The operations that were ahead of the published document and are in it now.
    pub(super) retired: Vec<String>,
    /// What differs for callers.
    pub(super) diff: Diff,
    /// What lacks documentation.
    pub(super) coverage: Vec<Coverage>,
    /// The unified diff of the surface.
    pub(super) surface_difference: String,
    /// The next version, if anything changed that callers could notice.
    pub(super) version: Option<Version>,
    /// The lock file that goes with it.
    pub(super) lock: String,
    /// All files except the generated ones, by their path in the repository.
    pub(super) files: Files,
}

impl Candidate {
    pub(super) fn of(
        before: &Current,
        published: &Published,
        fetched: &Fetched,
        today: Date,
    ) -> Result<Self> {
        let old = before.generated()?;
        let remaining =
            ahead::remaining(&published.contract, before.ahead.as_deref()).context(REFUSED)?;
        let merged =
            ahead::with(&published.contract, remaining.text.as_deref()).context(REFUSED)?;
        let (overlay, mut generated) = fitting(before, &merged.text)?;
        generated.warnings.splice(0..0, merged.findings);
        let diff = diff(&old.model, &generated.model).context(REFUSED)?;
        let (old_surface, new_surface) = (surface(&old.model), surface(&generated.model));
        let snapshot = surface::snapshot(current::SURFACE, &before.surface, &new_surface)?;
        let mut next = Self {
            coverage: coverage(&old.model, &generated.model),
            surface_difference: surface::difference(&old_surface, &new_surface),
            version: None,
            lock: before.lock.clone(),
            files: Files::new(),
            generated,
            overlay,
            retired: remaining.retired,
            diff,
        };
        if let Some(text) = remaining.text {
            next.add(AHEAD, text);
        }
        next.add(CONTRACT, published.contract.clone());
        next.add(current::SOURCE, published.record.render()?);
        next.add(current::OVERLAY, next.overlay.text.clone());
        next.add(current::SURFACE, snapshot);
        if !next.diff.changes.is_empty() {
            next.release(before, fetched, today)?;
        }
        Ok(next)
    }

    fn add(&mut self, name: &str, text: String) {
        self.files.insert(name.to_owned(), text);
    }

    /// A new version, with its entry in the change log.
    fn release(&mut self, before: &Current, fetched: &Fetched, today: Date) -> Result<()> {
        let Current { manifest, lock, changelog: log, .. } = before;
        let version = version::next(&manifest.version, self.diff.rust());
        self.lock = version::lock_with_version(current::LOCK, lock, &manifest.name, &version)?;
        let entry = changelog::entry(&version, today, fetched, &self.diff)?;
        let log = changelog::with_entry(current::CHANGELOG, log, &version, &entry)?;
        self.add(current::LOCK, self.lock.clone());
        self.add(current::MANIFEST, manifest.with_version(&version));
        self.add(current::CHANGELOG, log);
        self.version = Some(version);
        Ok(())
    }
}

/// The overlay without what matches nothing in the new contract, and what is generated with it.
fn fitting(before: &Current, contract: &str) -> Result<(Pruned, Generated)> {
    let lenient = generated(contract, &before.overlay, OverlayMode::Lenient).context(REFUSED)?;
    let overlay = prune(current::OVERLAY, &before.overlay, &lenient.warnings)?;
    let strict = generated(contract, &overlay.text, OverlayMode::Strict).context(REFUSED)?;
    Ok((overlay, strict))
}
