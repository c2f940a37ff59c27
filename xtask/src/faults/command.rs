//! Runs the command of a fault, and judges its outcome.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::list::Fault;
use super::workspace::Workspace;
use crate::conformance::suites::{How, SUITES, UNAVAILABLE};
use crate::conformance::summary::Summary;
use crate::repository::Repository;
use crate::{ahead, generate};

/// The outcome of a command.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It found something wrong.
    Failed,
    /// It found nothing wrong.
    Passed,
    /// It could not run here.
    Skipped(String),
    /// It could not be built, or it was aborted.
    Broken(String),
}

/// Runs commands in the copy.
pub(super) struct Commands<'w> {
    workspace: &'w Workspace,
    /// Tools that the checkout has installed come first.
    path: std::ffi::OsString,
    /// The contract that Prism judges by, which no fault changes.
    contract: PathBuf,
}

impl<'w> Commands<'w> {
    pub(super) fn new(repository: &Repository, workspace: &'w Workspace) -> Result<Self> {
        let tools = repository.root().join("target/tools/bin");
        let given = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([tools].into_iter().chain(env::split_paths(&given)))?;
        let contract = workspace.root().with_file_name("contract.yaml");
        let ((_, text), _) = generate::pinned(repository)?;
        fs::create_dir_all(workspace.root())?;
        fs::write(&contract, ahead::as_yaml(&text)?)?;
        Ok(Self { workspace, path, contract })
    }

    /// Builds what a fault's command runs, and runs it.
    pub(super) fn run(&self, fault: &Fault) -> Result<Outcome> {
        let Some((build, run)) = command_line(fault) else {
            return Ok(Outcome::Broken(format!("unknown suite `{}`", fault.suite)));
        };
        if !build.is_empty() {
            let output = self.command(&build, fault).output().context("cannot run cargo")?;
            if !output.status.success() {
                let errors = String::from_utf8_lossy(&output.stderr);
                return Ok(Outcome::Broken(format!("does not compile:\n{errors}")));
            }
        }
        let output = self.command(&run, fault).output().context("cannot run the suite")?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let outcome =
            judge(output.status.code(), &stdout, &String::from_utf8_lossy(&output.stderr));
        Ok(match outcome {
            Outcome::Broken(why) => {
                let errors = String::from_utf8_lossy(&output.stderr);
                Outcome::Broken(format!("{why}:\n{stdout}{errors}"))
            }
            outcome => outcome,
        })
    }

    fn command(&self, command_line: &[String], fault: &Fault) -> Command {
        let mut command_line = command_line.iter();
        let mut command = Command::new(command_line.next().map_or("cargo", String::as_str));
        command
            .args(command_line)
            .current_dir(self.workspace.root())
            .stdin(Stdio::null())
            .env("CARGO_TARGET_DIR", self.workspace.target())
            .env("PATH", &self.path)
            .env("PRISM_DOCUMENT", &self.contract)
            .env("INSTA_UPDATE", "no")
            .envs(&fault.variables);
        command
    }
}

/// The build command of a fault, and the command itself. The former is empty for a suite that builds by itself.
fn command_line(fault: &Fault) -> Option<(Vec<String>, Vec<String>)> {
    let strings = |command_line: &[&str]| {
        command_line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
    };
    let program = ["--quiet", "--package", "paygentic-conformance"];
    let test = |command_line: &[&str], arguments: &[String]| {
        let run: Vec<String> =
            [strings(&["cargo", "test"]), strings(command_line), arguments.to_vec()].concat();
        let mut build = run.clone();
        build.insert(2, "--no-run".to_owned());
        (build, run)
    };
    if fault.suite == "tests" {
        return Some(test(&["--quiet"], &fault.arguments));
    }
    let suite = SUITES.iter().find(|suite| suite.name == fault.suite)?;
    let build = [strings(&["cargo", "build"]), strings(&program)].concat();
    let run =
        [strings(&["cargo", "run"]), strings(&program), strings(&["--", suite.name])].concat();
    Some(match suite.how {
        How::Program => (build, [run, fault.arguments.clone()].concat()),
        How::WithPrism => (build, [strings(&[".ci/prism"]), run].concat()),
        How::Script(script) => (Vec::new(), strings(&[script])),
        How::Test(name) => test(&["--quiet", "--package", "xtask", "--test", name], &[]),
    })
}

/// Judges the exit code and the output of a command. An aborted command has not found the fault, unless the tested code
/// overflowed its stack.
fn judge(code: Option<i32>, stdout: &str, stderr: &str) -> Outcome {
    let (summary, _) = Summary::find(stdout);
    let skipped = summary.as_ref().and_then(|summary| summary.skipped.clone());
    let has_found = summary.is_some_and(|summary| summary.failed > 0)
        || stdout.contains("test result: FAILED")
        || stderr.contains("has overflowed its stack");
    match (code, skipped) {
        (_, Some(why)) => Outcome::Skipped(why),
        (Some(UNAVAILABLE), _) => Outcome::Skipped("its tools could not be installed".to_owned()),
        // A filter that matches no test would always pass.
        (Some(0), _) if has_run_nothing(stdout) => Outcome::Broken("no test was run".to_owned()),
        (Some(0), _) => Outcome::Passed,
        (_, _) if has_found => Outcome::Failed,
        (code, _) => Outcome::Broken(format!("aborted with {code:?}")),
    }
}

/// Whether there were test programs, and none of them has run a test.
fn has_run_nothing(stdout: &str) -> bool {
    let mut results =
        stdout.lines().filter_map(|line| line.strip_prefix("test result: ok. ")).peekable();
    results.peek().is_some() && results.all(|result| result.starts_with("0 passed;"))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, judge};

    #[test]
    fn only_a_finding_counts_as_one() {
        let summary = |failed| {
            format!(
                "{{\"suite\":\"x\",\"operations\":0,\"of\":0,\"passed\":1,\"excepted\":0,\"failed\":{failed},\"skipped\":null}}\n"
            )
        };
        assert_eq!(judge(Some(1), &summary(2), ""), Outcome::Failed);
        assert_eq!(judge(Some(101), "test result: FAILED. 1 passed;", ""), Outcome::Failed);
        assert_eq!(judge(Some(0), &summary(0), ""), Outcome::Passed);
        assert!(matches!(judge(Some(1), "", "error: no such file"), Outcome::Broken(_)));
        let overflow = "thread 'x' has overflowed its stack";
        assert_eq!(judge(Some(101), "", overflow), Outcome::Failed);
        assert!(matches!(judge(Some(69), "", ""), Outcome::Skipped(_)));
        let none = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed;";
        assert!(matches!(judge(Some(0), none, ""), Outcome::Broken(_)));
        assert_eq!(judge(Some(0), "test result: ok. 1 passed; 0 failed;", ""), Outcome::Passed);
        let skipped = summary(0).replace("null", "\"no documents\"");
        assert_eq!(judge(Some(0), &skipped, ""), Outcome::Skipped("no documents".to_owned()));
    }
}
