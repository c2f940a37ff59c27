//! `cargo xtask` with the commands `fetch` and `update`. It has a name of its own because on Windows a running program
//! cannot be overwritten: `xtask` builds and runs this one, see `rerun`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
