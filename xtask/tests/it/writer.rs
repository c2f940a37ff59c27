//! What is written, left unchanged, and removed.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use paygentic_codegen::Files;
use xtask::writer::{Difference, Plan};

use crate::support::{files, write};

fn made(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn only_differences_are_written_and_orphans_are_removed_with_their_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("same.rs"), "same");
    write(&path("other.rs"), "before");
    write(&path("old/deep/gone.rs"), "orphan");
    fs::create_dir_all(path("empty/empty")).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH;
    fs::File::open(path("same.rs")).unwrap().set_modified(long_ago).unwrap();

    let run = made(&[("same.rs", "same"), ("other.rs", "after"), ("new/mod.rs", "new")]);
    let plan = Plan::new(folder.path(), "", &run).unwrap();
    let differences = [
        (Difference::Missing, "new/mod.rs".to_owned()),
        (Difference::Orphan, "old/deep/gone.rs".to_owned()),
        (Difference::Differs, "other.rs".to_owned()),
    ];
    assert_eq!(plan.differences(), differences);
    assert_eq!(
        plan.to_string(),
        "  missing  new/mod.rs\n  orphan   old/deep/gone.rs\n  differs  other.rs\n"
    );
    assert_eq!(plan.summary(), "2 files written, 1 removed, 1 unchanged");
    plan.apply().unwrap();

    let expected = [("new/mod.rs", "new"), ("other.rs", "after"), ("same.rs", "same")];
    assert_eq!(
        files(folder.path()),
        expected.map(|(name, text)| (path(name), text.to_owned())).into()
    );
    assert_eq!(modified(&path("same.rs")), long_ago);
    assert!(Plan::new(folder.path(), "", &run).unwrap().is_up_to_date());
}

#[test]
fn outside_the_owned_folder_nothing_is_an_orphan() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("Cargo.lock"), "not ours");
    write(&path("src/gone.rs"), "orphan");
    Plan::new(folder.path(), "src", &made(&[("src/lib.rs", "x"), ("Cargo.toml", "x")]))
        .unwrap()
        .apply()
        .unwrap();
    let names: Vec<_> = files(folder.path()).into_keys().collect();
    assert_eq!(names, [path("Cargo.lock"), path("Cargo.toml"), path("src/lib.rs")]);
}

#[test]
fn an_empty_plan_creates_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    Plan::new(&folder.path().join("none"), "", &made(&[])).unwrap().apply().unwrap();
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_path_outside_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["../out.rs", "/etc/out.rs", "a/../../out.rs", "./a.rs", ""] {
        let error = Plan::new(folder.path(), "", &made(&[(name, "x")])).unwrap_err().to_string();
        assert!(error.contains("is not the name of a file inside"), "{name}: {error}");
    }
}

#[test]
fn files_are_written_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("a.rs"), "before");
    write(&path("gone.rs"), "orphan");
    write(&path("z.rs"), "in the way of z.rs/mod.rs");
    let before = files(folder.path());
    let plan = Plan::new(
        folder.path(),
        "",
        &made(&[("a.rs", "after"), ("b/mod.rs", "new"), ("z.rs/mod.rs", "no")]),
    );
    assert!(plan.and_then(|plan| plan.apply()).is_err());
    assert_eq!(files(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn a_symlink_is_removed_and_not_followed() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&elsewhere.path().join("kept"), "not ours");
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("link")).unwrap();
    let plan = Plan::new(folder.path(), "", &made(&[])).unwrap();
    assert_eq!(plan.differences(), [(Difference::Orphan, "link".to_owned())]);
    plan.apply().unwrap();
    assert!(elsewhere.path().join("kept").exists());
    assert!(!folder.path().join("link").exists());
}
