//! The inputs, output and exit codes of `cargo xtask diff`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::cli::{DiffArgs, FailOn, Format};
use xtask::diff::{Outcome, compare};
use xtask::repository::Repository;

use crate::support::{DOCUMENT, checkout, write};

/// An overlay that does nothing.
const OVERLAY: &str = "{overlay: 1.0.0, info: {title: t, version: '1'}, actions: []}";

struct Pair {
    folder: TempDir,
    repository: Repository,
}

impl Pair {
    /// A checkout, and two documents beside it: the common one, and a changed one.
    fn new(change: impl Fn(&mut Value)) -> Self {
        let (folder, repository) = checkout();
        write(&repository.overlay(), OVERLAY);
        let mut document: Value = serde_json::from_str(DOCUMENT).unwrap();
        write(&folder.path().join("old.json"), &document.to_string());
        change(&mut document);
        write(&folder.path().join("new.json"), &document.to_string());
        Self { folder, repository }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn arguments(&self) -> DiffArgs {
        DiffArgs { old: self.path("old.json"), new: self.path("new.json"), ..DiffArgs::default() }
    }

    fn compare(&self, arguments: &DiffArgs) -> Outcome {
        compare(&self.repository, arguments).unwrap_or_else(|error| panic!("{error:#}"))
    }

    fn error(&self, arguments: &DiffArgs) -> String {
        match compare(&self.repository, arguments) {
            Ok(outcome) => panic!("{}", outcome.output),
            Err(error) => format!("{error:#}"),
        }
    }
}

fn item(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]["Item"]
}

