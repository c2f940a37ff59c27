//! Looks for frames in a file of whatever kind. The file may be larger than the memory, so that it is read in blocks.

use std::io;

use redb::StorageBackend;

use super::frame::{self, Frame, MARK};

/// How much is read at once, if no frame is longer.
pub(super) const BLOCK: usize = 4 << 20;

/// All frames in a file, and how many were there once and are not whole.
pub(super) fn scan(
    file: &impl StorageBackend,
    block: usize,
    mut found: impl FnMut(Frame<'_>),
) -> io::Result<usize> {
    let mut view = View { file, length: file.len()?, block, start: 0, bytes: Vec::new() };
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
        let length = frame::length(view.from(at, frame::HEAD)?);
        let length = length.filter(|length| *length as u64 <= view.length - at);
        let whole = length.map(|length| view.from(at, length)).transpose()?;
        match whole.and_then(frame::decode) {
            Some(frame) => {
                at += (frame::HEAD + frame.json.len()) as u64;
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

impl<F: StorageBackend> View<'_, F> {
    /// What there is from a place on: at least so many bytes, unless the file ends before.
    fn from(&mut self, at: u64, least: usize) -> io::Result<&[u8]> {
        let left = self.length.saturating_sub(at);
        let least = left.min(least as u64);
        let end = self.start + self.bytes.len() as u64;
        if at < self.start || at + least > end {
            // No more than there is, which has a length in memory.
            let length = left.min(least.max(self.block as u64)) as usize;
            self.bytes = self.file.read(at, length)?;
            self.start = at;
        }
        let from = usize::try_from(at - self.start).unwrap_or(usize::MAX);
        Ok(self.bytes.get(from..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
