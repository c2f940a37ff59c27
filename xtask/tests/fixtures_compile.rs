//! The code generated from every fixture of the generator compiles.
#![allow(clippy::unwrap_used, clippy::panic)]

mod compile;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use compile::{
    Case, LINTS, check, edit_manifest, folder, into_member, standalone_crate, write,
    write_workspace,
};
use paygentic_codegen::Files;
use serde_json::Value;
use xtask::conformance_crate;
use xtask::repository::Repository;

/// A stub of the client and of the macro that adds its accessors.
const CLIENT: &str = "/// A client.
pub struct Client;

macro_rules! accessors {
    ($($(#[$attribute:meta])* $name:ident: $resource:ident),* $(,)?) => {
        impl Client {
            $($(#[$attribute])*
            pub fn $name(&self) -> $resource<'_, Self> {
                $resource { client: self }
            })*
        }
    };
}";

/// All fixtures, in alphabetical order.
fn fixtures() -> Vec<Case> {
    let folder = Repository::find().unwrap().root().join("paygentic-codegen/tests/fixtures");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.to_str().unwrap().ends_with(".overlay.yaml"));
    paths.sort();
    paths.iter().map(|path| fixture(path)).collect()
}

fn fixture(path: &Path) -> Case {
    Case {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        document: fs::read_to_string(path).unwrap(),
        overlay: fs::read_to_string(path.with_extension("overlay.yaml")).ok(),
    }
}

/// The generated code of a fixture as a module of the one crate that holds them all.
fn module(fixture: &Case) -> Files {
    let models = format!("crate::fixtures::{}::models", fixture.name);
    let text = |path: &str, text: &str| match path {
        // Every fixture has accessors; one client cannot have them all.
        // Likewise for the macro that sets the token or the credentials of a client.
        "service.rs" => text.replace(
            "use crate::support::service;",
            "use crate::support::service_types as service;",
        ),
        "client.rs" => text.replace("use crate::support::accessors;", CLIENT),
        _ => text.replace("crate::models", &models),
    };
    let files = fixture.generate().files;
    files
        .iter()
        .map(|(path, code)| (format!("src/fixtures/{}/{path}", fixture.name), text(path, code)))
        .collect()
}

/// Documents whose operation tables are compiled too, with the real client of their crates. Each group is one
/// document, as a crate and its table take longer to compile than to generate.
const GROUPS: &[&[&str]] = &[
    &["any_of_required_lists", "bodies_not_json", "constants", "response_bodies", "text_formats"],
    &[
        "header_parameters",
        "names_of_parameters",
        "names_of_resources",
        "query_parameters",
        "resources_nested",
    ],
    &["servers_none"],
];

/// All crates have the same dependencies with the same features, so that these are compiled once.
#[test]
fn every_fixture_compiles() {
    let repository = Repository::find().unwrap();
    let workspace = folder("fixtures");
    let (mut members, mut packages) = (Vec::new(), Vec::new());
    for (index, group) in GROUPS.iter().enumerate() {
        let case = merged(group);
        // The package has the name of its folder.
        let name = format!("fixture-group-{index}");
        let sdk = workspace.join(&name);
        let generated = case.generate();
        let mut files = standalone_crate(&sdk, &generated);
        if index == 0 {
            add_modules(&mut files, &fixtures());
        }
        let table = &generated.conformance;
        let harness = conformance_crate::files(&repository, &sdk, table, &case.document);
        files.extend(without_suites(harness.unwrap()));
        let package = format!("{name}-conformance");
        into_member(&mut files, "Cargo.toml", None);
        let manifest = format!("{}/Cargo.toml", conformance_crate::FOLDER);
        into_member(&mut files, &manifest, Some(package.clone()));
        write(&sdk, files, LINTS);
        members.extend([name.clone(), format!("{name}/{}", conformance_crate::FOLDER)]);
        packages.extend(["--package".to_owned(), package]);
    }
    write_workspace(&workspace, &members);

    let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
    if let Err(errors) = check(&workspace, &packages) {
        let blamed: BTreeSet<&str> = errors
            .split("src/fixtures/")
            .skip(1)
            .filter_map(|rest| rest.split('/').next())
            .collect();
        panic!("the code of {GROUPS:?}, or of these, does not compile: {blamed:?}\n{errors}");
    }
}

/// The conformance crate with only the table and its dependencies: the dependencies of the suites take long to compile.
fn without_suites(mut files: Files) -> Files {
    let src = format!("{}/src", conformance_crate::FOLDER);
    let used = ["arguments", "case", "harness", "operation"];
    files.retain(|path, _| {
        !path.starts_with(&src)
            || path.starts_with(&format!("{src}/dispatch/"))
            || used.iter().any(|module| *path == format!("{src}/{module}.rs"))
    });
    let modules = "#![allow(dead_code, unused_imports)]\npub mod arguments;\npub mod case;\nmod dispatch;\nmod harness;\npub mod operation;\n";
    files.insert(format!("{src}/lib.rs"), modules.to_owned());
    edit_manifest(&mut files, &format!("{}/Cargo.toml", conformance_crate::FOLDER), |table| {
        let dependencies = table["dependencies"].as_table_mut().unwrap();
        let used = ["anyhow", "http", "jiff", "paygentic-generated", "serde", "serde_json"];
        dependencies.retain(|name, _| used.contains(&name));
    });
    files
}

/// Each fixture becomes a module of the crate.
fn add_modules(files: &mut Files, fixtures: &[Case]) {
    files.get_mut("src/lib.rs").unwrap().push_str("\npub mod fixtures;\n");
    let mut index = "//! The fixtures.\n#![deny(missing_docs)]\n\n".to_owned();
    for fixture in fixtures {
        index.push_str(&format!("pub mod {};\n", fixture.name));
        files.extend(module(fixture));
    }
    files.insert("src/fixtures/mod.rs".to_owned(), index);
}

/// One document of several fixtures.
fn merged(group: &[&str]) -> Case {
    let fixtures = Repository::find().unwrap().root().join("paygentic-codegen/tests/fixtures");
    let mut document = Value::Null;
    for name in group {
        let text = fs::read_to_string(fixtures.join(name).with_extension("yaml")).unwrap();
        merge(&mut document, serde_yaml::from_str(&text).unwrap(), name);
    }
    Case { name: group.join(", "), document: document.to_string(), overlay: None }
}

/// Merges one document into another. Entries that both have must be equal, except the title.
fn merge(into: &mut Value, from: Value, name: &str) {
    match (into, from) {
        (into @ Value::Null, from) => *into = from,
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                match into.get_mut(&key) {
                    None => drop(into.insert(key, value)),
                    Some(_) if key == "info" => {}
                    Some(there) => merge(there, value, name),
                }
            }
        }
        (into, from) => assert_eq!(*into, from, "`{name}` conflicts with a fixture before it"),
    }
}
