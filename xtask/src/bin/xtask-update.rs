//! `cargo xtask` with the commands `fetch` and `update`. The name is another one because on Windows the program that runs
//! cannot be overwritten: `xtask` builds and runs this one, see `rerun`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
