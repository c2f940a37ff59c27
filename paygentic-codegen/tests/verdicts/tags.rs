//! The SDK writes the tag of an alternative whose payload lacks it, so the tag is part of requests.

use paygentic_codegen::diff::{Diff, Wire, diff};
use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{at, document, model, reported};

/// Where the union is used.
#[derive(Clone, Copy)]
enum Use {
    Sent,
    Answered,
}

/// A choice of two types. `kind` is the property of both for the tag, if they have it.
fn choice(tag: Option<&str>, mapping: &[(&str, &str)], kind: &Value, at_use: Use) -> Value {
    document(|document| {
        let schemas = &mut document["components"]["schemas"];
        for (name, own) in [("Card", "digits"), ("Transfer", "iban")] {
            let mut schema = json!({ "type": "object", "required": [own], "properties": { own: { "type": "string" } } });
            if !kind.is_null() {
                schema["properties"]["kind"] = kind.clone();
            }
            schemas[name] = schema;
        }
        let mut union = json!({ "oneOf": [{ "$ref": "#/components/schemas/Card" }, { "$ref": "#/components/schemas/Transfer" }] });
        if let Some(tag) = tag {
            let mapping: serde_json::Map<String, Value> = mapping
                .iter()
                .map(|(tag, name)| {
                    ((*tag).to_owned(), format!("#/components/schemas/{name}").into())
                })
                .collect();
            union["discriminator"] = json!({ "propertyName": tag, "mapping": mapping });
        }
        schemas["Payment"] = union;
        let pointer = match at_use {
            Use::Sent => "/requestBody/content/application~1json/schema",
            Use::Answered => "/responses/200/content/application~1json/schema",
        };
        *at(document, pointer) = json!({
            "type": "object",
            "properties": { "payment": { "$ref": "#/components/schemas/Payment" } }
        });
    })
}

#[track_caller]
fn judged(old: &Value, new: &Value, id: &str, expected: Wire) -> Diff {
    let difference = diff(&model(old), &model(new)).unwrap();
    let change = difference.changes.iter().find(|change| change.id == id);
    let change = change.unwrap_or_else(|| panic!("{:#?}", reported(&difference)));
    assert_eq!(change.wire, expected, "{:#?}", reported(&difference));
    assert_eq!(difference.wire(), expected, "{:#?}", reported(&difference));
    difference
}

const BEFORE: [(&str, &str); 2] = [("card", "Card"), ("transfer", "Transfer")];
const AFTER: [(&str, &str); 2] = [("credit_card", "Card"), ("transfer", "Transfer")];
const BOTH: [(&str, &str); 3] =
    [("card", "Card"), ("credit_card", "Card"), ("transfer", "Transfer")];
const OTHER: [(&str, &str); 3] =
    [("credit_card", "Card"), ("card", "Card"), ("transfer", "Transfer")];

#[test]
fn removing_a_tag_that_existing_programs_send_breaks() {
    for kind in [Value::Null, json!({ "type": "string" })] {
        let of = |mapping: &[(&str, &str)], at_use| choice(Some("kind"), mapping, &kind, at_use);
        let (sent, answered) = (Use::Sent, Use::Answered);
        let unknown = "alternative-tag-unknown";
        let difference = judged(&of(&BEFORE, sent), &of(&AFTER, sent), unknown, Breaking);
        let notes: Vec<&str> =
            difference.changes.iter().map(|change| change.note.as_str()).collect();
        assert!(notes.contains(&"existing programs send the old tag"), "{notes:?}");
        judged(&of(&BEFORE, answered), &of(&AFTER, answered), unknown, Risky);
        let changed = "alternative-tag-changed";
        judged(&of(&BOTH, sent), &of(&AFTER, sent), changed, Breaking);
        judged(&of(&BOTH, answered), &of(&AFTER, answered), changed, Safe);
        judged(&of(&BEFORE, sent), &of(&BOTH, sent), unknown, Safe);
    }
    // If the payload cannot specify a tag, only the first one is ever sent.
    let of = |mapping: &[(&str, &str)]| choice(Some("kind"), mapping, &Value::Null, Use::Sent);
    judged(&of(&OTHER), &of(&AFTER), "alternative-tag-changed", Safe);
}

#[test]
fn a_changed_discriminator_breaks_if_the_payload_lacks_it() {
    let of = |tag: Option<&str>, at_use| choice(tag, &BEFORE, &Value::Null, at_use);
    let id = "union-tag-changed";
    judged(&of(Some("kind"), Use::Sent), &of(Some("method"), Use::Sent), id, Breaking);
    judged(&of(None, Use::Sent), &of(Some("kind"), Use::Sent), id, Breaking);
    judged(&of(Some("kind"), Use::Sent), &of(None, Use::Sent), id, Safe);
    judged(&of(Some("kind"), Use::Answered), &of(Some("method"), Use::Answered), id, Risky);
}
