//! Which suites there are, and how each is run.

use std::env;
use std::path::Path;
use std::process::Command;

use super::verdict::{Verdict, judge};
use crate::cargo;
use crate::repository::Repository;

/// One suite. Its last line on the standard output is a [`Summary`](super::summary::Summary).
#[derive(Debug, Clone)]
pub struct Suite {
    /// The name for `--only`.
    pub name: &'static str,
    /// What it compares.
    pub about: &'static str,
    /// How it is run.
    pub how: How,
}

/// How a suite is run.
#[derive(Debug, Clone)]
pub enum How {
    /// The subcommand of that name of the conformance program.
    Program,
    /// The same, beside a running Prism.
    WithPrism,
    /// A script of this repository.
    Script(&'static str),
    /// A test of this package, which prints the summary amid the output of the test harness.
    Test(&'static str),
}

/// All suites, in the order in which they run: the quick ones come first.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "properties",
        about: "random values that are valid by the contract pass through the models unchanged",
        how: How::Program,
    },
    Suite {
        name: "examples",
        about: "the examples of the newest published document",
        how: How::Program,
    },
    Suite {
        name: "prism",
        about: "requests, validated by an independent mock server",
        how: How::WithPrism,
    },
    Suite {
        name: "parity",
        about: "the same requests as the official Python SDK",
        how: How::Program,
    },
    Suite {
        name: "mutations",
        about: "the contract, mutated in a thousand ways, is rejected or its code compiles",
        how: How::Test("mutations"),
    },
    Suite {
        name: "reported",
        about: "every change of the contract is reported by the diff",
        how: How::Test("reported"),
    },
    Suite {
        name: "oracle",
        about: "the wire verdicts of the diff hold for random values",
        how: How::Program,
    },
    Suite {
        name: "compatibility",
        about: "the Rust verdicts of the diff agree with the compiler and cargo-semver-checks",
        how: How::Test("compatibility"),
    },
    Suite {
        name: "foreign",
        about: "code generated from documents of other APIs compiles, and values of their schemas pass through it unchanged",
        how: How::Test("foreign"),
    },
    Suite {
        name: "features",
        about: "the SDK compiles with every combination of its features",
        how: How::Script("scripts/features"),
    },
];

/// The exit code of a script that lacks a tool it needs.
pub const UNAVAILABLE: i32 = 69;

impl Suite {
    /// Why it cannot run here, as far as that is known in advance.
    pub fn missing(&self) -> Option<String> {
        match self.how {
            How::WithPrism => ["npm", "curl"]
                .into_iter()
                .find(|program| !is_installed(program))
                .map(|program| format!("{program} is not installed")),
            _ => None,
        }
    }

    /// The command that runs it.
    pub fn command(&self, repository: &Repository) -> Command {
        match self.how {
            How::Program => {
                let mut command = program(repository);
                command.arg(self.name);
                command
            }
            How::WithPrism => {
                let inner = program(repository);
                let mut command = Command::new(repository.root().join(".ci/prism"));
                command.arg(inner.get_program()).args(inner.get_args());
                command.arg(self.name);
                command
            }
            How::Script(script) => Command::new(repository.root().join(script)),
            How::Test(test) => {
                let mut command = cargo(repository, "test", "xtask");
                // Optimised, because some generate a thousand times.
                command.args(["--release", "--test", test]);
                command
            }
        }
    }

    /// The verdict on its result.
    pub fn judge(&self, code: Option<i32>, output: &str) -> Verdict {
        match code {
            Some(UNAVAILABLE) => {
                Verdict::Skipped("its tools could not be installed, see above".to_owned())
            }
            _ => judge(self.name, code, output),
        }
    }
}

/// The suites that `--only` names, in our order; all if it names none.
///
/// # Errors
///
/// One of the names is unknown.
pub fn chosen<'a>(suites: &'a [Suite], only: &[String]) -> Result<Vec<&'a Suite>, String> {
    let known = |name: &&String| suites.iter().any(|suite| suite.name == **name);
    if let Some(unknown) = only.iter().find(|name| !known(name)) {
        let names: Vec<_> = suites.iter().map(|suite| suite.name).collect();
        return Err(format!("unknown suite `{unknown}`; there are {}", names.join(", ")));
    }
    let wanted = |suite: &&Suite| only.is_empty() || only.iter().any(|name| name == suite.name);
    Ok(suites.iter().filter(wanted).collect())
}

/// The program of the suites that call the SDK, built if necessary.
pub fn program(repository: &Repository) -> Command {
    // A debug build compiles faster and checks for overflows.
    let mut command = cargo(repository, "run", "paygentic-conformance");
    command.arg("--");
    command
}

fn cargo(repository: &Repository, task: &str, package: &str) -> Command {
    let mut command = cargo::command();
    command
        .args([task, "--quiet", "--package", package, "--manifest-path"])
        .arg(repository.root().join("Cargo.toml"));
    command
}

fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}
