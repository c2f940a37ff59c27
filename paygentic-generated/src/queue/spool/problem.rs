//! Errors of the disk: classifies the errors of the store by how they must be handled.

use std::fmt;

use redb::DatabaseError;

/// Why the disk cannot be used.
#[derive(Debug)]
pub(super) enum Problem {
    /// Another queue uses it, in this process or another one.
    InUse,
    /// It was written by a newer version of this crate.
    Newer(u64),
    /// It cannot be read, or is not a database of a queue.
    Damaged(String),
    /// An error of the file system.
    Io(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::InUse => f.write_str("another queue has it, in this process or another one"),
            Problem::Newer(format) => {
                write!(f, "it has format {format}, of a newer version of this crate")
            }
            Problem::Damaged(reason) | Problem::Io(reason) => f.write_str(reason),
        }
    }
}

pub(super) fn opening(error: DatabaseError) -> Problem {
    match error {
        DatabaseError::DatabaseAlreadyOpen => Problem::InUse,
        DatabaseError::Storage(error) => problem(error),
        other => Problem::Damaged(other.to_string()),
    }
}

pub(super) fn problem(error: impl Into<redb::Error>) -> Problem {
    match error.into() {
        redb::Error::Io(error) if is_damage(&error) => Problem::Damaged(error.to_string()),
        redb::Error::Io(error) => Problem::Io(error.to_string()),
        redb::Error::PreviousIo => Problem::Io("a write failed before".to_owned()),
        other => Problem::Damaged(other.to_string()),
    }
}

/// A file that is not a database, or is truncated.
fn is_damage(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof)
}
