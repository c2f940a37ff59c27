//! Other files that a document refers to are read with it, each once.

#![allow(missing_docs, clippy::unwrap_used)]

use std::cell::RefCell;

use paygentic_codegen::document::external::bundle;
use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};

const API: &str = r#"
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example"}]
paths:
  /pets: {$ref: "paths/pets.yaml"}
components:
  schemas:
    Shop: {type: object, properties: {owner: {$ref: "./schemas/pet.yaml#/properties/owner"}}}
"#;

const FILES: [(&str, &str); 3] = [
    (
        "paths/pets.yaml",
        r#"get: {operationId: listPets, responses: {"200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: "../schemas/pet.yaml"}}}}}}}"#,
    ),
    (
        "schemas/pet.yaml",
        r##"{type: object, properties: {mother: {$ref: "#"}, kind: {$ref: "kind.json#/$defs/Kind"}, owner: {type: object, properties: {pets: {type: array, items: {$ref: pet.yaml}}, shop: {$ref: "../api.yaml#/components/schemas/Shop"}}}}}"##,
    ),
    ("schemas/kind.json", r#"{"$defs": {"Kind": {"type": "string", "enum": ["cat", "dog"]}}}"#),
];

fn generated(document: &str) -> Generated {
    let input = Input {
        document: Source { name: "api.yaml", text: document },
        overlay: None,
        overlay_mode: OverlayMode::Lenient,
    };
    generate(&input).unwrap()
}

#[test]
fn files_become_part_of_the_document() {
    let source = Source { name: "specs/api.yaml", text: API };
    let loaded = RefCell::new(Vec::new());
    let load = |path: &str| {
        loaded.borrow_mut().push(path.to_owned());
        let file = FILES.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or("not found".to_owned())
    };
    let whole = bundle(&source, load).unwrap().unwrap();
    let mut paths = loaded.into_inner();
    paths.sort();
    assert_eq!(paths, ["paths/pets.yaml", "schemas/kind.json", "schemas/pet.yaml"]);
    let model = generated(&whole).model;
    let mut names: Vec<&str> = model.types.iter().map(|def| def.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Kind", "Pet", "PetOwner", "Shop"]);
    assert_eq!(model.resources[0].operations[0].id, "listPets");
}

#[test]
fn a_file_that_is_not_there_is_reported_with_the_reference() {
    let source = Source { name: "api.yaml", text: API };
    let errors = bundle(&source, |_| Err("not found".to_owned())).unwrap_err();
    let first = &errors.0[0];
    assert_eq!(first.pointer, "#/paths/~1pets/$ref");
    assert!(first.message.contains("paths/pets.yaml"), "{first}");
}

#[test]
fn a_document_without_files_is_left_alone() {
    let source =
        Source { name: "api.yaml", text: "openapi: 3.1.0\npaths: {}\nx: {$ref: '#/paths'}" };
    assert_eq!(bundle(&source, |_| Err(String::new())).unwrap(), None);
}
