//! `generate` and `generate --check` in a checkout.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xtask::cli::GenerateArgs;
use xtask::generate::generate;
use xtask::repository::Repository;

use crate::support::{DOCUMENT, check, checkout, files, own_crate, try_generate as run, write};

const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: Ours, version: '1'}\n\
     actions:\n- target: $.info\n  description: The contract has no title.\n  update: {title: Items}\n";
const STALE_ACTION: &str = "overlay: 1.0.0\ninfo: {title: Ours, version: '1'}\n\
     actions:\n- target: $.paths['/gone']\n  description: It was there once.\n  remove: true\n";

/// A checkout with a valid contract.
fn ready() -> (TempDir, Repository) {
    let (folder, repository) = checkout();
    write(&repository.contract(), DOCUMENT);
    write(&repository.overlay(), OVERLAY);
    (folder, repository)
}

fn generated(repository: &Repository) -> PathBuf {
    repository.sdk().join("src/generated")
}

fn dispatch(repository: &Repository) -> PathBuf {
    repository.conformance().join("src/dispatch")
}

/// Everything that a run writes.
fn written(repository: &Repository) -> BTreeMap<PathBuf, String> {
    let mut all = files(&generated(repository));
    all.extend(files(&dispatch(repository)));
    all
}

#[test]
fn the_sdk_is_written_once_and_then_unchanged() {
    let (_folder, repository) = ready();
    let first = run(&repository, &GenerateArgs::default()).unwrap();
    let made = written(&repository);
    assert!(made.values().any(|text| text.contains("list")), "{made:?}");
    assert!(
        first.contains(&format!("{} files written, 0 removed, 0 unchanged, in 0.", made.len())),
        "{first}"
    );

    let second = run(&repository, &GenerateArgs::default()).unwrap();
    assert!(
        second.contains(&format!("0 files written, 0 removed, {} unchanged, in 0.", made.len())),
        "{second}"
    );
    assert_eq!(written(&repository), made);
}

#[test]
fn every_call_is_in_the_reference_and_in_the_comparison_with_other_sdks() {
    let (_folder, repository) = ready();
    run(&repository, &GenerateArgs::default()).unwrap();
    let page = |name: &str| fs::read_to_string(generated(&repository).join(name)).unwrap();
    let reference = page("REFERENCE.md");
    assert!(
        reference.contains("## items()\n")
            && reference.contains("- `items().list() -> Item`\n  `GET /items`\n"),
        "{reference}"
    );
    let calls = page("calls.md");
    let row = "\n| `listItems` | [`list`](crate::resources::Items::list) | `GET /items` |\n";
    assert!(calls.contains("\n## `items()`\n") && calls.contains(row), "{calls}");
}

#[test]
fn nothing_outside_the_generated_folders_is_touched() {
    let (folder, repository) = ready();
    write(&repository.sdk().join("src/client.rs"), "// by hand");
    write(&repository.conformance().join("src/case.rs"), "// by hand");
    let mut before = files(folder.path());
    run(&repository, &GenerateArgs::default()).unwrap();
    let mut after = files(folder.path());
    for all in [&mut before, &mut after] {
        all.retain(|path, _| {
            !path.starts_with(generated(&repository)) && !path.starts_with(dispatch(&repository))
        });
    }
    assert_eq!(before, after);
}

#[test]
fn check_lists_every_difference_with_the_command_to_fix_it_and_changes_nothing() {
    let (folder, repository) = ready();
    run(&repository, &GenerateArgs::default()).unwrap();
    let check_is = run(&repository, &check()).unwrap();
    assert!(check_is.contains("up to date"), "{check_is}");

    let made: Vec<PathBuf> = files(&generated(&repository)).into_keys().collect();
    fs::remove_file(&made[0]).unwrap();
    write(&made[1], "edited by hand");
    write(&generated(&repository).join("orphan.rs"), "");
    let tables: Vec<PathBuf> = files(&dispatch(&repository)).into_keys().collect();
    fs::remove_file(&tables[0]).unwrap();
    write(&dispatch(&repository).join("gone.rs"), "");
    let before = files(folder.path());

    let error = run(&repository, &check()).unwrap_err();

    let name =
        |path: &Path| path.strip_prefix(generated(&repository)).unwrap().display().to_string();
    for line in [
        format!("missing  {}", name(&made[0])),
        format!("differs  {}", name(&made[1])),
        "orphan   orphan.rs".to_owned(),
        format!("missing  dispatch/{}", tables[0].file_name().unwrap().to_string_lossy()),
        "orphan   dispatch/gone.rs".to_owned(),
    ] {
        assert!(error.contains(&line), "{error}");
    }
    assert!(error.ends_with("run `cargo xtask generate`"), "{error}");
    assert_eq!(files(folder.path()), before);

    run(&repository, &GenerateArgs::default()).unwrap();
    run(&repository, &check()).unwrap();
}

#[test]
fn a_bad_document_or_overlay_changes_nothing() {
    let (folder, repository) = ready();
    run(&repository, &GenerateArgs::default()).unwrap();
    let spoiled = [
        (repository.contract(), "openapi: [", ""),
        (repository.overlay(), "actions: [", ""),
        (repository.overlay(), STALE_ACTION, ""),
    ];
    for (path, text, expected) in spoiled {
        let good = fs::read_to_string(&path).unwrap();
        write(&path, text);
        let before = files(folder.path());
        let error = run(&repository, &GenerateArgs::default()).unwrap_err();
        assert!(error.contains(expected), "{error}");
        assert_eq!(files(folder.path()), before);
        write(&path, &good);
    }
}

