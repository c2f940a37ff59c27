//! The prose of a document is kept as plain text on request, and dropped otherwise. Our own documentation is complete,
//! and copies none of it.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use paygentic_codegen::coverage::Coverage;
use paygentic_codegen::{Input, OverlayMode, Source, generate, generate_with_prose};
use serde_json::Value;

use crate::pinned;

const API: &str = r##"
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: Gives a [`Pet`]
      description: "See <b>there</b>."
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, description: Filters all pets., schema: {type: string}}]
      responses: {"200": {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
components:
  schemas:
    Pet: {type: object, description: "Some animal.\n```\nlet x = 1;\n```", properties: {name: {type: string, description: What it is called}}}
"##;

fn input() -> Input<'static> {
    Input {
        document: Source { name: "api.yaml", text: API },
        overlay: None,
        overlay_mode: OverlayMode::Lenient,
    }
}

#[test]
fn prose_is_kept_as_plain_text() {
    let files = generate_with_prose(&input()).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    for words in [
        r"Gives a \[\`Pet\`\]. See \<b\>there\</b\>.",
        r"Some animal. \`\`\` let x = 1; \`\`\`",
        "What it is called",
        "Filters all pets.",
    ] {
        assert!(all.contains(words), "{words} is not in\n{all}");
    }
}

#[test]
fn prose_is_dropped_by_default() {
    let files = generate(&input()).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    for words in ["Gives a", "there.", "animal", "What it is", "Filters all"] {
        assert!(!all.contains(words), "{words} is in\n{all}");
    }
}

#[test]
fn titles_of_alternatives_become_variant_names() {
    let text = API.replace(
        "name: {type: string, description: What it is called}",
        "name: {oneOf: [{const: a-1, title: First choice}, {const: b, title: Second}]}",
    );
    let input = Input { document: Source { name: "api.yaml", text: &text }, ..input() };
    let files = generate(&input).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    assert!(all.contains(r#"FirstChoice = "a-1""#), "{all}");
}

/// A run of this many words counts as copied from a published document.
const RUN: usize = 8;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_reference_is_complete() {
    let coverage = Coverage::of(&pinned::sdk(&pinned::read("openapi.yaml")).model);
    assert!(coverage.is_sufficient(), "{coverage}");
    assert!(coverage.parts.iter().all(|part| part.total > 100));
}

#[test]
fn undocumented_items_are_reported_as_missing() {
    let coverage = Coverage::of(&generate(&input()).unwrap().model);
    assert!(!coverage.is_sufficient());
    let text = coverage.to_string();
    assert!(text.contains("missing: getPet"), "{text}");
    assert!(text.contains("missing: Pet.name"), "{text}");
}

#[test]
fn no_sentence_is_copied_from_a_published_document() {
    let Some(folder) = std::env::var_os("PUBLISHED_SPECS") else {
        println!("skipped: PUBLISHED_SPECS does not name the folder of the published documents");
        return;
    };
    let mut published = HashSet::new();
    for path in files(Path::new(&folder), "json") {
        let document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        collect(&document, &mut published);
    }
    assert!(published.len() > 1000);
    let root = repository();
    let mut ours = vec![
        root.join("README.md"),
        root.join("ARCHITECTURE.md"),
        root.join("paygentic-generated/README.md"),
    ];
    ours.extend(files(&root.join("paygentic-generated/docs"), "md"));
    let mut found = Vec::new();
    for path in &ours {
        common(&fs::read_to_string(path).unwrap(), &published, &mut found);
    }
    // Each line of the overlay is a text of its own.
    for line in fs::read_to_string(root.join("spec/overlay.yaml")).unwrap().lines() {
        common(line, &published, &mut found);
    }
    assert!(found.is_empty(), "copied from a published document:\n{}", found.join("\n"));
}

#[test]
fn a_copied_sentence_is_found() {
    let document =
        serde_json::json!({"description": "One two, three four: five six. Seven `eight` nine"});
    let mut published = HashSet::new();
    collect(&document, &mut published);
    let mut found = Vec::new();
    common("key: two THREE four five six seven eight", &published, &mut found);
    assert!(found.is_empty());
    common("two THREE four five six seven eight, nine", &published, &mut found);
    assert_eq!(found, ["two three four five six seven eight nine"]);
}

/// The files of a folder with an extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths
}

/// The runs of words in the prose of a document.
fn collect(value: &Value, published: &mut HashSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if let (true, Some(text)) = (is_prose(key), value.as_str()) {
                    published.extend(runs(text));
                }
                collect(value, published);
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, published)),
        _ => {}
    }
}

