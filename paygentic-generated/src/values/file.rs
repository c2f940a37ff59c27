//! Files to be sent.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::codec::Blank;

/// A file to be sent: its content, a name and a content type.
///
/// The content is in memory or on disk. A file on disk is opened when the request is sent, once per
/// attempt, and read piece by piece. It must not change until the call is over.
///
/// ```text
/// use paygentic_generated::FilePart;
///
/// let photo = FilePart::open("holiday/beach.jpg").content_type("image/jpeg");
/// assert_eq!(photo.name(), Some("beach.jpg"));
///
/// let table = FilePart::from("a;b\n1;2\n").named("table.csv").content_type("text/csv");
/// # let _ = table;
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
}

impl FilePart {
    /// A file whose content is in memory.
    pub fn new(content: impl Into<Bytes>) -> Self {
        FilePart {
            content: Content::Memory(content.into()),
            name: None,
            content_type: None,
        }
    }

    /// A file on disk, under its own name. It is not looked at before the call is made; if it cannot
    /// be read, that is an error of the call.
    pub fn open(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into());
        FilePart {
            content: Content::Disk(path),
            name,
            content_type: None,
        }
    }

    /// Sends the file under this name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sends the file with this content type, such as `image/png`, instead of the one that the
    /// operation asks for, or `application/octet-stream`.
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

impl Blank for FilePart {
    fn blank() -> Self {
        FilePart::new(Bytes::new())
    }
}

/// The content is left out.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FilePart");
        match &self.content {
            Content::Memory(bytes) => debug.field("len", &bytes.len()),
            Content::Disk(path) => debug.field("path", path),
        };
        debug
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
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
