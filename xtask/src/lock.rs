//! One run at a time changes a checkout. Two at once would remove each other's temporary files, and a run that starts
//! while another one writes would take its journal for that of a killed run.
//!
//! The operating system releases the lock with the process, however that ends.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::repository::Repository;

/// How long to wait until the next attempt.
const PAUSE: Duration = Duration::from_millis(100);

/// The right to change a checkout, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for other runs, and says so.
    ///
    /// # Errors
    ///
    /// The file that is locked cannot be created.
    pub fn wait(repository: &Repository) -> Result<Self> {
        let mut is_waiting = false;
        loop {
            if let Some(lock) = Self::attempt(repository)? {
                return Ok(lock);
            }
            if !is_waiting {
                eprintln!("another `cargo xtask` is changing this checkout; waiting for it");
                is_waiting = true;
            }
            thread::sleep(PAUSE);
        }
    }

    /// The lock, unless another run has it.
    ///
    /// # Errors
    ///
    /// The file that is locked cannot be created.
    pub fn attempt(repository: &Repository) -> Result<Option<Self>> {
        Self::of(&repository.root().join("target"))
    }

    /// The lock of a folder that tasks write to, unless another run has it.
    ///
    /// # Errors
    ///
    /// The file that is locked cannot be created.
    pub fn of(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join("xtask.lock");
        match fs::create_dir_all(folder).and_then(|()| exclusive(&path)) {
            Ok(file) => Ok(Some(Self { _file: file })),
            Err(error) if is_held(&error) => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
        }
    }
}

// `File::try_lock` needs a newer Rust than this workspace.
#[cfg(unix)]
fn exclusive(path: &Path) -> io::Result<File> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        // Some network file systems have no locks. Like Cargo, the run continues without one.
        Err(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP) => {}
        result => result?,
    }
    Ok(file)
}

#[cfg(windows)]
fn exclusive(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    File::options().create(true).truncate(false).write(true).share_mode(0).open(path)
}

fn is_held(error: &io::Error) -> bool {
    // On Windows it is a sharing violation.
    error.kind() == ErrorKind::WouldBlock || cfg!(windows) && error.raw_os_error() == Some(32)
}
