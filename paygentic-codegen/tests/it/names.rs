//! Naming conflicts never make a document invalid, and additions never change existing names.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use paygentic_codegen::{Generated, Input, Model, OverlayMode, Severity, Source, generate};

fn generated(document: &str, overlay: Option<&str>) -> Generated {
    let source = |name, text| Source { name, text };
    let input = Input {
        document: source("api.yaml", document),
        overlay: overlay.map(|text| source("overlay.yaml", text)),
        overlay_mode: OverlayMode::Lenient,
    };
    generate(&input).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The Rust name of every location of a document.
fn names(model: &Model) -> BTreeMap<String, String> {
    let types = model.types.iter().map(|def| (def.pointer.clone(), def.name.clone()));
    let operations = model.operations();
    let methods = operations.iter().map(|operation| (operation.id.clone(), operation.name.clone()));
    types.chain(methods).collect()
}

/// A document with these component schemas, all of them used in the response of one operation.
fn document(schemas: &[&str]) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n\
         paths:\n  /a: {{get: {{operationId: getA, responses: {{'204': {{description: ok}}}}}}}}\n\
         components:\n  schemas:\n    {}\n",
        schemas.join("\n    ")
    )
}

const SOME: &[&str] = &[
    "a-b: {type: object, properties: {x: {type: object, properties: {y: {type: string}}}}}",
    "a_b: {type: object, properties: {x: {type: object, properties: {z: {type: integer}}}}}",
    "Order: {type: string, enum: [created_at, -created_at, ASC, asc]}",
    "Value: {oneOf: [{type: integer}, {type: number}, {type: string}, {type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}",
    "Odd: {type: object, properties: {a-b: {type: string}, a_b: {type: string}, a.b: {type: string}, new: {type: string}}}",
];

#[test]
fn conflicting_names_become_distinct() {
    let generated = generated(&document(SOME), None);
    let models = &generated.files["models/shared.rs"];
    for part in [
        "pub struct Ab ",
        "pub struct Ab2 ",
        "pub struct AbX ",
        "pub struct Ab2X ",
        "CreatedAt = \"created_at\"",
        "CreatedAtDesc = \"-created_at\"",
        "Asc = \"ASC\"",
        "Asc2 = \"asc\"",
        "pub a_b_2: Option<String>",
        "pub a_b_3: Option<String>",
    ] {
        assert!(models.contains(part), "no `{part}` in\n{models}");
    }
    let warnings = &generated.warnings;
    let has = |text: &str| warnings.iter().any(|warning| warning.to_string().contains(text));
    assert!(warnings.iter().all(|warning| warning.severity == Severity::Warning));
    assert!(has("target `$.components.schemas.a_b`, update `x-rust-name: Name`"), "{warnings:?}");
    assert!(has("update `x-rust-names: {value: Name}: ..`") || has("x-rust-names"), "{warnings:?}");
}

#[test]
fn a_numeric_suffix_is_gone_once_the_overlay_sets_the_name() {
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n  \
        - {target: $.components.schemas.a_b, description: two are called so, update: {x-rust-name: Other}}\n";
    let generated = generated(&document(SOME), Some(overlay));
    assert!(generated.files["models/shared.rs"].contains("pub struct OtherX "));
    let about_types =
        |warning: &&paygentic_codegen::Diagnostic| warning.message.contains("type name");
    assert_eq!(generated.warnings.iter().filter(about_types).count(), 0);
}

#[test]
fn an_addition_renames_nothing_that_existed() {
    for end in 1..SOME.len() {
        let before = names(&generated(&document(&SOME[..end]), None).model);
        let after = names(&generated(&document(&SOME[..=end]), None).model);
        for (place, name) in before {
            assert_eq!(after.get(&place), Some(&name), "{place}");
        }
    }
}

#[test]
fn published_versions_keep_the_names_of_their_predecessor() {
    let Ok(folder) = std::env::var("PUBLISHED_SPECS") else {
        eprintln!("skipped: PUBLISHED_SPECS is not set");
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(&folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let versions: Vec<_> = paths
        .iter()
        .map(|path| names(&generated(&std::fs::read_to_string(path).unwrap(), None).model))
        .collect();
    let mut renamed = Vec::new();
    for pair in versions.windows(2) {
        for (place, name) in &pair[0] {
            if let Some(other) = pair[1].get(place).filter(|other| *other != name) {
                renamed.push(format!("{place}: {name} became {other}"));
            }
        }
    }
    assert!(renamed.is_empty(), "{renamed:#?}");
}

#[test]
fn an_enum_with_one_value_yields_its_name_to_other_types() {
    let one = "{type: string, enum: [one]}";
    let schemas = [
        format!("Order: {{type: object, properties: {{kind: {one}, lines: {{type: object, properties: {{tax: {one}}}}}}}}}"),
        "OrderKind: {type: object, properties: {a: {type: string}}}".to_owned(),
        "OrderLines: {type: object, properties: {b: {type: string}}}".to_owned(),
        // A tag has no type of its own, and takes no name.
        "Event: {oneOf: [{$ref: '#/components/schemas/Paid'}, {$ref: '#/components/schemas/Sent'}]}".to_owned(),
        format!("Paid: {{type: object, required: [type], properties: {{type: {one}, type_2: {{type: object, properties: {{c: {{type: string}}}}}}}}}}"),
        "Sent: {type: object, required: [type], properties: {type: {type: string, enum: [sent]}}}".to_owned(),
        "PaidTypeValue: {type: object, properties: {d: {type: string}}}".to_owned(),
    ];
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
    let generated = generated(&document(&schemas), None);
    let names = names(&generated.model);
    let of = |place: &str| {
        let pointer = format!("#/components/schemas/{place}");
        names.get(&pointer).map(String::as_str)
    };
    assert_eq!(of("OrderKind"), Some("OrderKind"));
    assert_eq!(of("Order/properties/kind"), Some("OrderKindValue"));
    assert_eq!(of("Paid/properties/type"), None);
    assert_eq!(of("Paid/properties/type_2"), Some("PaidType2"));
    let numbered: Vec<_> = generated
        .warnings
        .iter()
        .filter(|warning| warning.message.contains("type name"))
        .map(ToString::to_string)
        .collect();
    assert_eq!(numbered.len(), 1, "{numbered:?}");
    assert!(numbered[0].contains("`OrderLines2`"), "{numbered:?}");
}
