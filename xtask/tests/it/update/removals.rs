//! Documents that lack operations of the pinned contract.

use xtask::cli::UpdateArgs;
use xtask::update::PULL_REQUEST;

use super::*;

/// The small document, and operations with these numbers besides its own.
fn with_parts(numbers: impl IntoIterator<Item = usize>) -> String {
    let part = |number: usize| {
        format!(
            r#""/parts/{number}/{{id}}": {{"get": {{"operationId": "getPart{number}", "parameters": [{{"name": "id", "in": "path", "required": true, "schema": {{"type": "string"}}}}], "responses": {{"204": {{"description": "Nothing"}}}}}}}}, "#
        )
    };
    let parts: String = numbers.into_iter().map(part).collect();
    DOCUMENT.replace("\"paths\": {", &format!("\"paths\": {{{parts}"))
}

fn pinned(numbers: impl IntoIterator<Item = usize>) -> (TempDir, Repository) {
    let (folder, repository) = ready();
    run(&repository, &with_parts(numbers));
    (folder, repository)
}

#[test]
fn removing_more_than_a_fifth_of_the_operations_needs_allow_removals() {
    let (_folder, repository) = pinned(1..10);
    let error = refused(&repository, &with_parts(1..7));
    let from = from(&repository);
    let expected =
        format!("{from} lacks 3 of the 10 operations of the pinned contract; nothing was changed.");
    assert!(error.starts_with(&expected), "{error}");
    assert!(error.contains("pass --allow-removals:\n  getPart7 (GET /parts/7/{id})\n"), "{error}");

    let allowed = UpdateArgs { allow_removals: true, ..arguments(&from) };
    let account = try_with(&repository, &allowed, &compiles).unwrap();
    assert!(account.contains("7 operations"), "{account}");
    assert!(!read(&repository, "spec/openapi.yaml").contains("getPart7"));
}

#[test]
fn a_long_list_of_missing_operations_is_abbreviated() {
    let (_folder, repository) = pinned(1..10);
    let error = refused(&repository, DOCUMENT);
    assert!(error.contains("lacks 9 of the 10 operations"), "{error}");
    assert!(error.ends_with("\n  getPart5 (GET /parts/5/{id})\n  and 4 more"), "{error}");
}

#[test]
fn a_fifth_of_the_operations_is_removed_without_a_flag() {
    let (_folder, repository) = pinned(1..10);
    let account = run(&repository, &with_parts(1..8));
    assert!(account.contains("8 operations"), "{account}");
}

#[test]
fn a_renamed_or_moved_operation_is_not_missing() {
    let (_folder, repository) = pinned(1..3);
    let renamed = with_parts(1..3)
        .replace("getPart1", "readPart1")
        .replace("/parts/1/{id}", "/parts/1/{part}")
        .replace("\"name\": \"id\", \"in\": \"path\"", "\"name\": \"part\", \"in\": \"path\"")
        .replace("/parts/2/{id}", "/pieces/2/{part}");
    run(&repository, &renamed);
    // A path item may be one of the components.
    let item =
        r##"{"get": {"operationId": "listItems", "responses": {"204": {"description": "None"}}}}"##;
    let elsewhere = DOCUMENT
        .replace("\"paths\": {\"/items\": {", "\"paths\": {\"/items\": {\"$ref\": \"#/components/pathItems/Items\"}}, \"x-was\": {\"/items\": {")
        .replace("\"components\": {", &format!("\"components\": {{\"pathItems\": {{\"Items\": {item}}}, "));
    let (_folder, repository) = ready();
    let account = run(&repository, &elsewhere);
    assert!(read(&repository, PULL_REQUEST).contains("items"), "{account}");
}

#[test]
fn the_workflow_leaves_the_decision_to_a_person() {
    let workflow = Repository::find().unwrap().root().join(".github/workflows/update.yml");
    let workflow = fs::read_to_string(workflow).unwrap();
    assert!(workflow.contains("cargo xtask update"), "{workflow}");
    assert!(!workflow.contains("allow-removals"), "{workflow}");
}
