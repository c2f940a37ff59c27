//! A file that may become only so large.

use std::fs::File;
use std::io;

use redb::backends::FileBackend;
use redb::{DatabaseError, StorageBackend};

#[derive(Debug)]
pub(super) struct Bounded {
    file: FileBackend,
    limit: u64,
}

impl Bounded {
    /// Locks the file.
    pub(super) fn new(file: File, limit: u64) -> Result<Self, DatabaseError> {
        Ok(Bounded { file: FileBackend::new(file)?, limit })
    }
}

impl StorageBackend for Bounded {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        self.file.read(offset, length)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        if length > self.limit && length > self.len()? {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "the file of the queue is as large as it may be",
            ));
        }
        self.file.set_len(length)
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        self.file.sync_data(eventual)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.file.write(offset, data)
    }
}
