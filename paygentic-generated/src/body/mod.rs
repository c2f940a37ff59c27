//! Bodies of requests as plain data, that can be sent again and need not fit in memory.
//!
//! A body is a row of segments: bytes in memory, and files on disk with the length they had when the
//! call was made. Each attempt reads it anew, with [`Body::reader`] or [`Body::chunks`].

#[cfg(feature = "async")]
mod chunks;
mod form;
mod multipart;
mod reader;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

#[cfg(feature = "async")]
pub(crate) use chunks::Chunks;
pub(crate) use form::form;
pub(crate) use multipart::{MultipartWriter, Parts, unreadable};
pub(crate) use reader::BodyReader;

use crate::values::Content;

/// Bytes up to this length are copied together, so that a small body is one segment.
const SMALL: usize = 64 * 1024;

/// How much of a file is read at a time.
const PIECE: usize = 64 * 1024;

/// The body of a request.
///
/// Clones are cheap. What `Debug` shows is the length.
#[derive(Clone, Default)]
pub struct Body {
    segments: Vec<Segment>,
    len: u64,
}

#[derive(Clone)]
enum Segment {
    Memory(Bytes),
    Disk { path: Arc<Path>, len: u64 },
}

impl Body {
    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes, if they are in memory in one piece: those of every body of JSON, and of a form
    /// with small fields and without files on disk.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        static EMPTY: Bytes = Bytes::new();
        match &self.segments[..] {
            [] => Some(&EMPTY),
            [Segment::Memory(bytes)] => Some(bytes),
            _ => None,
        }
    }

    /// All bytes, with those of the files on disk.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or has another length than when the call was made.
    pub fn to_bytes(&self) -> io::Result<Bytes> {
        if let Some(bytes) = self.as_bytes() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.len).unwrap_or(0));
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// Reads the body from its start.
    pub fn reader(&self) -> BodyReader {
        BodyReader::new(self)
    }

    /// The body from its start, piece by piece. Files are read by the blocking threads of Tokio.
    #[cfg(feature = "async")]
    pub fn chunks(&self) -> Chunks {
        Chunks::new(self)
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        Body {
            len: bytes.len() as u64,
            segments: vec![Segment::Memory(bytes)],
        }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

/// Puts a body together.
#[derive(Default)]
pub(crate) struct BodyBuilder {
    body: Body,
    small: BytesMut,
}

impl BodyBuilder {
    pub(crate) fn text(&mut self, text: &str) {
        self.small.extend_from_slice(text.as_bytes());
    }

    /// Adds the content of a file. Its length is asked for here.
    pub(crate) fn content(&mut self, content: &Content) -> io::Result<()> {
        match content {
            Content::Memory(bytes) if bytes.len() + self.small.len() <= SMALL => {
                self.small.extend_from_slice(bytes);
            }
            Content::Memory(bytes) => {
                self.flush();
                self.push(Segment::Memory(bytes.clone()), bytes.len() as u64);
            }
            Content::Disk(path) => {
                let len = file_len(path)?;
                self.flush();
                let path = Arc::from(PathBuf::clone(path));
                self.push(Segment::Disk { path, len }, len);
            }
        }
        Ok(())
    }

    pub(crate) fn build(mut self) -> Body {
        self.flush();
        self.body
    }

    fn flush(&mut self) {
        if !self.small.is_empty() {
            let bytes = self.small.split().freeze();
            let len = bytes.len() as u64;
            self.push(Segment::Memory(bytes), len);
        }
    }

    fn push(&mut self, segment: Segment, len: u64) {
        self.body.segments.push(segment);
        self.body.len += len;
    }
}

/// Only a regular file has a length, and can be read again.
fn file_len(path: &Path) -> io::Result<u64> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(io::Error::other("it is not a regular file"))
    }
}
