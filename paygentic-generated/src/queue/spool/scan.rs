//! Looks for frames in a file of whatever kind. The file may be larger than the memory, so that it is read in blocks.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use redb::StorageBackend;
use redb::backends::FileBackend;

use super::frame::{self, Frame, MARK};

/// How much is read at once, if no frame is longer.
pub(super) const BLOCK_SIZE: usize = 4 << 20;

/// What is searched. It may change its length while it is, which is an error.
pub(super) trait Source {
    fn length(&self) -> io::Result<u64>;

    fn bytes(&self, at: u64, length: usize) -> io::Result<Vec<u8>>;
}

/// A file that has a lock: on Windows it can be read by this handle only.
impl Source for FileBackend {
    fn length(&self) -> io::Result<u64> {
        self.len()
    }

    fn bytes(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        self.read(at, length)
    }
}

impl Source for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn bytes(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let (mut file, mut bytes) = (self, vec![0; length]);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// All frames in a file, and how many were there once and are not whole.
pub(super) fn scan(
    file: &impl Source,
    block: usize,
    mut found: impl FnMut(Frame<'_>),
) -> io::Result<usize> {
    let mut view = View { file, length: file.length()?, block, start: 0, bytes: Vec::new() };
    let (mut at, mut broken) = (0, 0);
    loop {
        let here = view.from(at, MARK.len())?;
        let Some(next) = here.windows(MARK.len()).position(|window| window == MARK) else {
            if here.len() < MARK.len() {
                return Ok(broken);
            }
            // A mark may begin at the end of what was read.
            at += (here.len() - MARK.len() + 1) as u64;
            continue;
        };
        at += next as u64;
        let length = frame::length(view.from(at, frame::HEAD_SIZE)?);
        let length = length.filter(|length| *length as u64 <= view.length - at);
        let whole = length.map(|length| view.from(at, length)).transpose()?;
        match whole.and_then(frame::decode) {
            Some(frame) => {
                at += (frame::HEAD_SIZE + frame.json.len()) as u64;
                found(frame);
            }
            None => {
                at += MARK.len() as u64;
                broken += 1;
            }
        }
    }
}

/// A part of a file.
struct View<'f, F> {
    file: &'f F,
    length: u64,
    block: usize,
    start: u64,
    bytes: Vec<u8>,
}

impl<F: Source> View<'_, F> {
    /// What there is from a place on: at least so many bytes, unless the file ends before.
    fn from(&mut self, at: u64, least: usize) -> io::Result<&[u8]> {
        let left = self.length.saturating_sub(at);
        let least = left.min(least as u64);
        let end = self.start + self.bytes.len() as u64;
        if at < self.start || at + least > end {
            // No more than there is, which has a length in memory.
            let length = left.min(least.max(self.block as u64)) as usize;
            self.bytes = self.file.bytes(at, length)?;
            self.start = at;
        }
        let from = usize::try_from(at - self.start).unwrap_or(usize::MAX);
        Ok(self.bytes.get(from..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
