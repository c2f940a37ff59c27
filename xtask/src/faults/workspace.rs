//! The copy of the checkout in which faults are planted, so that an interrupted run leaves none behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::repository::Repository;
use crate::writer::files_below;

/// The copy, in `target/faults/copy`. It is kept, with its build folder, so that a fault rebuilds only what it
/// affects.
pub(super) struct Workspace {
    source: PathBuf,
    root: PathBuf,
    files: BTreeSet<PathBuf>,
}

impl Workspace {
    /// A copy of all files that git tracks or would add, as they are now; editing the checkout does not disturb a run.
    pub(super) fn new(repository: &Repository) -> Result<Self> {
        let files = listed(repository.root())?;
        let root = repository.root().join("target/faults/copy");
        let workspace = Self { source: repository.root().to_owned(), root, files };
        workspace.remove_others()?;
        workspace.files.iter().try_for_each(|file| workspace.restore(file))?;
        Ok(workspace)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The build folder, which all faults share. It is not that of the checkout: Cargo would take its artifacts for
    /// those of the copy.
    pub(super) fn target(&self) -> PathBuf {
        self.root.with_file_name("target")
    }

    /// Restores a file from the checkout. An unchanged file keeps its modification time, so that it is not compiled
    /// again.
    fn restore(&self, file: &Path) -> Result<()> {
        let path = self.source.join(file);
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let copy = self.root.join(file);
        if fs::read(&copy).ok().as_ref() == Some(&content) {
            return Ok(());
        }
        fs::create_dir_all(copy.parent().unwrap_or(&self.root))?;
        // Keeps the permissions, for scripts, but not the modification time, so that Cargo rebuilds it.
        fs::copy(&path, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
        Ok(())
    }

    /// The text of a file in the copy.
    pub(super) fn read(&self, file: &str) -> Result<String> {
        let path = self.root.join(file);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Writes one file of the copy.
    pub(super) fn write(&self, file: &str, text: &str) -> Result<()> {
        let path = self.root.join(file);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Removes files that the checkout no longer has.
    fn remove_others(&self) -> Result<()> {
        if !self.root.exists() {
            return Ok(());
        }
        for path in files_below(&self.root)? {
            let relative = path.strip_prefix(&self.root)?;
            let is_installed =
                relative.iter().any(|part| part == "node_modules" || part == "target");
            if !is_installed && !self.files.contains(relative) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

fn listed(root: &Path) -> Result<BTreeSet<PathBuf>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("cannot run git")?;
    ensure!(output.status.success(), "git cannot list the files of {}", root.display());
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8 text")?;
    let files = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    Ok(files.filter(|file| root.join(file).is_file()).collect())
}
