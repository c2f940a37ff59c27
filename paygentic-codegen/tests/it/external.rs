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
fn referenced_files_become_part_of_the_document() {
    let source = Source { name: "specs/api.yaml", text: API };
    let loaded = RefCell::new(Vec::new());
    let load = |path: &str| {
        loaded.borrow_mut().push(path.to_owned());
        let file = FILES.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or("not found".to_owned())
    };
    let bundled = bundle(&source, load).unwrap().unwrap();
    let mut paths = loaded.into_inner();
    paths.sort();
    assert_eq!(paths, ["paths/pets.yaml", "schemas/kind.json", "schemas/pet.yaml"]);
    let model = generated(&bundled).model;
    let mut names: Vec<&str> = model.types.iter().map(|def| def.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Kind", "Pet", "PetOwner", "Shop"]);
    assert_eq!(model.resources[0].operations[0].id, "listPets");
}

#[test]
fn the_items_of_a_stream_may_stand_in_a_file() {
    let text = r#"
openapi: 3.2.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example"}]
paths:
  /pets:
    get: {operationId: watch, responses: {"200": {description: Each., content: {application/jsonl: {itemSchema: {$ref: "pet.yaml"}}}}}}
"#;
    let pet = "{type: object, required: [name], properties: {name: {type: string}}}";
    let model = generated(&bundled(text, &[("pet.yaml", pet)])).model;
    let names: Vec<&str> = model.types.iter().map(|def| def.name.as_str()).collect();
    assert_eq!(names, ["Pet"]);
}

#[test]
fn a_component_named_like_an_extension_may_be_in_a_file() {
    let text = r##"
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example"}]
paths:
  /pets:
    get:
      operationId: list
      parameters: [{$ref: "#/components/parameters/x-api-version"}]
      responses: {"204": {description: None.}}
components:
  parameters:
    x-api-version: {$ref: "version.yaml"}
"##;
    let version = "{name: x-api-version, in: header, schema: {type: string}}";
    let model = generated(&bundled(text, &[("version.yaml", version)])).model;
    assert!(model.resources[0].operations[0].parameters.is_some());
}

#[test]
fn a_missing_file_is_reported_with_the_reference() {
    let source = Source { name: "api.yaml", text: API };
    let errors = bundle(&source, |_| Err("not found".to_owned())).unwrap_err();
    let first = &errors.0[0];
    assert_eq!(first.pointer, "#/paths/~1pets/$ref");
    assert!(first.message.contains("paths/pets.yaml"), "{first}");
}

#[test]
fn a_document_without_file_references_is_unchanged() {
    let source =
        Source { name: "api.yaml", text: "openapi: 3.1.0\npaths: {}\nx: {$ref: '#/paths'}" };
    assert_eq!(bundle(&source, |_| Err(String::new())).unwrap(), None);
}

/// A document bundled with these files.
fn bundled(document: &str, files: &[(&str, &str)]) -> String {
    let source = Source { name: "api.yaml", text: document };
    let load = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or(format!("no {path}"))
    };
    bundle(&source, load).unwrap().unwrap()
}

#[test]
fn keys_that_are_names_are_not_keywords() {
    let document = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://api.example"}], "paths": {"/a": {"get": {"operationId": "a", "responses": {
        "200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object", "properties": {"default": {"$ref": "b.yaml#/B"}, "enum": {"$ref": "b.yaml#/B"}}}}}},
        "default": {"$ref": "../errors.yaml#/Failed"}}}}}}"#;
    let files = [
        ("b.yaml", "B: {type: object, properties: {b: {type: string}}}"),
        (
            "../errors.yaml",
            "Failed: {description: no, content: {application/json: {schema: {type: object, properties: {reason: {type: string}}}}}}",
        ),
    ];
    let generated = generated(&bundled(document, &files));
    assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
    let errors = &generated.model.resources[0].operations[0].errors;
    assert!(errors[0].ty.is_some(), "{errors:?}");
}

#[test]
fn sections_and_components_in_files_keep_their_names() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://api.example"}], "paths": {"$ref": "paths.yaml"}, "components": {
        "schemas": {"Animal": {"$ref": "schemas/animal.yaml"}, "Kind": {"$ref": "schemas/animal.yaml#/properties/kind"}},
        "responses": {"$ref": "responses.yaml"}, "securitySchemes": {"$ref": "security.yaml"}}}"#;
    let files = [
        (
            "paths.yaml",
            "/a: {get: {operationId: a, security: [{key: []}], responses: {200: {$ref: 'schemas/list.yaml'}, 404: {$ref: 'api.yaml#/components/responses/Missing'}}}}",
        ),
        (
            "schemas/list.yaml",
            "{description: all, content: {application/json: {schema: {type: array, items: {$ref: animal.yaml}}}}}",
        ),
        (
            "schemas/animal.yaml",
            "{type: object, properties: {mother: {$ref: '#'}, kind: {type: string, enum: [cat]}, other: {$ref: '#/properties/kind'}}}",
        ),
        ("responses.yaml", "Missing: {description: none}"),
        ("security.yaml", "key: {type: apiKey, in: header, name: X-Key}"),
    ];
    let generated = generated(&bundled(document, &files));
    assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
    let mut names: Vec<&str> = generated.model.types.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Animal", "Kind"]);
    assert_eq!(generated.model.service.schemes.len(), 1);
}

#[test]
fn files_lose_their_prose_and_keep_their_interface() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://api.example"}], "paths": {"/a": {"$ref": "a.yaml#/~1a"}}}"#;
    let files = [(
        "a.yaml",
        "/a: {post: {operationId: a, requestBody: {content: {application/json: {schema: {type: object, properties: {any: {description: What you like.}, \
         state: {type: string, enum: [open, closed for a while]}}}}}}, responses: {'204': {description: Nothing is said.}}}}",
    )];
    let generated = generated(&bundled(document, &files));
    assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
    let code: String = generated.files.values().map(String::as_str).collect();
    for part in ["closed for a while", "any \"any\""] {
        assert!(code.contains(part), "no `{part}` in {code}");
    }
    assert!(!code.contains("What you like"), "{code}");
}
