//! `generate --spec FILE --out DIR`: a standalone crate.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use toml::Table;
use xtask::cli::GenerateArgs;
use xtask::repository::Repository;

use crate::support::{DOCUMENT, checkout, files, own_crate, text, try_generate, write};

const WORKSPACE: &str = r#"
[workspace]
members = ["paygentic-generated"]
[workspace.package]
edition = "2024"
rust-version = "1.88"
[workspace.dependencies]
plain = "1"
rich = { version = "2", default-features = false, features = ["std"] }
paygentic-codegen = { path = "paygentic-codegen" }
"#;

const SDK: &str = r#"
[package]
name = "paygentic-generated"
version = "3.1.4"
edition.workspace = true
rust-version.workspace = true
[features]
default = ["fast"]
fast = ["dep:rich"]
[dependencies]
own = { version = "3", features = ["a"] }
plain.workspace = true
rich = { workspace = true, features = ["more"], optional = true }
[dev-dependencies]
plain = { workspace = true, features = ["test"] }
paygentic-codegen.workspace = true
[target.'cfg(unix)'.dependencies]
rich.workspace = true
[[bench]]
name = "not here"
[lints]
workspace = true
"#;

/// A checkout with an SDK, and a document beside it.
fn ready() -> (TempDir, Repository) {
    let (folder, repository) = checkout();
    let path = |name: &str| folder.path().join(name);
    write(&path("Cargo.toml"), WORKSPACE);
    write(&path("other.json"), DOCUMENT);
    write(&repository.sdk().join("Cargo.toml"), SDK);
    write(
        &repository.sdk().join("src/lib.rs"),
        "//! use paygentic_generated::Client;\nmod client;\npub mod guide;\n#[cfg(all(test, feature = \"async\"))]\nmod tests;\n",
    );
    write(&repository.sdk().join("src/guide.rs"), "//! Its guide.\n");
    write(&repository.sdk().join("docs/guide/metering.md"), "How to meter.\n");
    write(&repository.sdk().join("docs/crate.md"), "Rust SDK for the billing API.\n");
    write(&repository.sdk().join("src/tests/mod.rs"), "// its tests\n");
    write(&repository.sdk().join("src/client/mod.rs"), "// the runtime\n");
    write(
        &repository.sdk().join("docs/errors.md"),
        "What paygentic_generated does.\n\n# Examples\n\n`client.customers()`\n",
    );
    write(&repository.sdk().join("src/generated/stale.rs"), "// of another document\n");
    (folder, repository)
}

fn run(repository: &Repository, out: &Path) -> Result<String, String> {
    let spec = Some(repository.root().join("other.json"));
    let arguments = GenerateArgs { spec, out: Some(out.to_owned()), ..GenerateArgs::default() };
    try_generate(repository, &arguments)
}

#[test]
fn service_specific_parts_are_left_out() {
    let (folder, repository) = ready();
    let marked = SDK
        .replace("[features]", "[package.metadata.standalone]\nleave-out = [\"hooks\"]\n[features]")
        .replace("fast = [", "hooks = [\"dep:keyed\", \"dep:rich\"]\nfast = [")
        .replace("own = {", "keyed = { version = \"1\", optional = true }\nown = {");
    write(&repository.sdk().join("Cargo.toml"), &marked);
    write(
        &repository.sdk().join("src/lib.rs"),
        "mod client;\n#[cfg(feature = \"hooks\")]\npub mod hooks;\n",
    );
    write(&repository.sdk().join("src/hooks/mod.rs"), "// hooks\n");
    write(&repository.sdk().join("docs/hooks.md"), "Hooks.\n");
    let out = folder.path().join("shop");
    run(&repository, &out).unwrap();

    let made = files(&out);
    assert_eq!(made[&out.join("src/lib.rs")], "mod client;\n");
    assert!(made.keys().all(|path| !path.to_string_lossy().contains("hooks")));
    let manifest: Table = made[&out.join("Cargo.toml")].parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    // Dependencies that another feature needs too are kept.
    assert!(!dependencies.contains_key("keyed") && dependencies.contains_key("rich"));
    let features = manifest["features"].as_table().unwrap();
    assert!(!features.contains_key("hooks") && features.contains_key("fast"));
}

