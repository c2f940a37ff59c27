//! Refused updates: nothing changes, and the error says where and why.

use std::cell::RefCell;
use std::fs;

use anyhow::{Result, bail};
use paygentic_codegen::Files;
use xtask::generate::generate;
use xtask::repository::Repository;

use super::*;
use crate::support::{ok, send, serve, serve_always};

#[test]
fn a_version_that_is_already_in_the_change_log_is_refused() {
    let (_folder, repository) = ready();
    write(&repository.changelog(), &LOG.replace("## 0.1.0", "## 0.1.1"));
    let error = refused(&repository, &addition());
    assert!(error.contains("CHANGELOG.md has an entry for 0.1.1 already"), "{error}");
}

#[test]
fn an_overlay_that_cannot_be_pruned_line_by_line_is_an_error_that_lists_what_to_remove() {
    let (_folder, repository) = ready();
    let flow = "    update: {x-docs: {schemas: {Item: A thing., Item.id: What it is called.}}}\n";
    let overlay = format!("{}{flow}", &OVERLAY[..OVERLAY.rfind("    update:").unwrap()]);
    write(&repository.overlay(), &overlay);
    generate(&repository, &GenerateArgs::default()).unwrap();
    let error = refused(&repository, &without_field());
    assert!(error.contains("not written in block style"), "{error}");
    assert!(error.contains("\n  the documentation of `Item.id`"), "{error}");
}

#[test]
fn nothing_is_written_unless_the_generated_code_compiles() {
    let (_folder, repository) = ready();
    publish(&repository, &addition());
    let before = files(repository.root());
    let checked = RefCell::new(Vec::new());
    let refuse = |repository: &Repository, generated: &Files, lock: &str| -> Result<()> {
        let text: String = generated.values().map(String::as_str).collect();
        checked.borrow_mut().push((
            changed(repository, &before),
            text.contains("size"),
            lock.to_owned(),
        ));
        bail!("error[E0433]: cannot find type")
    };
    let error = try_with(&repository, &arguments(&from(&repository)), &refuse).unwrap_err();
    assert!(error.contains("error[E0433]"), "{error}");
    assert_eq!(changed(&repository, &before), [""; 0]);
    let checked = checked.into_inner();
    assert_eq!(checked.len(), 1);
    assert_eq!((checked[0].0.len(), checked[0].1), (0, true));
    assert!(checked[0].2.contains("name = \"sdk\"\nversion = \"0.1.1\""), "{}", checked[0].2);
}

#[test]
fn a_document_that_the_generator_refuses_changes_nothing_and_reports_all_reasons() {
    let (_folder, repository) = ready();
    let bad = addition().replace(
        r#""size": {"type": "integer"}"#,
        r#""size": {"$ref": "https://example.com/size.json"}, "no": {"$ref": "https://example.com/no.json"}"#,
    );
    let error = refused(&repository, &bad);
    assert!(error.contains("nothing was changed"), "{error}");
    for place in
        ["#/components/schemas/Item/properties/size", "#/components/schemas/Item/properties/no"]
    {
        assert!(error.contains(place), "{error}");
    }
}

#[test]
fn a_document_of_another_api_is_refused() {
    let (_folder, repository) = ready();
    write(
        &repository.overlay(),
        &OVERLAY.replace("    update: {title: Items}", "    update: {x-none: true}"),
    );
    let other = DOCUMENT
        .replace("listItems", "getWeather")
        .replace("/items", "/weather")
        .replace("Items", "Weather");
    let error = refused(&repository, &other);
    assert!(error.contains("two different APIs"), "{error}");
}

#[test]
fn invalid_input_changes_nothing_and_is_named() {
    let (_folder, repository) = ready();
    let cut_off = serve(|_, stream| {
        send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"openapi\"");
    });
    let page = serve_always(ok("text/html", "<html>"));
    let before = files(repository.root());
    for from in [cut_off.as_str(), &page, "http://specs.example/a", "nowhere.json"] {
        let error = try_with(&repository, &arguments(from), &compiles).unwrap_err();
        assert!(error.contains(from), "{error}");
        assert_eq!(changed(&repository, &before), [""; 0]);
    }
    for name in [
        "Cargo.lock",
        "CHANGELOG.md",
        "spec/overlay.yaml",
        "spec/openapi.yaml",
        "spec/source.toml",
        "paygentic-generated/Cargo.toml",
    ] {
        let path = repository.root().join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let error = try_run(&repository).unwrap_err();
        assert!(error.contains(name), "{error}");
        write(&path, &text);
    }
    let inherited = MANIFEST.replace("version   = \"0.1.0\" # ours", "version.workspace = true");
    write(&repository.sdk().join("Cargo.toml"), &inherited);
    let error = try_run(&repository).unwrap_err();
    assert!(error.contains("paygentic-generated/Cargo.toml has no version of its own"), "{error}");
}

#[test]
fn if_one_file_cannot_be_written_none_is() {
    let (_folder, repository) = ready();
    // A file where the folder of the text should be.
    write(&repository.root().join("target/update"), "in the way");
    let error = refused(&repository, &addition());
    assert!(error.contains("pull-request.md"), "{error}");
}

#[test]
fn files_saved_during_compilation_are_not_overwritten() {
    let (_folder, repository) = ready();
    publish(&repository, &addition());
    let before = files(repository.root());
    let saved = format!("{OVERLAY}# More.\n");
    let save = |repository: &Repository, _: &Files, _: &str| -> Result<()> {
        write(&repository.overlay(), &saved);
        Ok(())
    };
    let arguments = arguments(&from(&repository));
    let error = try_with(&repository, &arguments, &save).unwrap_err();
    assert!(error.contains("has changed while"), "{error}");
    assert_eq!(changed(&repository, &before), ["spec/overlay.yaml"]);
    assert_eq!(read(&repository, "spec/overlay.yaml"), saved);
}

#[test]
fn an_action_that_matches_but_cannot_be_applied_stops_the_update() {
    let (_folder, repository) = ready();
    let single = "$.components.schemas.Item.properties.id.type";
    let target = "$.components.schemas.Item.properties.id  # the only one";
    write(&repository.overlay(), &OVERLAY.replace(target, single));
    let error = refused(&repository, &addition());
    assert!(error.contains("updates a single value"), "{error}");
}
