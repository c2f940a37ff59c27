//! Documents that add operations to another document.
#![allow(clippy::unwrap_used, clippy::panic)]

mod additions;

use paygentic_codegen::ahead::{merge, retire};
use paygentic_codegen::surface::surface;
use paygentic_codegen::{Diagnostics, Generated, Input, OverlayMode, Severity, Source, generate};
use serde_json::{Value, json};

const MAIN: &str = r##"
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
servers: [{url: https://api.shop.example}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}}}
"##;

const AHEAD: &str = r##"
openapi: 3.1.0
info: {version: '2', x-source: the other SDK 2}
paths:
  /pets/{id}:
    delete:
      operationId: deletePet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {}}
  /toys:
    get:
      operationId: listToys
      responses:
        '200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Toy'}}}}}
components:
  schemas:
    Toy: {type: object, required: [owner], properties: {owner: {$ref: '#/components/schemas/Pet'}, maker: {$ref: '#/components/schemas/Maker'}}}
    Maker: {type: object, properties: {name: {type: string}}}
    Unused: {type: object, properties: {name: {type: string}}}
"##;

const OVERLAY: &str = r#"
overlay: 1.0.0
info: {title: Ours, version: 1.0.0}
actions:
  - target: $.components.schemas.Toy
    description: As it is called in shops.
    update: {x-rust-name: Plaything}
"#;

fn source<'t>(name: &'t str, text: &'t str) -> Source<'t> {
    Source { name, text }
}

fn generated(main: &str, ahead: &str) -> Result<(Generated, Vec<String>), Diagnostics> {
    let main = source("shop.yaml", main);
    let merged = merge(&main, &[source("ahead.yaml", ahead)])?;
    let input = Input {
        document: source(main.name, &merged.text),
        overlay: Some(source("overlay.yaml", OVERLAY)),
        overlay_mode: OverlayMode::Strict,
    };
    let found = merged.findings.iter().map(|finding| {
        assert_ne!(finding.severity, Severity::Error);
        format!("{} {}: {}", finding.severity, finding.pointer, finding.message)
    });
    Ok((generate(&input)?, found.collect()))
}

fn left(main: &str) -> (Value, Vec<String>) {
    let retired = retire(&source("shop.yaml", main), &source("ahead.yaml", AHEAD)).unwrap();
    let retired = retired.unwrap();
    (retired.rest, retired.operations)
}

/// The main document with `listToys` too, under other names.
fn grown() -> String {
    let toys = r##"
  /toys:
    get:
      operationId: listToys
      responses:
        '200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Toy'}}}}}
components:
  schemas:
    Toy: {type: object, required: [price], properties: {price: {type: integer}}}"##;
    MAIN.replace("\ncomponents:\n  schemas:", toys)
}

#[test]
fn added_operations_document_their_source() {
    let (generated, findings) = generated(MAIN, AHEAD).unwrap();
    assert_eq!(findings, [""; 0]);
    let surface = surface(&generated.model);
    assert!(
        surface.contains("= DELETE /pets/{id}") && surface.contains("= GET /pets/{id}"),
        "{surface}"
    );
    // The overlay also applies to the added operations, which refer to both documents.
    assert!(surface.contains("Plaything.owner: Pet"), "{surface}");
    assert!(surface.contains("Maker") && !surface.contains("Unused"), "{surface}");
    let code: String = generated.files.values().cloned().collect();
    let words = "Not yet in the published document; from the other SDK 2.";
    assert_eq!(code.matches(words).count(), 2);
}

#[test]
fn the_main_document_takes_precedence_and_conflicts_are_reported() {
    let (generated, findings) = generated(&grown(), AHEAD).unwrap();
    let surface = surface(&generated.model);
    assert!(surface.contains("Plaything.price: i64") && !surface.contains("owner"), "{surface}");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("warning ahead.yaml#/paths/~1toys/get: "), "{findings:?}");
}

