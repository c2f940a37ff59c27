//! Randomly mutated documents: nothing panics, and every document that passes the check can be read.
//!
//! The mutations are the same in every run.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use paygentic_codegen::check::check;
use paygentic_codegen::{Input, OverlayMode, Severity, Source, document, generate, lower};
use serde_json::{Value, json};

const ROUNDS: u64 = 300;

/// A small random number generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures-lower");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<_> = entries
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    fixtures.sort();
    fixtures
}

/// The pointers of all values in a document.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn any_value(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(7),
        json!(-0.5),
        json!(""),
        json!("object"),
        json!("\u{0}\"{}/~"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"type": "string"}),
        json!({"$ref": "#/components/schemas/Pet"}),
        json!({"$ref": "#/components/schemas/Nowhere"}),
        json!({"oneOf": [{"type": "null"}]}),
        json!({"allOf": [true]}),
    ];
    values[random.below(values.len())].clone()
}

/// Replaces, moves, removes or renames one value.
fn mutate(document: &mut Value, random: &mut Random) {
    const KEYS: [&str; 8] = ["$ref", "type", "enum", "const", "items", "x-y", "", "properties"];
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    let place = places[random.below(places.len())].clone();
    let other = places[random.below(places.len())].clone();
    let other = document.pointer(&other).unwrap().clone();
    let new = any_value(random);
    let action = random.below(5);
    let target = document.pointer_mut(&place).unwrap();
    match (action, target) {
        (0, Value::Object(object)) => {
            object.insert(KEYS[random.below(KEYS.len())].to_owned(), new);
        }
        (1, Value::Object(object)) => {
            let key = object.keys().nth(random.below(object.len())).cloned();
            object.shift_remove(&key.unwrap_or_default());
        }
        (2, Value::Array(list)) => list.push(other),
        (3, target) => *target = other,
        (_, target) => *target = new,
    }
}

/// A document with one to three mutations.
fn mutated(original: &Value, seed: u64) -> Value {
    let mut random = Random(seed);
    let mut document = original.clone();
    for _ in 0..=seed % 3 {
        mutate(&mut document, &mut random);
    }
    document
}

/// All stages after parsing, as in `generate`.
fn run(document: &Value) {
    if check(document).is_ok() {
        let mut document = document.clone();
        lower::lower(&mut document);
        if let Err(errors) = lower::typed(document.clone()) {
            panic!("passed the check, but cannot be read: {errors}\n{document:#}");
        }
    }
}

#[test]
fn mutated_documents_are_reported_or_can_be_read() {
    let mut passed = 0;
    for (name, text) in fixtures() {
        let original = document::parse(&Source { name: &name, text: &text }).unwrap();
        for seed in 0..ROUNDS {
            let document = mutated(&original, seed);
            passed += usize::from(check(&document).is_ok());
            run(&document);
        }
    }
    // Otherwise the mutations would be too coarse to exercise reading.
    assert!(passed > 100, "{passed}");
}

#[test]
fn mutated_texts_are_reported() {
    for (name, text) in fixtures() {
        for seed in 0..ROUNDS {
            let mut random = Random(seed);
            let mut characters: Vec<char> = text.chars().collect();
            for _ in 0..=seed % 4 {
                let place = random.below(characters.len());
                match random.below(3) {
                    0 => characters.truncate(place + 1),
                    1 => {
                        characters[place] = ['{', '"', ':', '\n', '*', '\u{feff}'][random.below(6)]
                    }
                    _ => {
                        characters.insert(place, ['}', '\'', '-', ' ', '&', '\0'][random.below(6)])
                    }
                }
            }
            let text: String = characters.into_iter().collect();
            if let Ok(document) = document::parse(&Source { name: &name, text: &text }) {
                run(&document);
            }
        }
    }
}

/// The whole pipeline returns findings or files, and never panics.
#[test]
fn generate_does_not_panic_on_mutated_documents() {
    for (name, text) in fixtures() {
        let original = document::parse(&Source { name: &name, text: &text }).unwrap();
        for seed in 0..ROUNDS {
            let text = mutated(&original, seed).to_string();
            let document = Source { name: &name, text: &text };
            let input = Input { document, overlay: None, overlay_mode: OverlayMode::Strict };
            if let Err(errors) = generate(&input) {
                assert!(errors.count(Severity::Error) > 0, "{seed}: {errors}");
            }
        }
    }
}
