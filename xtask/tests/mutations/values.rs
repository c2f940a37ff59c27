//! Replacement values for mutated documents.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Hostile names, all of them valid JSON keys.
#[rustfmt::skip]
pub(crate) const NAMES: &[&str] = &[
    "", " ", "type", "self", "Self", "crate", "super", "async", "r#type", "_", "__", "1st", "123", "-", "a-b",
    "a_b", "aB", "a.b", "a/b", "a~1b", "$ref", "Ünïcode", "日本語", "😀", "e\u{301}", "\u{202e}abc", "a\u{0}b",
    "line\nbreak", "\"quoted\"", "*/", "{id}", "}", "\\", "Option", "Vec", "String", "Result", "Error", "Client",
    "Box", "Send", "Default", "new", "clone", "send", "into", "Unknown", "body", "client", "id", "x-rust-name",
    "nullable", "default", "enum", "union", "gen", "try", "yield", "macro_rules", "u8", "str",
];

/// A name: one of the odd ones, or a very long one.
pub(crate) fn name(random: &mut Random) -> String {
    match random.below(20) {
        0 => "long".repeat(300),
        _ => (*random.pick(NAMES).unwrap()).to_owned(),
    }
}

/// Any value at all.
pub(crate) fn any(random: &mut Random) -> Value {
    let values = json!([
        null, true, false, 0, -1, 0.5, 1e308, u64::MAX, i64::MIN, "", "object", "3.1.0", "a\u{0}\"{}/~\n",
        [], {}, [{}], ["string", "null"], {"type": "string"}, {"type": ["integer", "string"]},
        {"type": "string", "pattern": "("}, {"oneOf": [{"type": "null"}]}, {"allOf": [true]}, {"not": {}},
    ]);
    random.pick(values.as_array().unwrap()).unwrap().clone()
}

/// A reference to something else.
pub(crate) fn reference(random: &mut Random, document: &Value, own: &str) -> String {
    let kinds = ["schemas", "parameters", "responses", "securitySchemes"];
    let name = |random: &mut Random, kind: &str| {
        let named = document.pointer(&format!("/components/{kind}")).and_then(Value::as_object);
        let names: Vec<&String> = named.map(|named| named.keys().collect()).unwrap_or_default();
        names
            .get(random.below(names.len()))
            .map_or_else(|| "None".to_owned(), |name| (*name).clone())
    };
    match random.below(9) {
        0 => "#/components/schemas/Nowhere".to_owned(),
        1 => format!("#{own}"),
        2 => "#".to_owned(),
        3 => String::new(),
        4 => "other.yaml#/components/schemas/A".to_owned(),
        5 => "#/components/schemas/%zz~".to_owned(),
        6 => {
            let kind = *random.pick(&kinds).unwrap();
            format!("#/components/{kind}/{}", name(random, kind))
        }
        _ => format!("#/components/schemas/{}", name(random, "schemas")),
    }
}

/// A deeply nested schema.
pub(crate) fn deep(random: &mut Random) -> Value {
    let depth = *random.pick(&[8, 20, 60, 125, 400, 800]).unwrap();
    let kind = random.below(6);
    let mut schema = json!({"type": "string"});
    for _ in 0..depth {
        schema = match kind {
            0 => json!({"type": "array", "items": schema}),
            1 => json!({"type": "object", "properties": {"a": schema}}),
            2 => json!({"allOf": [schema]}),
            3 => json!({"oneOf": [schema, {"type": "integer"}]}),
            4 => json!({"type": "object", "additionalProperties": schema}),
            _ => json!({"anyOf": [schema, {"type": "null"}]}),
        };
    }
    schema
}

/// A schema that is very wide.
pub(crate) fn wide(random: &mut Random) -> Value {
    let count = *random.pick(&[0, 1, 300, 3000]).unwrap();
    match random.below(4) {
        0 => {
            json!({"type": "string", "enum": (0..count).map(|n| format!("v{n}")).collect::<Vec<_>>()})
        }
        1 => json!({"type": "string", "enum": NAMES}),
        2 => {
            let properties: Map<String, Value> =
                (0..count).map(|n| (format!("p{n}"), json!({"type": "string"}))).collect();
            json!({"type": "object", "properties": properties})
        }
        _ => {
            let properties: Map<String, Value> =
                NAMES.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
            json!({"type": "object", "properties": properties, "required": NAMES})
        }
    }
}
