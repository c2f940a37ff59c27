//! The journal of a replacement, on disk: if a run is killed between two renames, the next one finishes it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// The prefix of the names of all temporary files.
pub(crate) const TEMPORARY: &str = ".xtask-";

/// The file, in the folder that the changes are in.
const NAME: &str = ".xtask-journal.json";

/// The planned change of one file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Step {
    /// The file.
    pub(crate) path: PathBuf,
    /// The temporary file with the new content; `None` if the file is removed.
    pub(crate) content: Option<PathBuf>,
    /// Where a removed file is kept until all steps are done.
    #[serde(default)]
    pub(crate) aside: Option<PathBuf>,
}

/// The journal of the folder `root`.
pub(crate) fn path(root: &Path) -> PathBuf {
    root.join(NAME)
}

/// Records the steps before they are taken. From here on, the next run finishes them.
pub(crate) fn write(root: &Path, steps: &[Step]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(root)?;
    file.write_all(&serde_json::to_vec(steps)?)?;
    file.as_file().sync_all()?;
    file.persist(path(root)).map_err(|error| error.error)?;
    Ok(())
}

/// Removes the journal, once all steps are done or undone.
pub(crate) fn clear(root: &Path) {
    // A journal that remains is applied again, which changes nothing.
    let _ = fs::remove_file(path(root));
}

/// Completes the changes of a killed run in this folder. Returns whether there were any.
///
/// # Errors
///
/// The journal cannot be read, or a file cannot be changed; the journal stays.
pub fn recover(root: &Path) -> Result<bool> {
    let path = path(root);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let steps: Vec<Step> = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not a journal; check and delete it", path.display()))?;
    for step in &steps {
        finish(step).with_context(|| format!("cannot finish {}", step.path.display()))?;
    }
    clear(root);
    Ok(true)
}

fn finish(step: &Step) -> io::Result<()> {
    match &step.content {
        Some(content) => done(fs::rename(content, &step.path))?,
        None => done(fs::remove_file(&step.path))?,
    }
    step.aside.as_ref().map_or(Ok(()), |aside| done(fs::remove_file(aside)))
}

fn done(result: io::Result<()>) -> io::Result<()> {
    match result {
        // It was done before the run was killed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
