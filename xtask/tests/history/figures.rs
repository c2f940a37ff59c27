//! The changes of an update in numbers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use paygentic_codegen::diff::{Rust, Wire};
use semver::Version;
use similar::{ChangeTag, TextDiff};
use xtask::repository::Repository;
use xtask::update::report::ContractUpdate;

/// The texts of a repository that an update changes.
#[derive(PartialEq)]
pub(crate) struct Figures {
    pub(crate) version: Version,
    pub(crate) contract: String,
    pub(crate) overlay: String,
    pub(crate) source: String,
    pub(crate) changelog: String,
    pub(crate) lock: String,
    pub(crate) surface: String,
    /// The generated files of the SDK, and those of the conformance crate, by name.
    pub(crate) sdk: BTreeMap<String, String>,
}

impl Figures {
    pub(crate) fn of(repository: &Repository) -> Self {
        let read = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
        let manifest = read(repository.sdk().join("Cargo.toml"));
        let version = manifest.split("version = \"").nth(1).unwrap();
        let version = version.split('"').next().unwrap();
        let mut sdk = BTreeMap::new();
        collect(&repository.sdk().join("src/generated"), &mut sdk);
        collect(&repository.conformance().join("src/dispatch"), &mut sdk);
        let sdk = sdk.into_iter();
        Self {
            version: version.parse().unwrap(),
            contract: read(repository.contract()),
            overlay: read(repository.overlay()),
            source: read(repository.source()),
            changelog: read(repository.changelog()),
            lock: read(repository.root().join("Cargo.lock")),
            surface: read(repository.surface()),
            sdk: sdk
                .map(|(path, text)| {
                    let name = path.strip_prefix(repository.root()).unwrap();
                    (name.to_str().unwrap().to_owned(), text)
                })
                .collect(),
        }
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.insert(path, text);
        }
    }
}

/// The numbers of removed and added lines.
fn lines(old: &str, new: &str) -> [usize; 2] {
    let diff = TextDiff::from_lines(old, new);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    [count(ChangeTag::Delete), count(ChangeTag::Insert)]
}

fn shown([gone, new]: [usize; 2]) -> String {
    format!("-{gone} +{new}")
}

/// The cells of one update.
pub(crate) fn row(
    old: String,
    new: String,
    account: &ContractUpdate,
    before: &Figures,
    after: &Figures,
) -> Vec<String> {
    let diff = &account.diff;
    let names = before.sdk.keys().chain(after.sdk.keys());
    let mut names: Vec<&String> =
        names.filter(|name| before.sdk.get(*name) != after.sdk.get(*name)).collect();
    names.sort();
    names.dedup();
    let text = |figures: &Figures, name: &str| figures.sdk.get(name).cloned().unwrap_or_default();
    let changed = names.iter().map(|name| lines(&text(before, name), &text(after, name)));
    let sdk = changed.fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
    let breaking = diff.changes.iter().filter(|change| change.rust == Rust::Breaking).count();
    let risky = diff.changes.iter().filter(|change| change.wire != Wire::Safe).count();
    vec![
        old,
        new,
        diff.changes.len().to_string(),
        format!("{} ({breaking})", diff.rust()),
        format!("{} ({risky})", diff.wire()),
        format!("{} -> {}", before.version, after.version),
        shown(lines(&before.contract, &after.contract)),
        format!("{} in {} files", shown(sdk), names.len()),
        shown(lines(&before.surface, &after.surface)),
        account.dropped.len().to_string(),
    ]
}

/// All updates in a table of Markdown.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let head = [
        "from",
        "to",
        "changes",
        "Rust",
        "wire",
        "version",
        "contract",
        "generated",
        "surface",
        "dropped",
    ];
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(head.map(str::to_owned).to_vec());
    text.push_str(&line(vec!["---".to_owned(); head.len()]));
    text.extend(rows.iter().map(|row| line(row.clone())));
    text
}
