//! Helpers for tests that compile generated code.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use paygentic_codegen::{Files, Generated, Input, OverlayMode, Source, generate};
use xtask::repository::Repository;
use xtask::standalone;
use xtask::writer::Plan;

/// A document with its overlay.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) overlay: Option<String>,
}

impl Case {
    #[allow(dead_code, reason = "one suite expects refusals")]
    /// Generates the code; the overlay may have been written for another document.
    pub(crate) fn generate(&self) -> Generated {
        self.try_generate().unwrap_or_else(|found| panic!("{}:\n{found}", self.name))
    }

    /// The same, or the findings that stop it.
    pub(crate) fn try_generate(&self) -> Result<Generated, String> {
        let source = |text| Source { name: &self.name, text };
        let input = Input {
            document: source(&self.document),
            overlay: self.overlay.as_deref().map(source),
            overlay_mode: OverlayMode::Lenient,
        };
        generate(&input).map_err(|found| found.to_string())
    }
}

/// The folder for the crate of a test. It is kept, so that the next run compiles only what has changed.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A standalone crate around generated code, as `cargo xtask generate --spec FILE --out DIR` makes it.
pub(crate) fn standalone_crate(folder: &Path, generated: &Generated) -> Files {
    standalone::files(&Repository::find().unwrap(), folder, &generated.files).unwrap()
}

/// Writes a crate, with these lints at the head of it.
pub(crate) fn write(folder: &Path, mut files: Files, lints: &str) {
    files.get_mut("src/lib.rs").unwrap().insert_str(0, lints);
    Plan::new(folder, "src", &files).unwrap().apply().unwrap();
}

/// Makes a crate of these files a member of a workspace: with the others, it is compiled side by side.
#[allow(dead_code, reason = "some tests make one crate")]
pub(crate) fn into_member(files: &mut Files, manifest: &str, package: Option<String>) {
    edit_manifest(files, manifest, |table| {
        table.remove("workspace");
        if let Some(package) = package {
            table["package"].as_table_mut().unwrap().insert("name".to_owned(), package.into());
        }
    });
}

/// Changes the manifest at this path.
#[allow(dead_code, reason = "some tests leave it as it is")]
pub(crate) fn edit_manifest(files: &mut Files, path: &str, edit: impl FnOnce(&mut toml::Table)) {
    let text = files.get_mut(path).unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    edit(&mut table);
    *text = toml::to_string(&table).unwrap();
}

/// Writes the manifest of a workspace of these folders.
#[allow(dead_code, reason = "some tests make one crate")]
pub(crate) fn write_workspace(folder: &Path, members: &[String]) {
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    let manifest = workspace + "[profile.dev]\ndebug = false\nincremental = false\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
}

/// Turns on what the crates of `fixtures_compile` turn on: all have the same dependencies, which are compiled once.
#[allow(dead_code, reason = "some tests compile no other crate before")]
pub(crate) fn with_features_of_all(files: &mut Files) {
    edit_manifest(files, "Cargo.toml", |table| {
        for (dependency, feature) in [("jiff", "serde"), ("serde", "derive")] {
            let features = table["dependencies"][dependency]["features"].as_array_mut().unwrap();
            features.push(feature.into());
        }
    });
}

/// Gives a crate the dependencies of the workspace in their versions, which are already downloaded.
pub(crate) fn copy_lock_file(folder: &Path) {
    let lock = Repository::find().unwrap().root().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
}

/// Features for tests of the code that depends on the document. TLS, half of the dependencies, does not.
#[allow(dead_code, reason = "some tests check other crates")]
pub(crate) const WITHOUT_TLS: &[&str] = &["--no-default-features", "--features", "async"];

/// The lints of a crate made of a small document, which does not use all of the runtime.
#[allow(dead_code, reason = "some tests check other crates")]
pub(crate) const LINTS: &str =
    "#![deny(warnings)]\n#![allow(dead_code, unused_imports, unused_macros)]\n";

/// Runs `cargo check` with these arguments, and returns the errors of the compiler.
#[allow(dead_code, reason = "some tests invoke the compiler themselves")]
pub(crate) fn check(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    copy_lock_file(folder);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .args(arguments)
        .current_dir(folder)
        // All such crates have the same dependencies, which are compiled once.
        .env("CARGO_TARGET_DIR", self::folder("checked"))
        .output()
        .unwrap();
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
