//! The options of a durable queue: its folder, and when and how much it writes.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a durable queue keeps its items, and when it writes them.
#[derive(Clone, Debug)]
#[must_use]
pub struct SpoolOptions {
    pub(super) folder: PathBuf,
    pub(super) within: Option<(Duration, usize)>,
    pub(super) file_bytes: u64,
}

impl SpoolOptions {
    /// Keeps items in this folder, which is created if it does not exist. Only one process at a time can use it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        SpoolOptions { folder: folder.into(), within: None, file_bytes: 4 << 30 }
    }

    /// Lets [`push`](crate::queue::Queue::push) return before the item is on disk: items are written within this time,
    /// or when there are this many. A crash loses the items pushed since the last write. By default `push` returns
    /// when the item is on disk; items that are pushed at the same time share one write.
    pub fn written_within(mut self, time: Duration, items: usize) -> Self {
        self.within = Some((time, items.max(1)));
        self
    }

    /// The maximum size of the file in bytes; 4 GiB by default. A sixth of it is for items and their keys; beyond
    /// that `push` fails with [`PushProblem::Disk`](crate::queue::PushProblem::Disk). The store needs the rest to record
    /// results.
    pub fn max_file_size(mut self, bytes: u64) -> Self {
        self.file_bytes = bytes;
        self
    }
}

impl From<PathBuf> for SpoolOptions {
    fn from(folder: PathBuf) -> Self {
        SpoolOptions::new(folder)
    }
}

impl From<&Path> for SpoolOptions {
    fn from(folder: &Path) -> Self {
        SpoolOptions::new(folder)
    }
}

impl From<&str> for SpoolOptions {
    fn from(folder: &str) -> Self {
        SpoolOptions::new(folder)
    }
}

impl From<&PathBuf> for SpoolOptions {
    fn from(folder: &PathBuf) -> Self {
        SpoolOptions::new(folder)
    }
}

impl From<String> for SpoolOptions {
    fn from(folder: String) -> Self {
        SpoolOptions::new(folder)
    }
}
