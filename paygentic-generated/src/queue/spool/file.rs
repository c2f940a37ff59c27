//! The file of the database, with a limit on its size. It is not changed until it is known to be intact: opening
//! a database repairs it, and the repair of a damaged one could overwrite or truncate items that can be recovered.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::backends::FileBackend;
use redb::{DatabaseError, StorageBackend};

/// A shared handle of the file, so that held changes can be released after the database is opened.
#[derive(Clone, Debug)]
pub(super) struct LimitedBackend(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: FileBackend,
    limit: u64,
    is_held: AtomicBool,
    /// The changes that are held back, in order.
    held: Mutex<Vec<Change>>,
}

#[derive(Debug)]
enum Change {
    Length(u64),
    Write(u64, Vec<u8>),
    Sync(bool),
}

impl LimitedBackend {
    /// Locks the file. All changes are held back until `release`.
    pub(super) fn new(file: File, limit: u64) -> Result<Self, DatabaseError> {
        Ok(LimitedBackend(Arc::new(Inner {
            file: FileBackend::new(file)?,
            limit,
            is_held: AtomicBool::new(true),
            held: Mutex::default(),
        })))
    }

    /// Applies the changes that were held back, and applies all others directly from now on.
    pub(super) fn release(&self) -> io::Result<()> {
        let mut held = self.held();
        for change in held.drain(..) {
            match change {
                Change::Length(length) => self.0.file.set_len(length)?,
                Change::Write(offset, data) => self.0.file.write(offset, &data)?,
                Change::Sync(eventual) => self.0.file.sync_data(eventual)?,
            }
        }
        self.0.is_held.store(false, Ordering::Release);
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, Vec<Change>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The changes that are held back, if any are.
    fn holding(&self) -> Option<MutexGuard<'_, Vec<Change>>> {
        self.0.is_held.load(Ordering::Acquire).then(|| self.held())
    }
}

/// The length that a file has after changes.
fn length_after(length: u64, changes: &[Change]) -> u64 {
    changes.iter().fold(length, |length, change| match change {
        Change::Length(new) => *new,
        Change::Write(offset, data) => length.max(offset + data.len() as u64),
        Change::Sync(_) => length,
    })
}

/// Applies changes to bytes that begin at an offset of the file.
fn apply(bytes: &mut [u8], start: u64, changes: &[Change]) {
    let end = start + bytes.len() as u64;
    // Both are within the bytes.
    let index = |offset: u64| (offset.clamp(start, end) - start) as usize;
    for change in changes {
        match change {
            Change::Length(length) => bytes[index(*length)..].fill(0),
            Change::Write(offset, data) => {
                let (from, to) = (index(*offset), index(offset + data.len() as u64));
                let skipped = start.saturating_sub(*offset) as usize;
                if from < to {
                    bytes[from..to].copy_from_slice(&data[skipped..skipped + to - from]);
                }
            }
            Change::Sync(_) => {}
        }
    }
}

impl StorageBackend for LimitedBackend {
    fn len(&self) -> io::Result<u64> {
        let length = self.0.file.len()?;
        Ok(self.holding().map_or(length, |held| length_after(length, &held)))
    }

    fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let Some(held) = self.holding().filter(|held| !held.is_empty()) else {
            return self.0.file.read(offset, length);
        };
        let there = self.0.file.len()?.saturating_sub(offset).min(length as u64);
        if offset + length as u64 > length_after(self.0.file.len()?, &held) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = match there {
            0 => Vec::new(),
            there => self.0.file.read(offset, there as usize)?,
        };
        bytes.resize(length, 0);
        apply(&mut bytes, offset, &held);
        Ok(bytes)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        if length > self.0.limit && length > self.len()? {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "the file of the queue has reached its size limit",
            ));
        }
        match self.holding() {
            Some(mut held) => held.push(Change::Length(length)),
            None => self.0.file.set_len(length)?,
        }
        Ok(())
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        match self.holding() {
            Some(mut held) => held.push(Change::Sync(eventual)),
            None => self.0.file.sync_data(eventual)?,
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        match self.holding() {
            Some(mut held) => held.push(Change::Write(offset, data.to_vec())),
            None => self.0.file.write(offset, data)?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
