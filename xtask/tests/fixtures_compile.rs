//! The code that comes of every fixture of the generator compiles.
#![allow(clippy::unwrap_used, clippy::panic)]

mod compile;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use compile::{Case, check, folder, standalone_crate, write};
use paygentic_codegen::Files;
use serde_json::Value;
use xtask::cli::GenerateArgs;
use xtask::conformance_crate;
use xtask::generate::generate;
use xtask::repository::Repository;

/// A small document does not use all of the runtime.
const LINTS: &str = "#![deny(warnings)]\n#![allow(dead_code, unused_imports, unused_macros)]\n";

/// Stands for the client and for the macro that gives it its accessors.
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
        // Likewise for what gives a client its token or its credentials.
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

#[test]
fn the_code_of_every_fixture_compiles() {
    let fixtures = fixtures();
    let folder = folder("fixtures");
    let minimal = fixtures.iter().find(|fixture| fixture.name == "minimal").unwrap();
    let mut files = standalone_crate(&folder, &minimal.generate());
    files.get_mut("src/lib.rs").unwrap().push_str("\npub mod fixtures;\n");
    let mut index = "//! The fixtures.\n#![deny(missing_docs)]\n\n".to_owned();
    for fixture in &fixtures {
        index.push_str(&format!("pub mod {};\n", fixture.name));
        files.extend(module(fixture));
    }
    files.insert("src/fixtures/mod.rs".to_owned(), index);

    write(&folder, files, LINTS);

    if let Err(errors) = check(&folder) {
        let blamed: BTreeSet<&str> = errors
            .split("src/fixtures/")
            .skip(1)
            .filter_map(|rest| rest.split('/').next())
            .collect();
        panic!("the code of these fixtures does not compile: {blamed:?}\n{errors}");
    }
}

/// All that a user's crate consists of, with the accessors beside the methods of the real client.
#[test]
fn a_crate_of_its_own_compiles() {
    let repository = Repository::find().unwrap();
    let fixtures = repository.root().join("paygentic-codegen/tests/fixtures");
    let folder = folder("a-crate-of-its-own");
    for name in ["names_of_resources", "servers_none"] {
        let arguments = GenerateArgs {
            spec: Some(fixtures.join(name).with_extension("yaml")),
            out: Some(folder.clone()),
            ..GenerateArgs::default()
        };
        generate(&repository, &arguments).unwrap();
        check(&folder)
            .unwrap_or_else(|errors| panic!("the crate of `{name}` does not compile:\n{errors}"));
    }
}

/// What other documents have and the contract does not must compile in the table too. Each group is one document, as
/// a crate and its table take longer to compile than to make.
#[test]
fn the_tables_of_fixtures_compile() {
    let repository = Repository::find().unwrap();
    for (index, group) in [
        [
            "any_of_required_lists",
            "bodies_not_json",
            "constants",
            "response_bodies",
            "text_formats",
        ],
        [
            "header_parameters",
            "names_of_parameters",
            "names_of_resources",
            "query_parameters",
            "resources_nested",
        ],
    ]
    .iter()
    .enumerate()
    {
        let fixtures = repository.root().join("paygentic-codegen/tests/fixtures");
        let mut document = Value::Null;
        for name in group {
            let text = fs::read_to_string(fixtures.join(name).with_extension("yaml")).unwrap();
            merge(&mut document, serde_yaml::from_str(&text).unwrap(), name);
        }
        let case = Case { name: group.join(", "), document: document.to_string(), overlay: None };
        let generated = case.generate();
        // The package is called as its folder.
        let sdk = folder(&format!("table-{index}/paygentic-generated"));
        let mut files = standalone_crate(&sdk, &generated);
        let table = &generated.conformance;
        let harness = conformance_crate::files(&repository, &sdk, table, &case.document);
        files.extend(harness.unwrap());
        write(&sdk, files, "");
        check(&sdk.join(conformance_crate::FOLDER)).unwrap_or_else(|errors| {
            panic!("the table of {group:?} does not compile:\n{errors}");
        });
    }
}

/// Adds what one document has and another has not. What both have must be the same, but for the title.
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
        (into, from) => assert_eq!(*into, from, "`{name}` and a fixture before it"),
    }
}
