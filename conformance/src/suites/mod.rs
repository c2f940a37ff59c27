//! Suites: cases that are made here, and judged here.

pub mod properties;
