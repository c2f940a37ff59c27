//! What an update changes, and that it changes nothing else.

use std::fs;

use paygentic_codegen::diff::Rust;
use xtask::cli::{GenerateArgs, UpdateArgs};
use xtask::generate::generate;
use xtask::update::{PULL_REQUEST, version};

use super::*;
use crate::support::check;

#[test]
fn updating_to_the_pinned_document_changes_nothing() {
    let (_folder, repository) = ready();
    let (account, changed) = run_and_compare(&repository, DOCUMENT);
    assert!(account.contains("nothing: this document is already pinned"), "{account}");
    assert_eq!(changed, [""; 0]);
}

#[test]
fn prose_alone_is_not_a_change() {
    let (_folder, repository) = ready();
    let prose = DOCUMENT.replace("Lists all items", "Lists every item");
    let (account, changed) = run_and_compare(&repository, &prose);
    assert!(account.contains("only descriptions"), "{account}");
    assert_eq!(changed, ["spec/source.toml"]);
    assert!(run(&repository, &prose).contains("nothing: this document"));
}

#[test]
fn an_addition_is_written_everywhere_at_once() {
    let (_folder, repository) = ready();
    let (account, changed) = run_and_compare(&repository, &addition());
    let expected = [
        "CHANGELOG.md",
        "Cargo.lock",
        "paygentic-codegen/tests/snapshots/generated_crate__surface.snap",
        "paygentic-generated/Cargo.toml",
        "paygentic-generated/src/generated/models/items.rs",
        "spec/openapi.yaml",
        "spec/source.toml",
        PULL_REQUEST,
    ];
    assert_eq!(changed, expected);
    // Everything else in the manifest and the lock file is unchanged.
    assert_eq!(
        read(&repository, "paygentic-generated/Cargo.toml"),
        MANIFEST.replace("0.1.0", "0.1.1")
    );
    let (others, own) = LOCK.split_at(LOCK.rfind("0.1.0").unwrap());
    assert_eq!(
        read(&repository, "Cargo.lock"),
        format!("{others}{}", own.replace("0.1.0", "0.1.1"))
    );
    let surface = fs::read_to_string(repository.surface()).unwrap();
    assert!(surface.starts_with(SURFACE), "{surface}");
    assert!(surface.contains("Item.size: Option<i64> = \"size\"\n"), "{surface}");
    assert!(account.contains("SDK      0.1.0 -> 0.1.1\n"), "{account}");
    assert!(account.contains("counts   1 undocumented addition\n"), "{account}");
    generate(&repository, &check()).unwrap();

    let (account, changed) = run_and_compare(&repository, &addition());
    assert!(account.contains("nothing: this document"), "{account}");
    assert_eq!(changed, [""; 0]);
}

#[test]
fn the_change_log_has_the_newest_entry_on_top() {
    let (_folder, repository) = ready();
    run(&repository, &addition());
    let record = read(&repository, "spec/source.toml");
    let sha256 = &record.split("sha256 = \"").nth(1).unwrap()[..12];
    let first = format!(
        "## 0.1.1 - 2026-08-06\n\nFollows the API document with sha256 `{sha256}` (`info.version` `1.0`).\n\n### Added\n\n- `Item::size` added: `Option<i64>`\n"
    );
    let expected = LOG.replace("## 0.1.0", &format!("{first}\n## 0.1.0"));
    assert_eq!(read(&repository, "CHANGELOG.md"), expected);

    run(&repository, &without_field());
    let log = read(&repository, "CHANGELOG.md");
    let places = [
        "What changes.",
        "## 0.2.0 - 2026-08-06",
        "### Breaking for Rust code",
        "## 0.1.1 ",
        "## 0.1.0\n",
    ];
    let places = places.map(|text| log.find(text).unwrap_or_else(|| panic!("no {text} in {log}")));
    assert!(places.is_sorted(), "{log}");
}

