//! What all ways to make the calls have in common.

use std::future::Future;

use crate::Result;

/// One way to make the calls.
pub(crate) trait Contender: Clone + Send + 'static {
    /// Ingests an event.
    fn ingest(&self) -> impl Future<Output = Result<()>> + Send;

    /// Lists 100 customers.
    fn list(&self) -> impl Future<Output = Result<()>> + Send;
}
