//! Documents that add properties, enum values and parameters to the items of another document.

use paygentic_codegen::ahead::{merge, retire};
use paygentic_codegen::surface::surface;
use serde_json::json;

use super::{MAIN, generated, source};

const ADDITIONS: &str = r##"
openapi: 3.1.0
info: {version: '2', x-source: the other SDK 2}
paths: {}
x-additions:
  '#/components/schemas/Pet':
    properties:
      name: {type: integer}
      home: {$ref: '#/components/schemas/Home'}
  '#/components/schemas/Pet/properties/size': {enum: [giant, small]}
  '#/paths/~1pets~1{id}/get':
    parameters:
      - {name: fields, in: query, schema: {type: string}}
  '#/components/schemas/Nobody': {properties: {name: {type: string}}}
components:
  schemas:
    Home: {type: object, properties: {city: {type: string}}}
    Unused: {type: object, properties: {name: {type: string}}}
"##;

/// The main document with sizes.
fn sized() -> String {
    MAIN.replace(
        "name: {type: string}}}",
        "name: {type: string}, size: {type: string, enum: [small, large]}}}",
    )
}

#[test]
fn additions_are_merged_into_operations_and_schemas() {
    let overlay_free = sized().replace("Pet: {", "Toy: {}\n    Pet: {");
    let (generated, findings) = generated(&overlay_free, ADDITIONS).unwrap();
    let surface = surface(&generated.model);
    for line in [
        "Pet.home: Option<Home>",
        "Pet.name: String",
        "Home.city: Option<String>",
        "fields: Option<String>",
    ] {
        assert!(surface.contains(line), "{line}: {surface}");
    }
    assert!(surface.contains("giant") && !surface.contains("Unused"), "{surface}");
    let code: String = generated.files.values().cloned().collect();
    let sentence = "Not yet in the published document; from the other SDK 2.";
    // The property and the parameter, which has a setter.
    assert!(code.matches(sentence).count() >= 2, "{code}");
    assert_eq!(
        findings.iter().map(|found| found.split(':').next().unwrap()).collect::<Vec<_>>(),
        [
            "warning ahead.yaml#/x-additions/#~1components~1schemas~1Pet",
            "warning ahead.yaml#/x-additions/#~1components~1schemas~1Pet~1properties~1size",
            "warning ahead.yaml#/x-additions/#~1components~1schemas~1Nobody",
        ]
    );
}

#[test]
fn additions_that_the_document_has_now_are_removed() {
    let grown = sized().replace("size:", "home: {type: string}, size:");
    let retired =
        retire(&source("shop.yaml", &grown), &source("ahead.yaml", ADDITIONS)).unwrap().unwrap();
    assert_eq!(
        retired.additions,
        [
            "#/components/schemas/Pet `name`",
            "#/components/schemas/Pet `home`",
            "#/components/schemas/Pet/properties/size `small`",
        ]
    );
    let rest = retired.rest["x-additions"].as_object().unwrap();
    assert_eq!(rest.len(), 3, "{rest:?}");
    assert_eq!(rest["#/components/schemas/Pet/properties/size"], json!({"enum": ["giant"]}));
    assert_eq!(retired.rest["components"]["schemas"], json!({}));
}

#[test]
fn an_unknown_key_of_an_addition_is_reported_by_its_name() {
    let other = ADDITIONS.replace("parameters:\n", "paramters:\n");
    let merged = merge(&source("shop.yaml", &sized()), &[source("ahead.yaml", &other)]).unwrap();
    let texts: Vec<String> = merged.findings.iter().map(|finding| format!("{finding:?}")).collect();
    let of_key: Vec<_> = texts.iter().filter(|text| text.contains("paths")).collect();
    assert_eq!(of_key.len(), 1, "{texts:?}");
    assert!(of_key[0].contains("unknown key `paramters`"), "{texts:?}");
}

#[test]
fn a_schema_that_became_a_component_keeps_its_additions() {
    let addition = r##"
openapi: 3.1.0
info: {version: '2', x-source: the other SDK 2}
paths: {}
x-additions:
  '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema':
    properties: {name: {type: integer}, colour: {type: string}}
"##;
    // The published document now has one of the two properties, behind a reference, but not yet the other.
    let main = &MAIN.replace("Pet: {", "Toy: {}\n    Pet: {");
    let (generated, findings) = generated(main, addition).unwrap();
    let surface = surface(&generated.model);
    assert!(surface.contains("Pet.name: String"), "{surface}");
    assert!(surface.contains("Pet.colour: Option<String>"), "{surface}");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("already has some of these"), "{findings:?}");
    let retired =
        retire(&source("shop.yaml", MAIN), &source("ahead.yaml", addition)).unwrap().unwrap();
    assert_eq!(retired.additions.len(), 1);
    assert!(retired.additions[0].ends_with(" `name`"), "{:?}", retired.additions);
    // A reference cycle terminates.
    let circle = MAIN.replace("Pet: {", "Pet: {$ref: '#/components/schemas/Pet', ");
    let merged = merge(&source("shop.yaml", &circle), &[source("ahead.yaml", addition)]).unwrap();
    assert!(merged.findings[0].message.contains("has no object"), "{:?}", merged.findings);
}

#[test]
fn additions_with_the_same_name_are_distinguished_by_kind() {
    let addition = r##"
openapi: 3.1.0
info: {version: '2', x-source: the other SDK 2}
paths: {}
x-additions:
  '#/paths/~1pets~1{id}/get':
    parameters:
      - {name: shop, in: query, schema: {type: string}}
      - {name: shop, in: header, schema: {type: string}}
"##;
    let known = "parameters: [{name: id, in: path, required: true, schema: {type: string}}";
    let main = MAIN.replace("Pet: {", "Toy: {}\n    Pet: {");
    let grown = main
        .replace(known, &format!("{known}, {{name: shop, in: header, schema: {{type: string}}}}"));
    assert_ne!(grown, main);
    let retired =
        retire(&source("shop.yaml", &grown), &source("ahead.yaml", addition)).unwrap().unwrap();
    assert_eq!(retired.additions, ["#/paths/~1pets~1{id}/get `header shop`"]);
    let (_, findings) = generated(&grown, &retired.rest.to_string()).unwrap();
    assert_eq!(findings, [""; 0]);
}
