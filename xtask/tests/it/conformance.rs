//! `cargo xtask conformance`, with stub programs in place of the suites.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use xtask::conformance::suites::{SUITES, chosen};
use xtask::conformance::summary::Summary;
use xtask::conformance::verdict::{Verdict, judge};
use xtask::repository::Repository;

use crate::support::{checkout, command, text, write};

/// Exits as the name of the suite demands.
const PROGRAM: &str = r#"fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let suite = arguments.first().map_or("", String::as_str);
    let failed = match suite {
        "properties" => 0,
        "examples" => 2,
        "prism" if std::env::var_os("PRISM_URL").is_some() => 0,
        _ => {
            println!("{arguments:?}");
            std::process::exit(7)
        }
    };
    eprintln!("findings of {suite}");
    println!("not the last line");
    println!("{{\"suite\":\"{suite}\",\"operations\":136,\"of\":136,\"passed\":5,\"excepted\":1,\"failed\":{failed},\"skipped\":null}}");
    std::process::exit(i32::from(failed > 0));
}
"#;

fn script(path: &Path, code: &str) {
    write(path, &format!("#!/bin/sh\n{code}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn conformance(repository: &Repository, arguments: &[&str]) -> Output {
    command(repository, &["conformance"])
        .env("CARGO_TARGET_DIR", repository.root().join("target"))
        .env_remove("PRISM_URL")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn suites_are_run_and_the_table_shows_their_results() {
    // A checkout with a stub of that package that is quick to build.
    let (_folder, repository) = checkout();
    let root = repository.root();
    let package =
        "[package]\nname = \"paygentic-conformance\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    write(&root.join("Cargo.toml"), package);
    write(&root.join("src/main.rs"), PROGRAM);
    script(&root.join(".ci/prism"), "PRISM_URL=here \"$@\"");
    let skipped = r#"echo '{"suite":"features","operations":0,"of":0,"passed":0,"excepted":0,"failed":0,"skipped":"no tools"}'"#;
    script(&root.join("scripts/features"), skipped);

    // Arguments go to the program, and its output and exit code come back.
    let output = conformance(&repository, &["cases", "--rounds", "a b", "--help"]);
    assert_eq!(output.status.code(), Some(7), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "[\"cases\", \"--rounds\", \"a b\", \"--help\"]\n");

    let all = ["--only", "features,examples", "--only", "prism,properties"];
    let output = conformance(&repository, &all);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .filter(|cells: &Vec<_>| !cells.is_empty())
        .collect();
    let without_time: Vec<String> = lines
        .iter()
        .map(|cells| {
            let mut cells = cells.clone();
            // The seconds are the last number.
            if let Some(place) = cells.iter().rposition(|cell| cell.parse::<u64>().is_ok()) {
                cells.remove(place);
            }
            cells.join(" ")
        })
        .collect();
    assert_eq!(
        without_time[..5],
        [
            "suite operations passed excepted failed seconds",
            "properties 136 of 136 5 1 0",
            "examples 136 of 136 5 1 2 FAILED",
            "prism 136 of 136 5 1 0",
            "features skipped: no tools",
        ],
        "{table}"
    );
    assert!(table.ends_with("2 of 4 suites passed, 1 failed, 1 skipped\n"));
    let errors = text(&output.stderr);
    assert!(errors.contains("findings of examples"), "{errors}");
    assert!(errors.contains("not the last line"), "{errors}");

    let output = conformance(&repository, &["--only", "properties"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));

    // A required tool is unavailable.
    script(&root.join(".ci/prism"), "exit 69");
    let output = conformance(&repository, &["--only", "prism"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("skipped: its tools"));

    // A missing script is a failure, and does not prevent the others from running.
    fs::remove_file(root.join("scripts/features")).unwrap();
    let output = conformance(&repository, &["--only", "features,properties"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("FAILED: cannot be run"));
}

#[test]
fn unknown_suites_are_refused() {
    let (_folder, repository) = checkout();
    let output = conformance(&repository, &["--only", "parity,nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("unknown suite `nothing`; there are properties,"));
    // Suites and arguments of the program are mutually exclusive.
    let output = conformance(&repository, &["--only", "parity", "cases"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

#[test]
fn suites_run_in_a_fixed_order() {
    let names = |only: &[&str]| {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        let chosen = chosen(SUITES, &only).unwrap();
        chosen.iter().map(|suite| suite.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]).len(), SUITES.len());
    assert_eq!(names(&["parity", "properties"]), ["properties", "parity"]);
}

fn summary(figures: &str) -> String {
    format!("{{\"suite\":\"x\",\"operations\":1,\"of\":2,{figures}}}")
}

/// The verdict on a suite: a word and a reason.
fn judged(code: Option<i32>, output: &str) -> (&'static str, String) {
    match judge("x", code, output) {
        Verdict::Passed(_) => ("passed", String::new()),
        Verdict::Failed(_, why) => ("failed", why),
        Verdict::Skipped(why) => ("skipped", why),
    }
}

#[test]
fn exit_code_and_summary_must_agree() {
    let well = summary(r#""passed":3,"excepted":0,"failed":0,"skipped":null"#);
    let failed = summary(r#""passed":3,"excepted":0,"failed":1,"skipped":null"#);
    let nothing = summary(r#""passed":0,"excepted":0,"failed":0,"skipped":null"#);
    let skipped = summary(r#""passed":0,"excepted":0,"failed":0,"skipped":"no server""#);
    let other = well.replace("\"x\"", "\"y\"");
    let expected = [
        (Some(0), well.as_str(), "passed", ""),
        (Some(1), &well, "failed", "ended with 1"),
        (None, &well, "failed", "was ended by a signal"),
        (Some(0), &failed, "failed", ""),
        (Some(1), &failed, "failed", ""),
        (Some(0), &nothing, "failed", "no case passed"),
        (Some(0), &skipped, "skipped", "no server"),
        (Some(1), &skipped, "failed", "ended with 1"),
        (Some(0), &other, "failed", "its summary is that of `y`"),
        (Some(0), "", "failed", "ended with 0, without a summary"),
        (Some(0), "{}", "failed", "ended with 0, without a summary"),
        (Some(2), "no", "failed", "ended with 2, without a summary"),
    ];
    for (code, output, word, why) in expected {
        let found = judged(code, output);
        assert_eq!(found, (word, why.to_owned()), "{code:?} {output}");
    }
}

#[test]
fn the_last_summary_wins_anywhere_in_the_output() {
    let first = summary(r#""passed":1,"excepted":0,"failed":0,"skipped":null"#);
    let last = summary(r#""passed":2,"excepted":0,"failed":0,"skipped":null"#);
    let output = format!("running 1 test\n{first}\n{last}\ntest result: ok\n");
    let (found, rest) = Summary::find(&output);
    assert_eq!(found.unwrap().passed, 2);
    assert_eq!(rest, format!("running 1 test\n{first}\ntest result: ok"));
}
