//! The diff agrees with the compiler and cargo-semver-checks about Rust code, for every step between the
//! published versions, forwards and backwards.
//!
//! For each item of the old crate there is a function that uses it; those that do not compile with the new crate
//! are broken. Everything broken must be reported, and everything reported as breaking must be broken.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../compile/mod.rs"]
mod compile;
mod judge;
mod probes;
#[path = "../reporting/mod.rs"]
mod reporting;
mod rustc;
mod semver;

use std::path::{Path, PathBuf};
use std::{env, fs};

use compile::Case;
use judge::Step;
use paygentic_codegen::Generated;
use reporting::part::Part;
use reporting::{say, summary};
use xtask::repository::Repository;

/// The folder with the documents is named by this variable; they are not part of the repository.
const FOLDER: &str = "PUBLISHED_SPECS";

/// `COMPATIBILITY_PART=1/2` takes half of the steps.
const PART: &str = "COMPATIBILITY_PART";

const SUITE: &str = "compatibility";

/// A published version and the crate made of it.
struct Version {
    name: String,
    generated: Generated,
    sdk: PathBuf,
}

/// A debug build, such as that of `cargo test`, checks the newest step with the compiler only; the suite
/// `compatibility` of `cargo xtask conformance` checks all steps with both tools.
const ALL: bool = !cfg!(debug_assertions);

#[test]
fn the_diff_agrees_with_the_compiler() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return skipped(&format!("{FOLDER} does not name a folder with published documents"));
    };
    let program = if ALL { semver::program() } else { None };
    if ALL && program.is_none() {
        return skipped("cargo-semver-checks cannot be installed");
    }
    let versions = versions(&folder);
    assert!(versions.len() > 1, "fewer than two documents in {}", folder.display());
    let mut failures = Vec::new();
    let mut passed = 0;
    for (old, new, forwards) in steps(&versions) {
        let program = program.as_ref().filter(|_| forwards);
        let findings = program.map(|program| semver::findings(program, &old.sdk, &new.sdk));
        let step = Step::new(&old.generated.model, &new.generated.model, findings, |probes| {
            (rustc::refused(&old.sdk, probes), rustc::refused(&new.sdk, probes))
        });
        say(&format!("{} to {}: {}", old.name, new.name, step.figures()));
        step.remarks().iter().for_each(|remark| say(&format!("    {remark}")));
        let found = step.disagreements();
        passed += usize::from(found.is_empty());
        failures.extend(
            found.into_iter().map(|found| format!("{} to {}: {found}", old.name, new.name)),
        );
    }
    failures.iter().for_each(|failure| say(failure));
    summary(SUITE, 0, (passed, 0, failures.len()), None);
    assert!(failures.is_empty(), "{} disagreements, see above", failures.len());
}

/// The steps from each version to the next, and back; the flag says whether a step goes forwards.
fn steps(versions: &[Version]) -> Vec<(&Version, &Version, bool)> {
    let forwards = versions.windows(2).map(|pair| (&pair[0], &pair[1], true));
    if !ALL {
        return forwards.rev().take(1).collect();
    }
    let part = Part::chosen(PART, Part::ALL).unwrap();
    let whole = [(&versions[0], &versions[versions.len() - 1], true)];
    let backwards = versions.windows(2).map(|pair| (&pair[1], &pair[0], false));
    let all = forwards.chain(whole).chain(backwards).enumerate();
    let chosen = all.filter(|(index, _)| part.includes(*index));
    chosen.map(|(_, step)| step).collect()
}

fn skipped(why: &str) {
    say(&format!("SKIPPED: {why}"));
    summary(SUITE, 0, (0, 0, 0), Some(why));
}

fn versions(folder: &Path) -> Vec<Version> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    documents.sort();
    if !ALL {
        // Keeps the two newest, for one step.
        documents.drain(..documents.len().saturating_sub(2));
    }
    let overlay = fs::read_to_string(Repository::find().unwrap().overlay()).unwrap();
    let version = |path: &PathBuf| {
        let name = path.file_stem().unwrap().display().to_string();
        let case = Case {
            name: name.clone(),
            document: fs::read_to_string(path).unwrap(),
            overlay: Some(overlay.clone()),
        };
        // The folder names the crate, which must be called the same in all versions.
        let sdk = compile::folder("versions").join(&name).join("sdk");
        let generated = case.generate();
        compile::write(&sdk, compile::standalone_crate(&sdk, &generated), "");
        compile::copy_lock_file(&sdk);
        Version { name, generated, sdk }
    };
    documents.iter().map(version).collect()
}
