//! A request body as a blocking reader.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use bytes::{Buf, Bytes};

use super::{Body, Segment};
use crate::values::OneShotReader;

/// Reads a body from start to end. A file is opened when its part of the body is reached.
pub struct BodyReader {
    waiting: VecDeque<Segment>,
    current: Current,
}

enum Current {
    Nothing,
    Memory(Bytes),
    Open(OpenFile),
}

impl BodyReader {
    pub(super) fn new(body: &Body) -> Self {
        BodyReader { waiting: body.segments(), current: Current::Nothing }
    }
}

impl std::fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BodyReader").finish_non_exhaustive()
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let read = match &mut self.current {
                Current::Nothing => 0,
                Current::Memory(bytes) => bytes.reader().read(buffer)?,
                Current::Open(file) => file.read(buffer)?,
            };
            if read > 0 {
                return Ok(read);
            }
            self.current = match self.waiting.pop_front() {
                None => return Ok(0),
                Some(Segment::Memory(bytes)) => Current::Memory(bytes),
                Some(Segment::Disk { path, len }) => Current::Open(OpenFile::new(&path, len)?),
                Some(Segment::Reader { source, len }) => {
                    Current::Open(OpenFile::from_reader(&source, len)?)
                }
            };
        }
    }
}

/// A file that must still have the length it had when the call was made, which `Content-Length` states;
/// or a reader, likewise if its length was given.
pub(super) struct OpenFile {
    /// Never locked: the mutex only makes it `Sync`, as a request body must be.
    source: Mutex<Box<dyn Read + Send>>,
    left: Option<u64>,
}

impl OpenFile {
    pub(super) fn new(path: &std::path::Path, len: u64) -> io::Result<Self> {
        let file = File::open(path).map_err(|error| named(path, &error))?;
        let now = file.metadata().map_err(|error| named(path, &error))?.len();
        if now != len {
            let problem = format!("it had {len} bytes when the call was made, and has {now} now");
            return Err(named(path, &io::Error::other(problem)));
        }
        Ok(OpenFile { source: Mutex::new(Box::new(file)), left: Some(len) })
    }

    /// Takes the reader, which is possible only once.
    pub(super) fn from_reader(source: &OneShotReader, len: Option<u64>) -> io::Result<Self> {
        let source = source.take().ok_or_else(|| {
            io::Error::other("the body comes from a reader, and has been read before")
        })?;
        Ok(OpenFile { source: Mutex::new(source), left: len })
    }

    /// Returns 0 at the end, and only there.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = match self.left {
            Some(left) => buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX)),
            None => buffer.len(),
        };
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        let read = match source.read(&mut buffer[..most]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return self.read(buffer),
            read => read?,
        };
        if read == 0 && self.left.is_some_and(|left| left > 0) {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was sent, or the reader had less than was said",
            ));
        }
        self.left = self.left.map(|left| left.saturating_sub(read as u64));
        Ok(read)
    }
}

fn named(path: &std::path::Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
