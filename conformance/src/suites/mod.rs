//! What holds for every operation: each suite makes its cases, judges the answers, and is a command of the program.

pub mod examples;
pub mod prism;
pub mod properties;