#[test]
fn a_missing_file_is_named() {
    let (_folder, repository) = ready();
    fs::remove_file(repository.overlay()).unwrap();
    let error = run(&repository, &GenerateArgs::default()).unwrap_err();
    assert!(error.contains("cannot read spec/overlay.yaml"), "{error}");
    fs::remove_file(repository.contract()).unwrap();
    let error = run(&repository, &GenerateArgs::default()).unwrap_err();
    assert!(error.contains("cannot read spec/openapi.yaml"), "{error}");
}

#[test]
fn the_model_is_printed_as_json_and_nothing_is_written() {
    let (folder, repository) = ready();
    let before = files(folder.path());
    let arguments = GenerateArgs { dump_model: true, ..GenerateArgs::default() };
    let model: serde_json::Value =
        serde_json::from_str(&run(&repository, &arguments).unwrap()).unwrap();
    assert!(model.to_string().contains("list"), "{model}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_stale_action_is_a_warning_for_another_document() {
    let (folder, repository) = ready();
    let path = |name: &str| folder.path().join(name);
    write(&path("other.json"), DOCUMENT);
    write(&path("overlay.yaml"), STALE_ACTION);
    let arguments = GenerateArgs {
        spec: Some(path("other.json")),
        overlay: Some(path("overlay.yaml")),
        dump_model: true,
        ..GenerateArgs::default()
    };
    let warnings =
        |arguments: &GenerateArgs| generate(&repository, arguments).unwrap().warnings.len();
    let with_overlay = warnings(&arguments);
    // The overlay of this repository does not apply to it, and is not read.
    write(&repository.overlay(), STALE_ACTION);
    let without_overlay = warnings(&GenerateArgs { overlay: None, ..arguments });
    assert_eq!(with_overlay, without_overlay + 1);
}

#[test]
fn neither_folder_changes_if_one_cannot_be_written() {
    let (folder, repository) = ready();
    // A file where a folder should be.
    write(&repository.conformance().join("src/dispatch"), "in the way");
    let before = files(folder.path());
    let error = run(&repository, &GenerateArgs::default()).unwrap_err();
    assert!(error.contains("dispatch"), "{error}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_standalone_crate_includes_operations_from_other_documents() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let more = |name: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{version: '1'}}\npaths: {{/{name}: {{get: {{operationId: {name}, responses: {{'204': {{}}}}}}}}}}\n"
        )
    };
    write(&path("one.yaml"), &more("one"));
    write(&path("two.yaml"), &more("two"));
    let ahead = vec![path("one.yaml"), path("two.yaml")];
    let arguments = GenerateArgs { ahead, ..own_crate(folder.path(), "out") };
    run(&Repository::find().unwrap(), &arguments).unwrap();
    let code: String = files(&path("out/src/generated")).into_values().collect();
    for name in ["one", "two"] {
        let from = path(&format!("{name}.yaml"));
        let text = format!("Not yet in the published document; from {}.", from.display());
        assert!(code.contains(&text), "{text}");
    }
    let twice = GenerateArgs { ahead: vec![path("one.yaml"), path("one.yaml")], ..arguments };
    let output = generate(&Repository::find().unwrap(), &twice).unwrap();
    assert!(output.warnings.iter().any(|warning| warning.contains("already has this operation")));
}

#[test]
fn a_standalone_crate_has_no_dispatch_tables() {
    let (folder, repository) = ready();
    let sdk = Repository::find().unwrap();
    run(&sdk, &own_crate(folder.path(), "out")).unwrap();
    assert!(
        files(&folder.path().join("out"))
            .keys()
            .all(|path| !path.to_string_lossy().contains("dispatch"))
    );
    assert!(!repository.conformance().exists());
}

#[test]
fn the_journal_is_at_the_path_that_the_next_run_reads() {
    let (_folder, repository) = ready();
    // A folder in its place shows where it was about to be written.
    let journal = repository.root().join(".xtask-journal.json");
    write(&journal.join("file"), "");
    let error = run(&repository, &GenerateArgs::default()).unwrap_err();
    let root = repository.root().display().to_string();
    assert!(error.contains(&format!("cannot write the journal in {root}")), "{error}");
    assert_eq!(written(&repository), BTreeMap::new());
}

#[test]
fn a_folder_of_a_killed_run_can_be_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let sdk = Repository::find().unwrap();
    let out = folder.path().join("out");
    write(&out.join("src/.xtask-a1"), "half");
    let arguments = GenerateArgs { check: true, ..own_crate(folder.path(), "out") };
    let error = run(&sdk, &arguments).unwrap_err();
    assert!(error.contains("not up to date"), "{error}");
    write(&out.join("notes.txt"), "mine");
    let error = run(&sdk, &arguments).unwrap_err();
    assert!(error.contains("not generated"), "{error}");
}

#[test]
fn the_command_printed_by_check_can_be_pasted() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = GenerateArgs { check: true, ..own_crate(folder.path(), "my sdk") };
    let error = run(&Repository::find().unwrap(), &arguments).unwrap_err();
    let end = format!("--out \"{}\"`", folder.path().join("my sdk").display());
    assert!(error.ends_with(&end), "{error}");
}
