//! Changes several files in one step, or none of them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::{NamedTempFile, TempPath};

use crate::journal::{self, Step};

/// The change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its new content, or `None` to remove it.
    pub content: Option<Vec<u8>>,
}

impl Change {
    /// Writes this content to the file.
    pub fn write(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Some(content.into()) }
    }

    /// Removes the file.
    pub fn remove(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: None }
    }
}

/// Makes all changes, or none: whatever fails, the files are as they were and no temporary file is left.
///
/// All contents are on disk, in temporary files beside their targets, before the first target changes, so
/// that what can go wrong (a full disk, a missing permission) goes wrong while nothing has changed yet.
///
/// A run that is killed meanwhile leaves a journal in `root`, a folder above all of them, by which
/// [`recover`](crate::journal::recover) finishes the change.
pub fn replace(root: &Path, changes: &[Change]) -> Result<()> {
    replace_watched(root, changes, &|_| ())
}

/// The same, with a callback after each change.
pub fn replace_watched(root: &Path, changes: &[Change], watch: &dyn Fn(usize)) -> Result<()> {
    remove_leftovers(changes);
    let mut undo = Undo::default();
    let staged =
        changes.iter().map(|change| stage(change, &mut undo)).collect::<Result<Vec<_>>>()?;
    let steps = changes.iter().zip(&staged).map(|(change, staged)| {
        let path = change.path.clone();
        match staged {
            Staged::Content(file) => {
                Step { path, content: Some(file.path().to_owned()), aside: None }
            }
            Staged::Aside(aside) => Step { path, content: None, aside: Some(aside.to_path_buf()) },
        }
    });
    undo.create_folder(root)
        .and_then(|()| journal::write(root, &steps.collect::<Vec<_>>()))
        .with_context(|| format!("cannot write the journal in {}", root.display()))?;
    undo.journal = Some(root.to_owned());
    for (index, (change, staged)) in changes.iter().zip(staged).enumerate() {
        apply(&change.path, staged, &mut undo)
            .with_context(|| format!("cannot change {}", change.path.display()))?;
        watch(index);
    }
    undo.forget();
    Ok(())
}

/// Removes the temporary files of a run that was killed before its journal was written.
fn remove_leftovers(changes: &[Change]) {
    let folders: BTreeSet<&Path> = changes.iter().map(|change| folder_of(&change.path)).collect();
    let files = folders.into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    for file in files.flatten() {
        if file.file_name().to_string_lossy().starts_with(journal::TEMPORARY) {
            // Best effort: they do no harm, and are not committed.
            let _ = fs::remove_file(file.path());
        }
    }
}

/// A file beside the target of a change.
enum Staged {
    /// With the new content.
    Content(NamedTempFile),
    /// The place where a removed file is kept until nothing can fail any more.
    Aside(TempPath),
}

/// Writes the new content to a temporary file in the folder of its target.
fn stage(change: &Change, undo: &mut Undo) -> Result<Staged> {
    let mut write = || -> io::Result<Staged> {
        let folder = folder_of(&change.path);
        let Some(content) = &change.content else {
            return Ok(Staged::Aside(temporary_file(folder)?.into_temp_path()));
        };
        undo.create_folder(folder)?;
        let mut file = temporary_file(folder)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        Ok(Staged::Content(file))
    };
    write().with_context(|| format!("cannot write {}", change.path.display()))
}

/// A temporary file with the permissions of an ordinary one; by default only its owner could read it.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(journal::TEMPORARY);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn apply(path: &Path, staged: Staged, undo: &mut Undo) -> io::Result<()> {
    let temporary = match staged {
        Staged::Content(file) => file,
        Staged::Aside(aside) => {
            fs::rename(path, &aside)?;
            undo.removed.push((path.to_owned(), aside));
            return Ok(());
        }
    };
    let before = match fs::read(path) {
        Ok(content) => Some(content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    temporary.persist(path).map_err(|error| error.error)?;
    undo.written.push((path.to_owned(), before));
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// The steps to undo the changes. Dropping it undoes them.
#[derive(Default)]
struct Undo {
    /// Files and their content before.
    written: Vec<(PathBuf, Option<Vec<u8>>)>,
    /// Files and where they were moved, to be deleted once nothing can fail any more.
    removed: Vec<(PathBuf, TempPath)>,
    folders: Vec<PathBuf>,
    /// The folder with the journal, once it is written.
    journal: Option<PathBuf>,
}

impl Undo {
    /// Creates a folder and those above it, and remembers which of them were not there.
    fn create_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_owned()),
                // Another run has created it meanwhile.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Keeps the changes.
    fn forget(mut self) {
        self.written.clear();
        self.removed.clear();
        self.folders.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        // Best effort: an earlier error is being reported already, and matters more.
        if let Some(root) = self.journal.take() {
            journal::clear(&root);
        }
        for (path, aside) in self.removed.drain(..) {
            let _ = fs::rename(&aside, path);
        }
        for (path, before) in self.written.drain(..) {
            let _ = match before {
                Some(content) => fs::write(path, content),
                None => fs::remove_file(path),
            };
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
