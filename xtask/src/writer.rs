//! Writes generated files: compares them with those on disk, then writes the differences, or only reports them.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use paygentic_codegen::Files;

use crate::replace::{Change, replace};

/// How a file on disk differs from the generated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Its content differs.
    Differs,
    /// It is missing.
    Missing,
    /// It exists, but this run did not generate it.
    Orphan,
}

/// What has to change in one or more folders for them to hold the files of a run and no others.
#[derive(Debug)]
pub struct Plan {
    root: PathBuf,
    /// Where the journal is kept while changes are made: where the next run looks for it.
    journal: PathBuf,
    /// The folders that contain only generated files.
    owned: Vec<PathBuf>,
    differences: Vec<(Difference, String)>,
    changes: Vec<Change>,
    unchanged: usize,
}

impl Plan {
    /// Compares `files` with the folder `root`. Its subfolder `owned` (or `""` for all of it) is ours: any other
    /// file there is an orphan.
    pub fn new(root: &Path, owned: &str, files: &Files) -> Result<Self> {
        let mut plan = Self::of_files(root, files)?;
        plan.owned.push(root.join(owned));
        plan.find_orphans(&root.join(owned), files)?;
        plan.differences.sort_by(|(_, left), (_, right)| left.cmp(right));
        Ok(plan)
    }

    /// Compares `files` with the folder `root`, in which other files are left alone.
    pub fn of_files(root: &Path, files: &Files) -> Result<Self> {
        let mut plan = Self {
            root: root.to_owned(),
            journal: root.to_owned(),
            owned: Vec::new(),
            differences: Vec::new(),
            changes: Vec::new(),
            unchanged: 0,
        };
        for (name, text) in files {
            plan.compare(name, text)?;
        }
        Ok(plan)
    }

    /// Both plans as one: all of it is applied, or nothing.
    pub fn and(mut self, other: Self) -> Self {
        self.owned.extend(other.owned);
        self.differences.extend(other.differences);
        self.changes.extend(other.changes);
        self.unchanged += other.unchanged;
        self
    }

    fn compare(&mut self, name: &str, text: &str) -> Result<()> {
        // Names come from an untrusted document.
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        ensure!(
            inside && !name.is_empty(),
            "`{name}` is not the name of a file inside {}",
            self.root.display()
        );
        let path = self.root.join(name);
        let difference = match fs::read(&path) {
            Ok(found) if found == text.as_bytes() => {
                self.unchanged += 1;
                return Ok(());
            }
            Ok(_) => Difference::Differs,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Difference::Missing,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        self.differences.push((difference, name.to_owned()));
        self.changes.push(Change::write(path, text));
        Ok(())
    }

    fn find_orphans(&mut self, owned: &Path, files: &Files) -> Result<()> {
        let made: BTreeSet<PathBuf> = files.keys().map(|name| self.root.join(name)).collect();
        for path in files_below(owned)?.into_iter().filter(|path| !made.contains(path)) {
            let name = path.strip_prefix(&self.root).unwrap_or(&path);
            self.differences.push((Difference::Orphan, name.display().to_string()));
            self.changes.push(Change::remove(path));
        }
        Ok(())
    }

    /// The same with the journal in another folder, above all that changes.
    pub fn with_journal_in(self, folder: &Path) -> Self {
        Self { journal: folder.to_owned(), ..self }
    }

    /// Whether nothing has to change.
    pub fn is_up_to_date(&self) -> bool {
        self.differences.is_empty()
    }

    /// Every file that has to change, sorted by name, folder by folder.
    pub fn differences(&self) -> &[(Difference, String)] {
        &self.differences
    }

    /// Makes all changes, or none, and removes the folders that are empty then.
    pub fn apply(&self) -> Result<()> {
        if !self.changes.is_empty() {
            replace(&self.journal, &self.changes)?;
        }
        self.owned.iter().filter(|owned| owned.is_dir()).try_for_each(|owned| {
            remove_empty_folders(owned)
                .with_context(|| format!("cannot remove the empty folders in {}", owned.display()))
        })
    }

    fn count(&self, orphans: bool) -> usize {
        self.differences
            .iter()
            .filter(|(difference, _)| (*difference == Difference::Orphan) == orphans)
            .count()
    }

    /// `3 files written, 1 removed, 40 unchanged`.
    pub fn summary(&self) -> String {
        format!(
            "{} files written, {} removed, {} unchanged",
            self.count(false),
            self.count(true),
            self.unchanged
        )
    }
}

/// One line for every file that has to change.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (difference, name) in &self.differences {
            let word = match difference {
                Difference::Differs => "differs",
                Difference::Missing => "missing",
                Difference::Orphan => "orphan ",
            };
            writeln!(f, "  {word}  {name}")?;
        }
        Ok(())
    }
}

/// All files below a folder, links not followed; none if there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found).with_context(|| format!("cannot list {}", folder.display()))?;
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Removes the empty folders below a folder, from the inside out; the folder itself stays.
fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty_folders(&entry.path())?;
            if fs::read_dir(entry.path())?.next().is_none() {
                fs::remove_dir(entry.path())?;
            }
        }
    }
    Ok(())
}
