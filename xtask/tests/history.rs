//! The history of the published document, replayed: an update from each version to the next, as it would have
//! been run at the time.
//!
//! Runs if `PUBLISHED_SPECS` names the folder of the published documents. The last step must result in what is
//! committed in this repository, if the newest of them is pinned here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "history/copy.rs"]
mod copy;
#[path = "history/figures.rs"]
mod figures;
mod reporting;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use paygentic_codegen::diff::Rust;
use semver::Version;
use xtask::cli::{GenerateArgs, UpdateArgs};
use xtask::download::Limits;
use xtask::generate::generate;
use xtask::repository::Repository;
use xtask::update::report::{ContractUpdate, Outcome, Report};
use xtask::update::{Setting, compile, update};

use copy::{copy, pin};
use figures::{Figures, row, table};
use reporting::say;

#[test]
fn every_past_update_succeeds() {
    let Some(folder) = env::var_os("PUBLISHED_SPECS") else {
        say("SKIPPED: PUBLISHED_SPECS does not name the folder of published documents");
        return;
    };
    let published = documents(Path::new(&folder));
    assert!(published.len() >= 2, "{published:?}");
    let original = Repository::find().unwrap();
    let (_folder, repository) = copy(&original);
    let overlay = fs::read_to_string(original.overlay()).unwrap();
    pin(&repository, &published[0], day(&published[0]));

    let mut rows = Vec::new();
    for (old, new) in published.iter().zip(&published[1..]) {
        // Entries that an older version lacked were dropped, and apply to this one again.
        fs::write(repository.overlay(), &overlay).unwrap();
        if Some(new) == published.last() {
            fs::copy(original.ahead(), repository.ahead()).unwrap();
        }
        let before = Figures::of(&repository);
        let Outcome::Contract(account) = run(&repository, new).outcome else {
            panic!("{} has the same contract as the previous one", new.display());
        };
        let after = Figures::of(&repository);
        assert_version_and_change_log(&account, &before, &after);
        assert_settled(&repository, new);
        rows.push(row(name(old), name(new), &account, &before, &after));
    }
    say(&table(&rows));
    assert_same_as_committed(&original, &repository, published.last().unwrap());
}
/// The documents in the order in which they were published.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The day in the name of a file.
fn day(path: &Path) -> Date {
    name(path).parse().unwrap()
}

fn run(repository: &Repository, document: &Path) -> Report {
    let arguments =
        UpdateArgs { from: Some(document.to_str().unwrap().to_owned()), ..UpdateArgs::default() };
    // The dependencies of the SDK are compiled at most once.
    let target = compile::target(&Repository::find().unwrap());
    let setting = Setting {
        today: day(document),
        limits: Limits::default(),
        check: &|repository, files, lock| compile::check(repository, files, lock, &target),
    };
    update(repository, &arguments, &setting).unwrap_or_else(|error| panic!("{error:#}"))
}

/// The version and the change log follow the difference, by rules implemented independently here.
fn assert_version_and_change_log(account: &ContractUpdate, before: &Figures, after: &Figures) {
    let Version { major, minor, patch, .. } = before.version;
    assert_eq!(major, 0);
    let expected = match account.diff.rust() {
        _ if account.diff.changes.is_empty() => before.version.clone(),
        Rust::Breaking => Version::new(0, minor + 1, 0),
        Rust::Addition | Rust::Same => Version::new(0, minor, patch + 1),
    };
    assert_eq!(after.version, expected);
    let grown =
        after.changelog.matches("\n## ").count() - before.changelog.matches("\n## ").count();
    assert_eq!(grown, usize::from(after.version != before.version));
    if grown == 1 {
        assert!(after.changelog.contains(&format!("\n## {} - ", after.version)));
        assert_eq!(lines_of_newest(&after.changelog), account.diff.changes.len());
    }
    assert!(
        after.lock.contains(&format!(
            "name = \"paygentic-generated\"\nversion = \"{}\"\n",
            after.version
        ))
    );
}

/// The number of changes in the newest entry.
fn lines_of_newest(changelog: &str) -> usize {
    let entry = changelog.split("\n## ").nth(1).unwrap();
    entry.lines().filter(|line| line.starts_with("- ")).count()
}

/// The generated files are up to date, and repeating the update changes nothing.
fn assert_settled(repository: &Repository, document: &Path) {
    let check = GenerateArgs { check: true, ..GenerateArgs::default() };
    generate(repository, &check).unwrap_or_else(|error| panic!("{error:#}"));
    let before = Figures::of(repository);
    assert!(matches!(run(repository, document).outcome, Outcome::Same { is_outdated: false }));
    assert!(Figures::of(repository) == before);
}

/// If the last document is the pinned one, the result equals the committed files.
fn assert_same_as_committed(original: &Repository, repository: &Repository, last: &Path) {
    let (committed, replayed) = (Figures::of(original), Figures::of(repository));
    if committed.contract != replayed.contract {
        say(&format!("{} is not the document that is pinned here", last.display()));
        return;
    }
    assert!(replayed.overlay == committed.overlay, "the overlay differs");
    assert!(replayed.surface == committed.surface, "the surface differs");
    assert!(replayed.sdk == committed.sdk, "the generated files differ");
}
