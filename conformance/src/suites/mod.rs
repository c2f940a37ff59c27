//! What holds for every operation, each suite a command of the program.

pub mod prism;
