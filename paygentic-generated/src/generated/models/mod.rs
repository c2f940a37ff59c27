//! Requests, responses and what they are made of.

mod customers;
mod entitlements;
mod events;
mod ids;
mod rules;

pub use customers::*;
pub use entitlements::*;
pub use events::*;
pub use ids::*;
pub use rules::*;
