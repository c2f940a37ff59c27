//! Code is generated from all documents as they were published, with the overlay of the newest and without, and it
//! compiles. `PUBLISHED_PART=1/4` compiles a quarter.
#![allow(clippy::unwrap_used, clippy::panic)]

mod compile;
mod reporting;

use std::path::PathBuf;
use std::{env, fs};

use compile::{Case, check, folder, standalone_crate, write};
use reporting::part::Part;
use reporting::say;
use xtask::repository::Repository;

/// The folder with the documents is named by this variable; they are not part of the repository.
const FOLDER: &str = "PUBLISHED_SPECS";

#[test]
fn every_published_version_compiles() {
    let Some(documents) = env::var_os(FOLDER).map(PathBuf::from) else {
        say(&format!("SKIPPED: {FOLDER} does not name a folder with published documents"));
        return;
    };
    let mut documents: Vec<PathBuf> = fs::read_dir(&documents)
        .unwrap_or_else(|error| panic!("{FOLDER} names {}: {error}", documents.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    documents.retain(|path| {
        path.extension().is_some_and(|extension| extension == "json" || extension == "yaml")
    });
    documents.sort();
    assert!(!documents.is_empty(), "there is no document in the folder that {FOLDER} names");
    let overlay = fs::read_to_string(Repository::find().unwrap().overlay()).unwrap();
    let folder = folder("published");
    let part = Part::chosen("PUBLISHED_PART", Part::ALL).unwrap();
    for (index, path) in documents.into_iter().enumerate() {
        let document = fs::read_to_string(&path).unwrap();
        for overlay in [None, Some(&overlay)] {
            let with = if overlay.is_some() { "with" } else { "without" };
            let name = format!("{} {with} overlay", path.file_name().unwrap().display());
            let case = Case { name, document: document.clone(), overlay: overlay.cloned() };
            let generated = case.generate();
            let counts = &generated.counts;
            assert_eq!(counts.operations, counts.methods, "{}", case.name);
            if !part.includes(index) {
                continue;
            }
            let files = standalone_crate(&folder, &generated);
            write(&folder, files, "#![deny(warnings)]\n");
            check(&folder, &[])
                .unwrap_or_else(|errors| panic!("{} does not compile:\n{errors}", case.name));
            println!(
                "{} compiles: {} operations, {} warnings",
                case.name,
                counts.operations,
                generated.warnings.len()
            );
        }
    }
}
