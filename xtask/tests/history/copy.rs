//! A copy of the files that an update reads and writes.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use paygentic_codegen::surface::surface;
use paygentic_codegen::{Input, OverlayMode, Source};
use tempfile::TempDir;
use xtask::cli::GenerateArgs;
use xtask::download::Limits;
use xtask::fetch::fetch;
use xtask::generate::generate;
use xtask::repository::Repository;
use xtask::update::prune::prune;
use xtask::update::surface;

const PARTS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "spec",
    "paygentic-generated/Cargo.toml",
    "paygentic-generated/src",
    "paygentic-generated/docs",
    "conformance/src",
];

const LOG: &str = "# Change log\n\n## 0.1.0\n\nThe first version.\n";

/// The repository as it was before its first update, except for the contract.
pub(crate) fn copy(original: &Repository) -> (TempDir, Repository) {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::at(folder.path());
    for part in PARTS {
        copy_all(&original.root().join(part), &folder.path().join(part));
    }
    copy_all(&original.surface(), &repository.surface());
    // It adds to the current contract, not to older ones: it is restored with the newest.
    fs::remove_file(repository.ahead()).unwrap();
    fs::write(repository.changelog(), LOG).unwrap();
    with_first_version(&repository.sdk().join("Cargo.toml"));
    with_first_version(&repository.root().join("Cargo.lock"));
    (folder, repository)
}

/// Resets the version of the SDK, which follows its name in both files.
fn with_first_version(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let name = text.find("name = \"paygentic-generated\"").unwrap();
    let start = name + text[name..].find("version = \"").unwrap() + "version = \"".len();
    let end = start + text[start..].find('"').unwrap();
    fs::write(path, format!("{}0.1.0{}", &text[..start], &text[end..])).unwrap();
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            copy_all(&path, &to.join(path.file_name().unwrap()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// Pins a document and generates from it, with the parts of the overlay that apply to it.
pub(crate) fn pin(repository: &Repository, document: &Path, today: Date) {
    let from = document.to_str().unwrap();
    fetch(repository, Some(from), today, &Limits::default()).unwrap();
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    let (contract, overlay) = (read(repository.contract()), read(repository.overlay()));
    // The oldest version has no sandbox yet. An update does not choose another default by itself.
    let overlay = overlay.replace(", default-environment: sandbox", "");
    let input = Input {
        document: Source { name: "spec/openapi.yaml", text: &contract },
        overlay: Some(Source { name: "spec/overlay.yaml", text: &overlay }),
        overlay_mode: OverlayMode::Lenient,
    };
    let generated = paygentic_codegen::generate(&input).unwrap();
    let pruned = prune("spec/overlay.yaml", &overlay, &generated.warnings).unwrap();
    let surface =
        surface::snapshot("surface", &read(repository.surface()), &surface(&generated.model));
    fs::write(repository.surface(), surface.unwrap()).unwrap();
    fs::write(repository.overlay(), pruned.text).unwrap();
    generate(repository, &GenerateArgs::default()).unwrap();
}
