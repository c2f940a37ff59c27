//! The trait of the implementations that are compared.

use std::future::Future;

use crate::Result;

/// One implementation of the calls.
pub(crate) trait Contender: Clone + Send + 'static {
    /// Ingests an event.
    fn ingest(&self) -> impl Future<Output = Result<()>> + Send;

    /// Lists 100 customers.
    fn list(&self) -> impl Future<Output = Result<()>> + Send;
}
