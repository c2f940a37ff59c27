//! How a durable queue keeps its items.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a durable queue keeps its items, and how soon they are there.
#[derive(Clone, Debug)]
#[must_use]
pub struct SpoolOptions {
    pub(super) folder: PathBuf,
    pub(super) within: Option<(Duration, usize)>,
    pub(super) file_bytes: u64,
}

impl SpoolOptions {
    /// In a folder of its own, which is made if need be. One process at a time can have it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        SpoolOptions { folder: folder.into(), within: None, file_bytes: 4 << 30 }
    }

    /// Lets [`push`](crate::queue::Queue::push) return before the item is on disk: it is written within this time, or when there are
    /// so many. A crash loses what was pushed since. If not set, `push` returns when the item is on disk; items that are
    /// pushed at the same time share one write.
    pub fn written_within(mut self, time: Duration, items: usize) -> Self {
        self.within = Some((time, items.max(1)));
        self
    }

    /// How large the file may become; 4 GiB if not set. A sixth of it is for items, with their keys: beyond that `push` says that
    /// the disk is full. The rest is room that the store needs to note what was settled.
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