#[test]
fn overlay_entries_that_no_longer_match_are_removed() {
    let (_folder, repository) = ready();
    let account = run(&repository, &without_field());
    let overlay = read(&repository, "spec/overlay.yaml");
    let action = "  - target: $.components.schemas.Item.properties.id  # the only one\n    description: A typed id.\n    update:\n      \
         pattern: '^itm_[a-z]+$'\n";
    let documentation = "          Item.id: What it is called.\n";
    assert!(OVERLAY.contains(action) && OVERLAY.contains(documentation));
    assert_eq!(overlay, OVERLAY.replace(action, "").replace(documentation, ""));
    assert!(account.contains("counts   2 parts removed from spec/overlay.yaml, "), "{account}");
    let text = read(&repository, PULL_REQUEST);
    let (_, listed) = text.split_once("## Removed from `spec/overlay.yaml`").unwrap();
    assert!(listed.contains("properties.id` (A typed id.)"), "{listed}");
    assert!(listed.contains("the documentation of `Item.id`"), "{listed}");
}

#[test]
fn a_dry_run_reports_the_same_and_writes_only_the_pull_request_text() {
    let (_folder, repository) = ready();
    publish(&repository, &addition());
    let before = files(repository.root());
    let dry = UpdateArgs { dry_run: true, ..arguments(&from(&repository)) };
    let account = try_with(&repository, &dry, &compiles).unwrap();
    assert_eq!(changed(&repository, &before), [PULL_REQUEST]);
    let text = read(&repository, PULL_REQUEST);
    let wet = try_run(&repository).unwrap();
    assert_eq!(read(&repository, PULL_REQUEST), text);
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).take(5).collect() };
    assert_eq!(lines(&account), lines(&wet));
}

#[test]
fn a_contract_without_a_semantic_change_makes_no_version() {
    let (_folder, repository) = ready();
    // An empty list of tags has no meaning.
    let other = DOCUMENT.replacen("\"paths\"", "\"tags\": [], \"paths\"", 1);
    let (account, names) = run_and_compare(&repository, &other);
    assert!(account.contains("none that callers could notice"), "{account}");
    assert!(names.contains(&"spec/openapi.yaml".to_owned()), "{names:?}");
    for name in ["CHANGELOG.md", "Cargo.lock", "paygentic-generated/Cargo.toml"] {
        assert!(!names.contains(&name.to_owned()), "{names:?}");
    }
    let text = read(&repository, PULL_REQUEST);
    assert!(text.contains("**No change for callers**"), "{text}");
}

#[test]
fn an_sdk_that_is_behind_after_fetch_is_reported() {
    let (_folder, repository) = ready();
    publish(&repository, &addition());
    fetch(&repository, Some(&from(&repository)), TODAY, &Limits::default()).unwrap();
    let account = run(&repository, &addition());
    assert!(account.contains("nothing: this document is already pinned"), "{account}");
    assert!(account.contains("warning  the SDK is out of date with this document"), "{account}");
    generate(&repository, &GenerateArgs::default()).unwrap();
    assert!(!run(&repository, &addition()).contains("warning"));
}

#[test]
fn the_next_version_follows_the_verdict() {
    let expected = [
        ("0.1.2", Rust::Breaking, "0.2.0"),
        ("0.1.2", Rust::Addition, "0.1.3"),
        ("0.1.2", Rust::Same, "0.1.3"),
        ("0.0.3", Rust::Breaking, "0.1.0"),
        ("1.2.3", Rust::Breaking, "2.0.0"),
        ("1.2.3", Rust::Addition, "1.3.0"),
        ("1.2.3", Rust::Same, "1.2.4"),
        ("0.3.0-beta.1", Rust::Same, "0.3.1"),
    ];
    for (before, changes, after) in expected {
        let next = version::next(&before.parse().unwrap(), changes);
        assert_eq!(next.to_string(), after, "{before} {changes}");
    }
}
