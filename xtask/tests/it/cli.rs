//! The program itself: its working directory, its output, and its exit codes.

use std::io::{BufRead as _, BufReader, Read as _, pipe};
use std::process::{Output, Stdio};

use tempfile::TempDir;
use xtask::lock::Lock;
use xtask::repository::Repository;

use crate::support::{DOCUMENT, checkout, command, text, write};

fn xtask(repository: &Repository, arguments: &[&str]) -> Output {
    command(repository, arguments).output().unwrap()
}

/// A checkout, and the name of a document in it.
fn with_document() -> (TempDir, Repository, String) {
    let (folder, repository) = checkout();
    let file = repository.root().join("published.json");
    write(&file, DOCUMENT);
    (folder, repository, file.to_str().unwrap().to_owned())
}

#[test]
fn fetch_prints_its_report_and_exits_with_0() {
    let (_folder, repository, file) = with_document();
    let output = xtask(&repository, &["fetch", "--from", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("kept     1 path, 1 operation, 1 schema"));
    assert!(repository.contract().exists());
}

#[test]
fn errors_go_to_stderr_and_exit_with_1() {
    let (_folder, repository) = checkout();
    let cases: [&[&str]; 4] = [
        &["fetch", "--from", "nowhere.json"],
        &["fetch", "--from", "http://specs.example/a"],
        &["generate"],
        &["generate", "--check"],
    ];
    for arguments in cases {
        let output = xtask(&repository, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(text(&output.stdout), "");
        assert!(text(&output.stderr).starts_with("cannot "), "{}", text(&output.stderr));
    }
}

#[test]
fn incompatible_arguments_are_refused() {
    let (_folder, repository) = checkout();
    let cases: [&[&str]; 4] = [
        &["generate", "--out", "x"],
        &["generate", "--overlay", "x"],
        &["generate", "--dump-model", "--check"],
        &["nothing"],
    ];
    for arguments in cases {
        assert_eq!(xtask(&repository, arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_repository_is_found_from_the_current_directory() {
    let (_folder, repository) = checkout();
    let below = repository.root().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    assert_eq!(Repository::above(&below).unwrap().root(), repository.root());
    let elsewhere = tempfile::tempdir().unwrap();
    let error = Repository::above(elsewhere.path()).unwrap_err().to_string();
    assert!(error.contains("run it inside a checkout"), "{error}");
}

#[test]
fn diff_exits_with_1_on_request_and_with_2_if_it_cannot_compare() {
    let (_folder, repository) = checkout();
    let overlay = "{overlay: 1.0.0, info: {title: t, version: '1'}, actions: []}";
    write(&repository.overlay(), overlay);
    let [old, new] = ["old.json", "new.json"].map(|name| repository.root().join(name));
    write(&old, DOCUMENT);
    write(&new, &DOCUMENT.replace(r#""required": ["id"], "#, ""));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    for (arguments, code) in [
        (vec!["diff", old, new], 0),
        (vec!["diff", old, new, "--fail-on", "rust"], 1),
        (vec!["diff", old, old, "--fail-on", "any"], 0),
        (vec!["diff", old, "nowhere", "--fail-on", "any"], 2),
    ] {
        let output = xtask(&repository, &arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(output.stdout.is_empty(), code == 2);
    }
    // What fails before the comparison is a failure too.
    write(&repository.root().join(".xtask-journal.json"), "not a journal");
    assert_eq!(xtask(&repository, &["diff", old, new]).status.code(), Some(2));
}

#[test]
fn a_closed_output_pipe_is_not_a_failure() {
    let (_folder, repository, file) = with_document();
    // As `| head` does once it has its lines.
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let output = command(&repository, &["fetch", "--from", &file]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn what_writes_waits_for_another_run_that_does() {
    let (_folder, repository, file) = with_document();
    let lock = Lock::wait(&repository).unwrap();
    let mut fetch = command(&repository, &["fetch", "--from", &file]);
    let mut run = fetch.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut errors = BufReader::new(run.stderr.take().unwrap());
    let mut line = String::new();
    errors.read_line(&mut line).unwrap();
    assert!(line.contains("waiting for it"), "{line}");
    assert!(!repository.contract().exists());
    drop(lock);
    let mut rest = String::new();
    errors.read_to_string(&mut rest).unwrap();
    assert!(run.wait().unwrap().success(), "{rest}");
    assert!(repository.contract().exists());
}

#[test]
fn what_reads_neither_waits_nor_finishes_what_a_running_one_has_begun() {
    let (_folder, repository, file) = with_document();
    let [journal, target] =
        [".xtask-journal.json", "target.txt"].map(|name| repository.root().join(name));
    let staged = repository.root().join(".xtask-staged");
    write(&staged, "after");
    write(&target, "before");
    let step = serde_json::json!([{ "path": &target, "content": &staged }]);
    write(&journal, &step.to_string());
    let run = || {
        let output = xtask(&repository, &["diff", &file, &file, "--no-overlay"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        std::fs::read_to_string(&target).unwrap()
    };
    let lock = Lock::wait(&repository).unwrap();
    assert_eq!(run(), "before");
    drop(lock);
    // A process that another test has just started may hold it a moment longer, until it is another program.
    assert!((0..100).any(|_| run() == "after"));
}