/// Breaks Rust and is a risk over the wire.
fn without_required(document: &mut Value) {
    item(document)["required"] = json!([]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false"];
    let status =
        Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

#[test]
fn two_files_are_compared_with_the_names_of_the_crate() {
    let pair = Pair::new(without_required);
    let output = pair.compare(&pair.arguments()).output;
    assert!(
        output.contains(
            "Item::id: String is now Option<String>  [breaks Rust code, risky over the wire; property-became-optional]"
        ),
        "{output}"
    );
    assert!(output.contains("items.list response.id"), "{output}");
    let names = format!(
        "old         {}\nnew         {}\n\napi 1.0\n",
        pair.path("old.json"),
        pair.path("new.json")
    );
    assert!(output.starts_with(&names), "{output}");
}

#[test]
fn every_format_reports_the_same_changes() {
    let pair = Pair::new(without_required);
    let markdown = pair.compare(&DiffArgs { format: Format::Markdown, ..pair.arguments() }).output;
    assert!(
        markdown.contains(
            "- `Item::id`: `String` is now `Option<String>` (**breaks Rust code, risky over the wire**)"
        ),
        "{markdown}"
    );
    let names = format!(
        "Compares `{}` with `{}`.\n\n## `api`",
        pair.path("old.json"),
        pair.path("new.json")
    );
    assert!(markdown.starts_with(&names), "{markdown}");
    let output = pair.compare(&DiffArgs { format: Format::Json, ..pair.arguments() }).output;
    let reported: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(reported["rust"], "breaking");
    assert_eq!(reported["changes"][0]["items"], json!(["Item::id"]));
    let places = json!([{ "operation": "items.list", "part": "response", "path": "id" }]);
    assert_eq!(reported["changes"][0]["places"], places);
}

#[test]
fn the_exit_code_follows_fail_on() {
    let breaks = Pair::new(without_required);
    let adds =
        Pair::new(|document| item(document)["properties"]["name"] = json!({ "type": "string" }));
    let risks =
        Pair::new(|document| document["servers"][0]["url"] = json!("https://other.example"));
    for (pair, expected) in [
        (&breaks, [false, true, true, true]),
        (&adds, [false; 4]),
        (&risks, [false, false, true, true]),
    ] {
        let choices = [None, Some(FailOn::Rust), Some(FailOn::Wire), Some(FailOn::Any)];
        let failed =
            choices.map(|fail_on| pair.compare(&DiffArgs { fail_on, ..pair.arguments() }).failed);
        assert_eq!(failed, expected);
    }
}

#[test]
fn a_git_revision_selects_its_contract_and_overlay() {
    let pair = Pair::new(without_required);
    let folder = pair.folder.path();
    git(folder, &["init", "--quiet", "--initial-branch", "main"]);
    fs::copy(folder.join("old.json"), pair.repository.contract()).unwrap();
    write(
        &pair.repository.overlay(),
        "{overlay: 1.0.0, info: {title: t, version: '1'}, actions: [{target: $.components.schemas.Item, description: d, update: {x-rust-name: Thing}}]}",
    );
    git(folder, &["add", "spec"]);
    git(folder, &["commit", "--quiet", "--message", "One"]);
    fs::copy(folder.join("new.json"), pair.repository.contract()).unwrap();
    write(&pair.repository.overlay(), OVERLAY);
    let contract = pair.repository.contract().display().to_string();
    let output = pair
        .compare(&DiffArgs { old: "HEAD".to_owned(), new: contract, ..pair.arguments() })
        .output;
    assert!(output.contains("Thing renamed to Item"), "{output}");
    assert!(output.contains("Item::id: String is now Option<String>"), "{output}");
    let same = DiffArgs { old: "HEAD".to_owned(), new: "main".to_owned(), ..pair.arguments() };
    assert!(pair.compare(&same).output.contains("nothing differs"));
}

#[test]
fn the_overlay_can_be_selected_or_omitted() {
    let pair = Pair::new(|_| {});
    let renamed = "{overlay: 1.0.0, info: {title: t, version: '1'}, actions: [{target: $.nothing, description: d, remove: true}, {target: $.info, description: d, update: {title: Thing}}]}";
    write(&pair.repository.overlay(), "not an overlay");
    assert!(pair.error(&pair.arguments()).contains("overlay"));
    assert!(
        pair.compare(&DiffArgs { no_overlay: true, ..pair.arguments() })
            .output
            .contains("nothing differs")
    );
    let overlay = pair.folder.path().join("mine.yaml");
    write(&overlay, renamed);
    let output = pair.compare(&DiffArgs { overlay: Some(overlay), ..pair.arguments() }).output;
    assert!(output.contains("\n\nthing 1.0\n"), "{output}");
}

#[test]
fn inputs_that_cannot_be_compared_are_reported() {
    let pair = Pair::new(|document| {
        document["paths"] = json!({ "/pets": { "get": { "operationId": "listPets", "responses": { "204": {} } } } });
    });
    let with = |old: &str| pair.error(&DiffArgs { old: old.to_owned(), ..pair.arguments() });
    let different = pair.error(&pair.arguments());
    assert!(
        different.contains("two different APIs") && different.contains("0 of them are in both"),
        "{different}"
    );
    let nowhere = with("nowhere.json");
    assert!(nowhere.contains("`nowhere.json` is neither a file nor a git revision"), "{nowhere}");
    let folder = with(&pair.path("spec"));
    assert!(folder.contains("is a folder"), "{folder}");
    write(&pair.folder.path().join("broken.json"), "{\"openapi\": ");
    let broken = with(&pair.path("broken.json"));
    assert!(broken.contains("broken.json:1:"), "{broken}");
    git(pair.folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    assert!(with("--output=x").contains("neither a file nor a git revision"));
    git(pair.folder.path(), &["commit", "--quiet", "--allow-empty", "--message", "None"]);
    let none = with("HEAD");
    assert!(none.contains("there is no contract in revision HEAD"), "{none}");
}

/// A pair in which a string became a number: no earlier request is accepted.
fn retyped() -> Pair {
    Pair::new(|document| {
        let schema = document.pointer_mut("/components/schemas/Item/properties").unwrap();
        let name = schema.as_object().unwrap().keys().next().unwrap().clone();
        schema[name] = json!({ "type": "integer" });
    })
}

fn first_change(pair: &Pair) -> Value {
    let arguments = DiffArgs { format: Format::Json, ..pair.arguments() };
    let reported: Value = serde_json::from_str(&pair.compare(&arguments).output).unwrap();
    reported["changes"][0].clone()
}

#[test]
fn ignored_changes_are_omitted_and_do_not_fail() {
    let pair = retyped();
    let id = first_change(&pair)["id"].as_str().unwrap().to_owned();
    let arguments = DiffArgs { fail_on: Some(FailOn::Any), ..pair.arguments() };
    assert!(pair.compare(&arguments).failed);
    let outcome = pair.compare(&DiffArgs { ignore: vec![id], ..arguments });
    assert!(!outcome.failed);
    assert!(outcome.output.contains("nothing differs"), "{}", outcome.output);
}

#[test]
fn an_ignore_file_lists_locations_and_reasons() {
    let pair = retyped();
    let change = first_change(&pair);
    let place = &change["places"][0];
    let part = |key: &str| place[key].as_str().unwrap().to_owned();
    let file = pair.folder.path().join("ignored.yaml");
    let entry = |at: &str, reason: &str| {
        let entry = json!([{ "id": change["id"], "at": at, "reason": reason }]);
        write(&file, &entry.to_string());
    };
    let arguments = DiffArgs { ignore_file: Some(file.clone()), ..pair.arguments() };
    let at = format!("{} {}", part("operation"), part("part"));
    entry(&at, "agreed with the vendor");
    assert!(pair.compare(&arguments).output.contains("nothing differs"));
    // A prefix of a location does not match.
    entry(&at[..at.len() - 1], "agreed with the vendor");
    assert!(pair.error(&arguments).contains("matches no change"));
    entry(&at, " ");
    assert!(pair.error(&arguments).contains("has no reason"));
}

#[test]
fn an_ignore_entry_that_matches_nothing_is_an_error() {
    let pair = retyped();
    let with = |ignore: &str| DiffArgs { ignore: vec![ignore.to_owned()], ..pair.arguments() };
    assert!(
        pair.error(&with("operation-removed")).contains("`operation-removed` matches no change")
    );
    assert!(pair.error(&with("no-such-rule")).contains("unknown rule `no-such-rule`"));
}

#[test]
fn a_rule_is_explained_by_its_id() {
    let pair = Pair::new(|_| {});
    let explain = |id: &str| DiffArgs { explain: Some(id.to_owned()), ..DiffArgs::default() };
    let reported = pair.compare(&explain("request-property-became-required")).output;
    assert!(reported.contains("in requests   breaking"), "{reported}");
    assert!(reported.contains("only in a request"), "{reported}");
    assert!(pair.error(&explain("nothing")).contains("unknown rule `nothing`"));
}

#[test]
fn another_document_is_compared_without_operations_ahead_of_the_contract() {
    let pair = Pair::new(|_| ());
    write(&pair.repository.contract(), DOCUMENT);
    let contract = pair.repository.contract().display().to_string();
    let arguments = DiffArgs { old: pair.path("old.json"), new: contract, ..DiffArgs::default() };
    assert!(!pair.compare(&arguments).output.contains("note:"));

    let ahead = DOCUMENT.replace("/items", "/ahead").replace("listItems", "listAhead");
    write(&pair.repository.ahead(), &ahead);
    let output = pair.compare(&arguments).output;
    assert!(output.contains("\n\nnote: ") && output.contains("spec/ahead.yaml"), "{output}");
    let both = DiffArgs { old: arguments.new.clone(), ..arguments };
    assert!(!pair.compare(&both).output.contains("note:"));
}

#[test]
fn documents_in_several_files_are_compared() {
    let pair = Pair::new(|document| *item(document) = json!({"$ref": "parts/item.json"}));
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap();
    without_required(&mut document);
    write(&pair.folder.path().join("parts/item.json"), &item(&mut document).to_string());
    let output = pair.compare(&pair.arguments()).output;
    assert!(output.contains("Item"), "{output}");
}
