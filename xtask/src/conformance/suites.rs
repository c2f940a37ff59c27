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
    /// What `--only` calls it.
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
    /// The same, with Prism to talk to.
    WithPrism,
    /// A script of this repository.
    Script(&'static str),
    /// A test of this package, which prints the summary in the midst of what the test harness prints.
    Test(&'static str),
}

/// All suites, in the order in which they run: what is quick comes first.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "properties",
        about: "random values, valid by the contract, come through the models whole",
        how: How::Program,
    },
    Suite {
        name: "examples",
        about: "the examples of the newest published document",
        how: How::Program,
    },
    Suite {
        name: "prism",
        about: "requests, judged by a mock server that reads the contract by itself",
        how: How::WithPrism,
    },
    Suite {
        name: "parity",
        about: "the same requests as the official Python SDK",
        how: How::Program,
    },
    Suite {
        name: "mutations",
        about: "the contract mutated a thousand ways is refused, or its code compiles",
        how: How::Test("mutations"),
    },
    Suite {
        name: "reported",
        about: "whatever changes in the contract is reported by the diff",
        how: How::Test("reported"),
    },
    Suite {
        name: "oracle",
        about: "what the diff says of the wire holds for random values",
        how: How::Program,
    },
    Suite {
        name: "compatibility",
        about: "what the diff says of Rust code is what the compiler and cargo-semver-checks say",
        how: How::Test("compatibility"),
    },
    Suite {
        name: "foreign",
        about: "documents of other APIs generate, their code compiles, and values made from the schemas come through it",
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
    /// Why it cannot run here, as far as that can be known before.
    pub fn missing(&self) -> Option<String> {
        match self.how {
            How::WithPrism => ["npm", "curl"]
                .into_iter()
                .find(|program| !is_installed(program))
                .map(|program| format!("{program} is not installed")),
            _ => None,
        }
    }

    /// What runs it.
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

    /// What came of it.
    pub fn judge(&self, code: Option<i32>, output: &str) -> Verdict {
        match code {
            Some(UNAVAILABLE) => {
                Verdict::Skipped("what it needs could not be installed, see above".to_owned())
            }
            _ => judge(self.name, code, output),
        }
    }
}

/// The suites that `--only` names, in our order; all if it names none.
///
/// # Errors
///
/// There is no suite of one of the names.
pub fn chosen<'a>(suites: &'a [Suite], only: &[String]) -> Result<Vec<&'a Suite>, String> {
    let known = |name: &&String| suites.iter().any(|suite| suite.name == **name);
    if let Some(unknown) = only.iter().find(|name| !known(name)) {
        let names: Vec<_> = suites.iter().map(|suite| suite.name).collect();
        return Err(format!("unknown suite `{unknown}`; there are {}", names.join(", ")));
    }
    let wanted = |suite: &&Suite| only.is_empty() || only.iter().any(|name| name == suite.name);
    Ok(suites.iter().filter(wanted).collect())
}

/// The program that takes cases through the SDK, built if need be.
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
