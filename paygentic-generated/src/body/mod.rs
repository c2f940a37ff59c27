//! Request bodies as plain data, which can be sent again and need not fit in memory.
//!
//! A body is a sequence of segments: bytes in memory, files on disk with the length they had when the call
//! was made, and readers, which alone can be read only once. Each attempt reads it anew, with
//! [`Body::reader`] or [`Body::chunks`].

#[cfg(feature = "async")]
mod chunks;
mod form;
mod multipart;
mod parts;
mod reader;

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

#[cfg(feature = "async")]
pub use chunks::BodyChunks;
pub(crate) use form::form;
pub(crate) use multipart::{MultipartWriter, unreadable};
pub(crate) use parts::Parts;
pub use reader::BodyReader;

use crate::values::{Content, OneShotReader};

/// Bytes up to this length are copied together, so that a small body is one segment.
const MAX_COPIED: usize = 64 * 1024;

/// How much of a file is read at a time.
const CHUNK_SIZE: usize = 64 * 1024;

/// The body of a request, as a [`Transport`](crate::transport::Transport) receives it.
///
/// A body in memory in one piece, such as JSON, is returned by [`as_bytes`](Body::as_bytes). Any other is
/// read from its start with [`reader`](Body::reader) or [`chunks`](Body::chunks), once per attempt, so
/// that no upload is held in memory as a whole.
///
/// Clones are cheap. `Debug` shows only the length.
#[derive(Clone)]
pub struct Body(Repr);

#[derive(Clone)]
enum Repr {
    /// The usual case, without an allocation of its own.
    Whole(Bytes),
    Segments {
        segments: Arc<[Segment]>,
        /// `None` if the length of a reader is unknown.
        len: Option<u64>,
    },
}

#[derive(Clone)]
enum Segment {
    Memory(Bytes),
    Disk { path: Arc<Path>, len: u64 },
    Reader { source: OneShotReader, len: Option<u64> },
}

impl Body {
    /// The size in bytes; `None` if it comes from a reader of unknown length, and is sent in chunks.
    pub fn len(&self) -> Option<u64> {
        match &self.0 {
            Repr::Whole(bytes) => Some(bytes.len() as u64),
            Repr::Segments { len, .. } => *len,
        }
    }

    /// Whether it is known to be empty.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// The bytes, if they are in memory in one piece: those of every body of JSON, and of a form
    /// with small fields and without files on disk.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Repr::Whole(bytes) => Some(bytes),
            Repr::Segments { .. } => None,
        }
    }

    /// All bytes, including those of files on disk.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or its length has changed since the call was created; or a reader has been read before.
    pub fn to_bytes(&self) -> io::Result<Bytes> {
        if let Some(bytes) = self.as_bytes() {
            return Ok(bytes.clone());
        }
        let len = self.len().and_then(|len| usize::try_from(len).ok());
        let mut bytes = Vec::with_capacity(len.unwrap_or(0));
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// Reads the body from its start.
    pub fn reader(&self) -> BodyReader {
        BodyReader::new(self)
    }

    /// The body from its start as a stream of chunks, an `http_body::Body`. Files and readers are read on Tokio's
    /// blocking threads.
    #[cfg(feature = "async")]
    pub fn chunks(&self) -> BodyChunks {
        BodyChunks::new(self)
    }

    /// Whether the body can still be read from its start: a reader can be read only once.
    pub fn is_readable(&self) -> bool {
        let is_available = |segment: &Segment| match segment {
            Segment::Memory(_) | Segment::Disk { .. } => true,
            Segment::Reader { source, .. } => source.is_available(),
        };
        match &self.0 {
            Repr::Whole(_) => true,
            Repr::Segments { segments, .. } => segments.iter().all(is_available),
        }
    }

    fn segments(&self) -> VecDeque<Segment> {
        match &self.0 {
            Repr::Whole(bytes) => [Segment::Memory(bytes.clone())].into(),
            Repr::Segments { segments, .. } => segments.iter().cloned().collect(),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Body(Repr::Whole(Bytes::new()))
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Body(Repr::Whole(bytes.into()))
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Collects the segments of a body.
#[derive(Default)]
pub(crate) struct BodyBuilder {
    segments: Vec<Segment>,
    small: BytesMut,
}

impl BodyBuilder {
    pub(crate) fn text(&mut self, text: &str) {
        self.small.extend_from_slice(text.as_bytes());
    }

    /// Adds the content of a file. The length of a file on disk is read here.
    pub(crate) fn content(&mut self, content: &Content) -> io::Result<()> {
        let segment = match content {
            Content::Memory(bytes) if bytes.len() + self.small.len() <= MAX_COPIED => {
                self.small.extend_from_slice(bytes);
                return Ok(());
            }
            Content::Memory(bytes) => Segment::Memory(bytes.clone()),
            Content::Disk(path) => {
                Segment::Disk { len: file_len(path)?, path: Arc::from(PathBuf::clone(path)) }
            }
            Content::Reader { source, len } => {
                Segment::Reader { source: source.clone(), len: *len }
            }
        };
        self.flush();
        self.segments.push(segment);
        Ok(())
    }

    pub(crate) fn build(mut self) -> Body {
        self.flush();
        match self.segments.as_slice() {
            [] => Body::default(),
            [Segment::Memory(bytes)] => bytes.clone().into(),
            segments => Body(Repr::Segments {
                len: segments.iter().map(Segment::len).sum(),
                segments: self.segments.into(),
            }),
        }
    }

    fn flush(&mut self) {
        if !self.small.is_empty() {
            self.segments.push(Segment::Memory(self.small.split().freeze()));
        }
    }
}

impl Segment {
    fn len(&self) -> Option<u64> {
        match self {
            Segment::Memory(bytes) => Some(bytes.len() as u64),
            Segment::Disk { len, .. } => Some(*len),
            Segment::Reader { len, .. } => *len,
        }
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
