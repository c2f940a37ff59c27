//! Files to upload.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::codec::Initial;

/// A file to upload: its content, a name and a content type.
///
/// The content is in memory, on disk, or comes from a reader. A file on disk is opened when the
/// request is sent, once per attempt, and read chunk by chunk. It must not change until the call is
/// over. A reader can be read once, so that a call with one is not repeated after it was read.
///
/// ```
/// use paygentic_generated::FilePart;
///
/// let photo = FilePart::open("holiday/beach.jpg").content_type("image/jpeg");
/// assert_eq!(photo.name(), Some("beach.jpg"));
///
/// let table = FilePart::from("a;b\n1;2\n").named("table.csv").content_type("text/csv");
/// let piped = FilePart::from_reader(std::io::stdin()).named("input.bin");
/// # let _ = (table, piped);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    pub(crate) content: Content,
    pub(crate) name: Option<String>,
    pub(crate) content_type: Option<String>,
}

/// Where the content of a file is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Memory(Bytes),
    Disk(PathBuf),
    Reader { source: OneShotReader, len: Option<u64> },
}

/// A reader that is taken when it is read.
#[derive(Clone)]
pub(crate) struct OneShotReader(Arc<Mutex<Option<Box<dyn Read + Send>>>>);

impl OneShotReader {
    pub(crate) fn take(&self) -> Option<Box<dyn Read + Send>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn is_available(&self) -> bool {
        let reader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reader.is_some()
    }
}

/// The same reader, whether or not it has been read.
impl PartialEq for OneShotReader {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for OneShotReader {}

impl FilePart {
    /// A file whose content is in memory.
    pub fn new(content: impl Into<Bytes>) -> Self {
        FilePart { content: Content::Memory(content.into()), name: None, content_type: None }
    }

    /// A file on disk, sent under its own name. It is opened when the call is sent; if it cannot be read, the call
    /// fails.
    pub fn open(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into());
        FilePart { content: Content::Disk(path), name, content_type: None }
    }

    /// A file whose content comes from a reader. It is sent in chunks, because its size is not known; set it with
    /// [`sized`](FilePart::sized) if you know it. The async client reads it on Tokio's blocking threads.
    ///
    /// Clones share the reader, and the first that is sent reads it.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        FilePart {
            content: Content::Reader {
                source: OneShotReader(Arc::new(Mutex::new(Some(Box::new(reader))))),
                len: None,
            },
            name: None,
            content_type: None,
        }
    }

    /// Sets the size of a reader's content in bytes, so that its length is sent first, which many servers require. A
    /// reader with fewer bytes is an error; further bytes are not read. Other files have a known size.
    #[must_use]
    pub fn sized(mut self, bytes: u64) -> Self {
        if let Content::Reader { len, .. } = &mut self.content {
            *len = Some(bytes);
        }
        self
    }

    /// Sends the file under this name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sends the file with this content type, such as `image/png`, instead of the one that the
    /// operation declares, or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The name under which the file is sent, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl Initial for FilePart {
    fn initial() -> Self {
        FilePart::new(Bytes::new())
    }
}

/// Omits the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FilePart");
        match &self.content {
            Content::Memory(bytes) => debug.field("len", &bytes.len()),
            Content::Disk(path) => debug.field("path", path),
            Content::Reader { len, .. } => debug.field("len", len),
        };
        debug.field("name", &self.name).field("content_type", &self.content_type).finish()
    }
}

macro_rules! from_content {
    ($($type:ty),*) => {$(
        /// The content of a file, in memory.
        impl From<$type> for FilePart {
            fn from(content: $type) -> Self {
                FilePart::new(content)
            }
        }
    )*};
}

from_content!(Bytes, Vec<u8>, String);

macro_rules! from_slice {
    ($($type:ty),*) => {$(
        /// The content of a file, copied.
        impl From<&$type> for FilePart {
            fn from(content: &$type) -> Self {
                FilePart::new(Bytes::copy_from_slice(content.as_ref()))
            }
        }
    )*};
}

from_slice!([u8], str);

/// The content of a file, copied.
impl<const N: usize> From<&[u8; N]> for FilePart {
    fn from(content: &[u8; N]) -> Self {
        FilePart::from(&content[..])
    }
}

/// A file on disk.
impl From<PathBuf> for FilePart {
    fn from(path: PathBuf) -> Self {
        FilePart::open(path)
    }
}

/// A file on disk.
impl From<&Path> for FilePart {
    fn from(path: &Path) -> Self {
        FilePart::open(path)
    }
}
