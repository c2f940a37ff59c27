//! Downloads of published documents.

mod http;

use std::time::Duration;

pub use self::http::download;

/// How long to wait, how much to read, how far to follow.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Time to get a connection.
    pub connect: Duration,
    /// Time for everything, redirects and body included.
    pub total: Duration,
    /// Size of the body.
    pub bytes: u64,
    /// Number of redirects.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            bytes: 16 * 1024 * 1024,
            redirects: 5,
        }
    }
}

/// Whether a document is named by an address, not by a path.
pub fn is_address(from: &str) -> bool {
    from.contains("://")
}
