//! A body for those who wait.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};

use bytes::{Buf, Bytes};

use super::{Body, Segment};

/// Reads a body from its start to its end; a file is opened when it is its turn.
pub struct BodyReader {
    waiting: VecDeque<Segment>,
    current: Current,
}

pub(super) enum Current {
    Nothing,
    Memory(Bytes),
    Disk(OpenFile),
}

impl BodyReader {
    pub(super) fn new(body: &Body) -> Self {
        BodyReader {
            waiting: body.segments.clone().into(),
            current: Current::Nothing,
        }
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
                Current::Disk(file) => file.read(buffer)?,
            };
            if read > 0 {
                return Ok(read);
            }
            self.current = match self.waiting.pop_front() {
                None => return Ok(0),
                Some(Segment::Memory(bytes)) => Current::Memory(bytes),
                Some(Segment::Disk { path, len }) => Current::Disk(OpenFile::new(&path, len)?),
            };
        }
    }
}

/// A file that must have the length it had when the call was made: that length is announced.
pub(super) struct OpenFile {
    file: io::Take<File>,
}

impl OpenFile {
    pub(super) fn new(path: &std::path::Path, len: u64) -> io::Result<Self> {
        let file = File::open(path).map_err(|error| named(path, &error))?;
        let now = file.metadata().map_err(|error| named(path, &error))?.len();
        if now != len {
            let problem = format!("it had {len} bytes when the call was made, and has {now} now");
            return Err(named(path, &io::Error::other(problem)));
        }
        Ok(OpenFile {
            file: file.take(len),
        })
    }

    /// 0 at the end, and only there.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if read == 0 && self.file.limit() > 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was sent",
            ));
        }
        Ok(read)
    }
}

fn named(path: &std::path::Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
