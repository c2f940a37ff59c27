//! Operations that were ahead of the published document, and are in it now.

use std::fs;
use xtask::cli::{GenerateArgs, UpdateArgs};
use xtask::generate::generate;
use xtask::update::PULL_REQUEST;

use super::*;
use crate::support::check;

const AHEAD: &str = r##"# From elsewhere.
openapi: 3.1.0
info: {version: '2', x-source: the other SDK}
paths:
  /items:
    delete: {operationId: deleteItems, responses: {'204': {}}}
  /parts:
    get:
      operationId: listParts
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Part'}}}}
components:
  schemas:
    Part: {type: object, required: [of], properties: {of: {$ref: '#/components/schemas/Item'}}}
"##;

/// The document with `listParts`, whose response has another field than expected.
fn grown() -> String {
    let parts = r##""paths": {"/parts": {"get": {"operationId": "listParts", "responses": {"200": {"description": "Parts", "content":
        {"application/json": {"schema": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}}}}, "##;
    DOCUMENT.replace("\"paths\": {", parts)
}

fn ahead() -> (TempDir, Repository) {
    let (folder, repository) = ready();
    write(&repository.ahead(), AHEAD);
    generate(&repository, &GenerateArgs::default()).unwrap();
    (folder, repository)
}

fn sdk(repository: &Repository) -> String {
    let all = files(&repository.sdk().join("src/generated")).into_iter();
    all.filter(|(path, _)| path.to_string_lossy().ends_with(".rs")).map(|(_, text)| text).collect()
}

#[test]
fn operations_ahead_of_the_contract_are_in_the_sdk_and_not_in_the_contract() {
    let (_folder, repository) = ahead();
    let text = sdk(&repository);
    assert_eq!(text.matches("Not yet in the published document; from the other SDK.").count(), 2);
    assert!(!read(&repository, "spec/openapi.yaml").contains("listParts"));
}

#[test]
fn another_update_keeps_operations_ahead_and_does_not_report_them() {
    let (_folder, repository) = ahead();
    let account = run(&repository, &addition());
    assert_eq!(read(&repository, "spec/ahead.yaml"), AHEAD);
    assert!(!account.contains("parts") && !account.contains("taken"), "{account}");
    assert!(sdk(&repository).contains("deleteItems"));
}

#[test]
fn operations_that_the_document_has_now_are_removed_and_differences_reported() {
    let (_folder, repository) = ahead();
    let account = run(&repository, &grown());
    assert!(account.contains("1 part removed from spec/ahead.yaml"), "{account}");
    let left = read(&repository, "spec/ahead.yaml");
    assert!(left.starts_with("# From elsewhere.\n") && left.contains("deleteItems"), "{left}");
    assert!(!left.contains("listParts") && !left.contains("Part"), "{left}");
    // The published operation wins, and the difference is reported like any other.
    let text = read(&repository, PULL_REQUEST);
    let (_, removed) = text.split_once("## Removed from `spec/ahead.yaml`\n").unwrap();
    assert!(removed.contains("\n- `listParts`\n"), "{removed}");
    assert!(text.contains("`Part::of` removed"), "{text}");
    let text = sdk(&repository);
    assert_eq!(text.matches("Not yet in the published document").count(), 1);
    // A second update has nothing to do.
    generate(&repository, &check()).unwrap();
}

#[test]
fn generate_fails_if_an_operation_is_no_longer_ahead() {
    let (_folder, repository) = ahead();
    publish(&repository, &grown());
    fetch(&repository, Some(&from(&repository)), TODAY, &Limits::default()).unwrap();
    let error = generate(&repository, &GenerateArgs::default()).unwrap_err();
    assert!(format!("{error:#}").contains("the document already has this operation"), "{error:#}");
}

#[test]
fn a_dry_run_removes_nothing() {
    let (_folder, repository) = ahead();
    publish(&repository, &grown());
    let arguments = UpdateArgs { dry_run: true, ..arguments(&from(&repository)) };
    let account = try_with(&repository, &arguments, &compiles).unwrap();
    assert!(account.contains("1 part removed from spec/ahead.yaml"));
    assert_eq!(fs::read_to_string(repository.ahead()).unwrap(), AHEAD);
}

#[test]
fn fields_that_the_contract_gains_are_removed_from_the_additions() {
    let (_folder, repository) = ready();
    let additions = r##"
x-additions:
  '#/components/schemas/Item':
    properties: {colour: {type: string}, weight: {type: integer}}
components:
"##;
    write(&repository.ahead(), &AHEAD.replace("\ncomponents:\n", additions));
    generate(&repository, &GenerateArgs::default()).unwrap();
    assert!(sdk(&repository).contains("pub colour: Option<String>"));
    let text = DOCUMENT.replacen(
        "\"properties\": {",
        "\"properties\": {\"colour\": {\"type\": \"string\"}, ",
        1,
    );
    run(&repository, &text);
    let text = read(&repository, PULL_REQUEST);
    assert!(text.contains("#/components/schemas/Item 'colour'"), "{text}");
    let ahead = read(&repository, "spec/ahead.yaml");
    assert!(!ahead.contains("colour") && ahead.contains("weight"), "{ahead}");
    let sdk = sdk(&repository);
    assert!(sdk.contains("pub colour: Option<String>") && sdk.contains("pub weight: Option<i64>"));
}

#[test]
fn additions_to_removed_items_are_reported() {
    let (_folder, repository) = ready();
    let additions = "\nx-additions:\n  '#/components/schemas/Gone':\n    properties: {colour: {type: string}}\ncomponents:\n";
    write(&repository.ahead(), &AHEAD.replace("\ncomponents:\n", additions));
    let account = run(&repository, &addition());
    assert!(account.contains("has no object at `#/components/schemas/Gone`"), "{account}");
    assert!(account.contains("`cargo xtask generate` fails on them"), "{account}");
}
