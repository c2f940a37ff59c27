//! The operations, by what they work on.

mod customers;
mod entitlements;

pub use customers::*;
pub use entitlements::*;
