//! The words of a document are kept where that is asked for, as plain text, and only there.

#![allow(missing_docs, clippy::unwrap_used)]

use paygentic_codegen::{Input, OverlayMode, Source, generate, generate_with_words};

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
        document: Source {
            name: "api.yaml",
            text: API,
        },
        overlay: None,
        overlay_mode: OverlayMode::Lenient,
    }
}

#[test]
fn words_are_kept_as_plain_text() {
    let files = generate_with_words(&input()).unwrap().files;
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
fn without_that_no_word_comes_through() {
    let files = generate(&input()).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    for words in ["Gives a", "there.", "animal", "What it is", "Filters all"] {
        assert!(!all.contains(words), "{words} is in\n{all}");
    }
}

#[test]
fn titles_of_alternatives_are_their_names() {
    let text = API.replace(
        "name: {type: string, description: What it is called}",
        "name: {oneOf: [{const: a-1, title: First choice}, {const: b, title: Second}]}",
    );
    let input = Input {
        document: Source {
            name: "api.yaml",
            text: &text,
        },
        ..input()
    };
    let files = generate(&input).unwrap().files;
    let all: String = files.values().map(String::as_str).collect();
    assert!(all.contains(r#"FirstChoice = "a-1""#), "{all}");
}
