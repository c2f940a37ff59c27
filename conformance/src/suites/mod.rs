//! Suites of cases that are made from what others have written, each a subcommand of the program.

pub mod examples;
