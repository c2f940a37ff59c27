//! Writes a download to a file atomically: the file exists complete or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file with a temporary name in the same folder, until it is complete. If it is dropped before, it is removed.
struct PartialFile {
    file: File,
    /// The temporary name; `None` once it has its final name.
    part: Option<PathBuf>,
    path: PathBuf,
}

impl PartialFile {
    fn new(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let chance = crate::random::uuid().unwrap_or_default();
        let mut part = OsString::from(".");
        part.push(name);
        part.push(format!(".{chance}.part"));
        let part = path.with_file_name(part);
        Ok(PartialFile { file: File::create_new(&part)?, part: Some(part), path: path.to_owned() })
    }

    fn write(mut self, chunk: &[u8]) -> io::Result<Self> {
        self.file.write_all(chunk)?;
        Ok(self)
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        if let Some(part) = &self.part {
            fs::rename(part, &self.path)?;
        }
        self.part = None;
        Ok(())
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            drop(fs::remove_file(part));
        }
    }
}

#[cfg(feature = "async")]
impl super::Download<crate::Client> {
    /// Writes the download to a file, and returns the number of bytes. An existing file is replaced once the download
    /// is complete. Until then the bytes are in a temporary file in the same folder, which is removed if the download
    /// fails or the future is dropped. Needs a Tokio runtime, whose blocking threads write.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or the download fails or is too long.
    pub async fn to_file(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let (path, operation) = (path.as_ref().to_owned(), self.operation);
        let failed = |error| Error::unwritable(&path, error).in_operation(operation);
        let to = path.clone();
        let mut part = run_blocking(move || PartialFile::new(&to)).await.map_err(failed)?;
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            part = run_blocking(move || part.write(&chunk)).await.map_err(failed)?;
        }
        run_blocking(move || part.finish()).await.map_err(failed)?;
        Ok(self.received())
    }
}

/// Runs blocking work on Tokio's blocking threads.
#[cfg(feature = "async")]
async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(io::Error::other)?
}

#[cfg(feature = "blocking")]
impl super::Download<crate::blocking::Client> {
    /// Writes the download to a file, and returns the number of bytes. An existing file is replaced once the download
    /// is complete. Until then the bytes are in a temporary file in the same folder, which is removed if the download
    /// fails.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or the download fails or is too long.
    pub fn to_file(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let (path, operation) = (path.as_ref(), self.operation);
        let failed = |error| Error::unwritable(path, error).in_operation(operation);
        let mut part = PartialFile::new(path).map_err(failed)?;
        for chunk in &mut self {
            part = part.write(&chunk?).map_err(failed)?;
        }
        part.finish().map_err(failed)?;
        Ok(self.received())
    }
}