#[test]
fn a_component_of_the_same_name_comes_from_the_main_document() {
    let same = AHEAD.replace("    Unused:", "    Pet: {type: object, required: [name], properties: {name: {type: string}}}\n    Unused:");
    assert_eq!(generated(MAIN, &same).unwrap().1, [""; 0]);
    let other =
        same.replace("required: [name], properties: {name", "required: [age], properties: {age");
    let (generated, findings) = generated(MAIN, &other).unwrap();
    assert!(surface(&generated.model).contains("Pet.name: String"));
    assert!(findings[0].starts_with("note ahead.yaml#/components/schemas/Pet: "), "{findings:?}");
}

#[test]
fn an_operation_is_identified_by_its_id_or_by_its_method_and_path() {
    let other_id =
        AHEAD.replace("delete:\n      operationId: deletePet", "get:\n      operationId: readPet");
    let other_path = AHEAD.replace("operationId: deletePet", "operationId: getPet");
    let other_name = other_id.replace("{id}", "{petId}").replace("name: id", "name: petId");
    for ahead in [other_id, other_path, other_name] {
        let (generated, findings) = generated(MAIN, &ahead).unwrap();
        assert_eq!(generated.counts.operations, 2, "{ahead}");
        assert_eq!(findings.len(), 1);
    }
}

#[test]
fn operations_that_the_document_has_now_are_removed_with_their_components() {
    let (rest, operations) = left(&grown());
    assert_eq!(operations, ["listToys"]);
    assert_eq!(rest["paths"].as_object().unwrap().keys().collect::<Vec<_>>(), ["/pets/{id}"]);
    assert_eq!(rest["components"]["schemas"], json!({}));
    // The remaining operations are added as before.
    let (generated, findings) = generated(&grown(), &rest.to_string()).unwrap();
    assert_eq!((generated.counts.operations, findings.len()), (3, 0));
    let nothing = retire(&source("shop.yaml", MAIN), &source("ahead.yaml", AHEAD)).unwrap();
    assert!(nothing.is_none());
}

#[test]
fn other_operations_and_shared_parameters_of_a_path_are_kept() {
    let shared = AHEAD
        .replace("  /toys:\n", "  /toys:\n    parameters: [{name: shop, in: query, required: true, schema: {type: string}}]\n    delete: {operationId: deleteToys, responses: {'204': {}}}\n");
    let retired =
        retire(&source("shop.yaml", &grown()), &source("ahead.yaml", &shared)).unwrap().unwrap();
    let (generated, findings) = generated(&grown(), &retired.rest.to_string()).unwrap();
    assert_eq!(findings, [""; 0]);
    let surface = surface(&generated.model);
    assert!(surface.contains("shop: String = query \"shop\""), "{surface}");
}

#[test]
fn incompatible_documents_are_refused() {
    let refused = |ahead: &str| generated(MAIN, ahead).unwrap_err().to_string();
    assert!(refused(&AHEAD.replace("3.1.0", "3.0.3")).contains("another version of OpenAPI"));
    assert!(refused("openapi: [").contains("ahead.yaml"));
    assert!(refused("").contains("ahead.yaml is empty"));
    let dangling = AHEAD.replace("schemas/Maker'}}", "schemas/Nobody'}}");
    let warnings = generated(MAIN, &dangling).unwrap().0.warnings;
    assert!(warnings.iter().any(|warning| warning.message.contains("Nobody")), "{warnings:?}");
    // Malformed values must not panic here: the checks report them.
    for odd in [
        "paths: []",
        "paths: {/x: 1}",
        "paths: {/x: {get: 1}}",
        "paths: {/x: {get: {responses: {'200': {$ref: 7}}}}}",
    ] {
        let text = format!("openapi: 3.1.0\n{odd}\n");
        let _ = generated(MAIN, &text);
        let _ = retire(&source("shop.yaml", MAIN), &source("ahead.yaml", &text)).unwrap();
    }
}

#[test]
fn a_document_without_additions_is_unchanged() {
    let merged = merge(&source("shop.yaml", MAIN), &[]).unwrap();
    assert_eq!(merged.text, MAIN);
}
