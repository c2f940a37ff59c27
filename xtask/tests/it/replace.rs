//! Files are replaced together or not at all.

use std::fs;

use std::env;
use std::path::Path;
use std::process::Command;

use xtask::journal::recover;
use xtask::replace::{Change, replace, replace_watched};

use crate::support::{files, write};

#[test]
fn files_are_written_created_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("old"), "before");
    write(&path("gone"), "before");

    replace(
        folder.path(),
        &[
            Change::write(path("old"), "after"),
            Change::write(path("a/b/new"), "new"),
            Change::remove(path("gone")),
        ],
    )
    .unwrap();

    let expected = [(path("a/b/new"), "new".to_owned()), (path("old"), "after".to_owned())];
    assert_eq!(files(folder.path()), expected.into());
}

#[test]
fn a_failure_halfway_is_rolled_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("old"), "before");
    write(&path("gone"), "before");
    write(&path("obstacle/inside"), "a folder where a file should go");
    let before = files(folder.path());

    let changes = [
        Change::write(path("old"), "after"),
        Change::write(path("new/deep/file"), "new"),
        Change::remove(path("gone")),
        Change::write(path("obstacle"), "cannot be"),
    ];
    let error = format!("{:#}", replace(folder.path(), &changes).unwrap_err());

    assert!(error.contains("cannot change") && error.contains("obstacle"), "{error}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_failure_before_the_first_change_leaves_no_temporary_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("old"), "before");
    write(&path("file"), "a file where a folder should go");
    let before = files(folder.path());

    let error = replace(
        folder.path(),
        &[Change::write(path("old"), "after"), Change::write(path("file/new"), "new")],
    )
    .unwrap_err();

    assert!(error.to_string().contains("cannot write"), "{error}");
    assert_eq!(files(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_default_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (ours, ordinary) = (folder.path().join("ours"), folder.path().join("ordinary"));
    replace(folder.path(), &[Change::write(&ours, "x")]).unwrap();
    write(&ordinary, "x");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(ours), mode(ordinary));
}

/// The folder in which [`killed`] works.
const FOLDER: &str = "XTASK_TEST_KILLED_IN";

/// The change after which it is killed.
const AFTER: &str = "XTASK_TEST_KILLED_AFTER";

fn changes(folder: &Path) -> [Change; 3] {
    [
        Change::write(folder.join("one"), "after"),
        Change::remove(folder.join("gone")),
        Change::write(folder.join("below/two"), "after"),
    ]
}

/// Runs in a process of its own, which dies after one of the changes.
#[test]
#[ignore = "run by the next test in a process of its own"]
fn killed() {
    let folder = env::var_os(FOLDER).unwrap();
    let folder = Path::new(&folder);
    let last: usize = env::var(AFTER).unwrap().parse().unwrap();
    let _ = replace_watched(folder, &changes(folder), &|index| {
        if index == last {
            std::process::abort();
        }
    });
}

#[test]
fn the_changes_of_a_killed_run_are_finished_by_the_next() {
    (0..3).for_each(killed_after);
}

fn killed_after(change: usize) {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("one"), "before");
    write(&folder.path().join("gone"), "before");
    let killed = Command::new(env::current_exe().unwrap())
        .args(["replace::killed", "--exact", "--ignored"])
        .env(FOLDER, folder.path())
        .env(AFTER, change.to_string())
        .output()
        .unwrap();
    assert!(!killed.status.success());
    assert_eq!(folder.path().join("gone").exists(), change == 0, "{change}");
    assert!(recover(folder.path()).unwrap());
    let expected = ["one", "below/two"].map(|name| (folder.path().join(name), "after".to_owned()));
    assert_eq!(files(folder.path()), expected.into());
    // Nothing is left to do.
    assert!(!recover(folder.path()).unwrap());
}

#[test]
fn temporary_files_of_a_killed_run_are_removed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(".xtask-a1"), "half");
    write(&folder.path().join(".gitignore"), "kept");
    replace(folder.path(), &[Change::write(folder.path().join("one"), "after")]).unwrap();
    let names: Vec<_> = files(folder.path()).into_keys().collect();
    assert_eq!(names, [".gitignore", "one"].map(|name| folder.path().join(name)));
}
