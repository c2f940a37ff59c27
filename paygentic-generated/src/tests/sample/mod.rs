//! Types and operations in the shape of emitted code, one of each kind.

#![allow(dead_code, missing_docs, unreachable_pub)]

mod lists;
mod operations;
pub mod shop;
mod styles;
mod types;
mod unions;

pub use lists::*;
pub use operations::*;
pub use styles::*;
pub use types::*;
pub use unions::*;