fn is_prose(key: &str) -> bool {
    matches!(key, "description" | "summary" | "title")
}

fn common(text: &str, published: &HashSet<String>, found: &mut Vec<String>) {
    found.extend(runs(text).into_iter().filter(|run| published.contains(run)));
}

/// All runs of words in a text, regardless of what separates them.
fn runs(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

/// Otherwise an unreadable entry would silently be missing from the documentation.
#[test]
fn documentation_of_the_wrong_type_is_reported_with_its_location() {
    let overlay = r#"
overlay: 1.0.0
info: {title: Shop, version: "1"}
actions:
  - target: $
    description: Documentation that YAML reads as something other than text.
    update:
      x-docs:
        operations: {getPet: {Returns one pet: "alive or not."}}
        errors: {getPet.404: 404}
        schemas: [Pet]
        values: {}
        operation: {getPet: Returns one pet.}
        examples: {getPet: id}
"#;
    let input = Input {
        overlay: Some(Source { name: "overlay.yaml", text: overlay }),
        overlay_mode: OverlayMode::Strict,
        ..input()
    };
    let report = generate(&input).unwrap_err().to_string();
    for expected in [
        "documentation must be text, not an object",
        "#/x-docs/operations/getPet",
        "documentation must be text, not a number",
        "#/x-docs/errors/getPet.404",
        "documentation must be an object of entries, not a list",
        "#/x-docs/schemas",
        "unknown section `operation` of `x-docs`",
        "documentation must be an object, not text",
        "#/x-docs/examples/getPet",
    ] {
        assert!(report.contains(expected), "{expected} is not in:\n{report}");
    }
}

const SHARED: &str = r##"
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example"}]
paths:
  /pets:
    get:
      operationId: getPet
      responses: {"200": {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /shops:
    get:
      operationId: getShop
      responses: {"200": {description: A shop., content: {application/json: {schema: {$ref: "#/components/schemas/Shop"}}}}}
components:
  schemas:
    Pet: {type: object, properties: {places: {type: array, items: {type: object, properties: {street: {type: string}}}}}}
    Shop: {type: object, properties: {places: {type: array, items: {type: object, properties: {street: {type: string}}}}}}
"##;

/// The documentation may be keyed by any location of the type.
#[test]
fn an_inline_type_is_documented_separately_from_its_field() {
    for key in ["Pet.places", "Shop.places"] {
        let overlay = format!(
            r#"
overlay: 1.0.0
info: {{title: Shop, version: "1"}}
actions:
  - target: $
    description: Documentation.
    update:
      x-docs:
        schemas: {{Pet.places: Where it was seen., Shop.places: Its branches.}}
        types: {{{key}: One place.}}
"#
        );
        let input = Input {
            document: Source { name: "api.yaml", text: SHARED },
            overlay: Some(Source { name: "overlay.yaml", text: &overlay }),
            overlay_mode: OverlayMode::Strict,
        };
        let files = generate(&input).unwrap().files;
        let all: String = files.values().map(String::as_str).collect();
        for (text, count) in [("One place.", 1), ("Where it was seen.", 1), ("Its branches.", 1)] {
            let found = all.matches(&format!("/// {text}")).count();
            assert_eq!(found, count, "{key}: {text}\n{all}");
        }
    }
}

/// Documentation that applies to several parameters together.
#[test]
fn the_parameters_of_an_operation_are_documented_by_operation_id() {
    let document = r##"
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: owner, in: query, schema: {type: string}}
      responses: {"204": {description: Nothing.}}
"##;
    let overlay = r#"
overlay: 1.0.0
info: {title: Shop, version: "1"}
actions:
  - target: $
    description: Documentation.
    update: {x-docs: {types: {listPets: The owner is required.}}}
"#;
    let input = Input {
        document: Source { name: "api.yaml", text: document },
        overlay: Some(Source { name: "overlay.yaml", text: overlay }),
        overlay_mode: OverlayMode::Strict,
    };
    let files = generate(&input).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    assert!(all.contains("/// The parameters of `listPets`. The owner is required."), "{all}");
}

/// A variable in an example is named after the items of the list, not after the resource.
#[test]
fn a_list_in_an_example_is_named_after_its_items() {
    let files = pinned::sdk(&pinned::read("openapi.yaml")).files;
    let all: String = files.values().map(String::as_str).collect();
    let line =
        "let mut invoices = client.billing_schedules().generate_invoices(\"abc123\").stream();";
    assert!(all.contains(line));
}