#[test]
fn the_crate_has_runtime_generated_code_manifest_and_readme() {
    let (folder, repository) = ready();
    let out = folder.path().join("crates/My SDK");
    run(&repository, &out).unwrap();

    let made = files(&out);
    let text = |name: &str| made.get(&out.join(name)).map(String::as_str);
    assert_eq!(text("src/lib.rs"), Some("//! use my_sdk::Client;\nmod client;\n"));
    assert_eq!(text("src/client/mod.rs"), Some("// the runtime\n"));
    assert_eq!(text("src/tests/mod.rs"), None);
    assert_eq!(text("docs/errors.md"), Some("What my_sdk does.\n"));
    assert_eq!(text("src/guide.rs"), None);
    assert_eq!(text("docs/guide/metering.md"), None);
    assert_eq!(text("docs/metering.md"), None);
    assert!(
        text("docs/crate.md")
            .unwrap()
            .starts_with("A Rust SDK, generated from an OpenAPI document.\n")
    );
    assert_eq!(text("src/generated/stale.rs"), None);
    let readme = text("README.md").unwrap();
    assert!(readme.starts_with("# my-sdk\n") && readme.contains("use my_sdk::Client;"), "{readme}");
    assert!(readme.contains("_ENVIRONMENT` | `"), "{readme}");
    // Without documentation there are no empty paragraphs and no unfinished sentences.
    let reference = text("REFERENCE.md").unwrap();
    let calls = "`my_sdk::models`.\n\n## items()\n\n- `items().list() -> Item`\n  `GET /items`\n";
    assert!(reference.ends_with(calls), "{reference}");
    let generated: Vec<_> =
        made.iter().filter(|(path, _)| path.starts_with(out.join("src/generated"))).collect();
    assert!(!generated.is_empty());
    assert!(generated.iter().all(|(_, text)| !text.contains("paygentic")), "{generated:?}");
}

#[test]
fn the_manifest_resolves_everything_it_inherits() {
    let (folder, repository) = ready();
    let out = folder.path().join("my-sdk");
    run(&repository, &out).unwrap();
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(manifest.starts_with("# @generated"), "{manifest}");
    let expected = r#"
[package]
name = "my-sdk"
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
publish = false
[features]
default = ["fast"]
fast = ["dep:rich"]
[dependencies]
own = { version = "3", features = ["a"] }
plain = { version = "1" }
rich = { version = "2", default-features = false, features = ["std", "more"], optional = true }
[target.'cfg(unix)'.dependencies]
rich = { version = "2", default-features = false, features = ["std"] }
[lints.rust]
confusable_idents = "allow"
mixed_script_confusables = "allow"
uncommon_codepoints = "allow"
[workspace]
"#;
    assert_eq!(
        manifest.parse::<Table>().unwrap(),
        expected.parse::<Table>().unwrap(),
        "{manifest}"
    );
}

#[test]
fn a_second_run_changes_nothing_and_keeps_the_files_of_cargo() {
    let (folder, repository) = ready();
    let out = folder.path().join("sdk");
    run(&repository, &out).unwrap();
    write(&out.join("Cargo.lock"), "by cargo");
    write(&out.join("target/debug/x"), "by cargo");
    let before = files(&out);
    let output = run(&repository, &out).unwrap();
    assert!(output.contains("0 files written, 0 removed"), "{output}");
    assert_eq!(files(&out), before);

    write(&out.join("src/orphan.rs"), "");
    run(&repository, &out).unwrap();
    assert_eq!(files(&out), before);
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let (folder, repository) = ready();
    let before = files(folder.path());
    let error = run(&repository, &repository.sdk()).unwrap_err();
    assert!(error.contains("contains files that were not generated"), "{error}");
    let error = run(&repository, &folder.path().join("other.json")).unwrap_err();
    assert!(error.contains("is not a folder"), "{error}");
    assert_eq!(files(folder.path()), before);

    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    run(&repository, &empty).unwrap();
}

#[test]
fn a_failing_document_leaves_no_folder() {
    let (folder, repository) = ready();
    write(&folder.path().join("other.json"), "{\"openapi\": ");
    run(&repository, &folder.path().join("deep/sdk")).unwrap_err();
    assert!(!folder.path().join("deep").exists());
}

#[test]
fn a_folder_name_becomes_a_crate_name() {
    let (folder, repository) = ready();
    for (name, expected) in [
        ("2026-08-06", "sdk-2026-08-06"),
        ("Über.API v2", "ber-api-v2"),
        ("a_b", "a_b"),
        ("...x", "x"),
    ] {
        let out = folder.path().join("crates").join(name);
        run(&repository, &out).unwrap();
        let manifest: Table = fs::read_to_string(out.join("Cargo.toml")).unwrap().parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some(expected));
    }
}

#[test]
fn spec_requires_out() {
    let (folder, repository) = ready();
    let spec = Some(folder.path().join("other.json"));
    let arguments = GenerateArgs { spec, ..GenerateArgs::default() };
    let error = try_generate(&repository, &arguments).unwrap_err();
    assert!(error.contains("--spec needs --out"), "{error}");
}

#[test]
fn check_names_the_command_with_its_options() {
    let (folder, repository) = ready();
    let [spec, out] = ["other.json", "sdk"].map(|name| folder.path().join(name));
    let arguments = GenerateArgs { check: true, ..own_crate(folder.path(), "sdk") };
    let error = try_generate(&repository, &arguments).unwrap_err();
    let command =
        format!("run `cargo xtask generate --spec {} --out {}`", spec.display(), out.display());
    assert!(error.contains("missing  Cargo.toml") && error.ends_with(&command), "{error}");
    assert!(!out.exists());
}

#[test]
fn cargo_accepts_the_manifest_made_from_the_real_sdk() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = own_crate(folder.path(), "real-sdk");
    try_generate(&Repository::find().unwrap(), &arguments).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(folder.path().join("real-sdk/Cargo.toml"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", text(&metadata.stderr));
}
