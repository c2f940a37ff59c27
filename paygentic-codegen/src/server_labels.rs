//! Names for servers, taken from their descriptions: read before the prose is dropped.

use serde_json::{Map, Value};

use crate::lower::METHODS;

/// The extension that holds the name.
const LABEL: &str = "x-label";

/// Words that say nothing about a server.
const FILLERS: [&str; 18] = [
    "a",
    "an",
    "api",
    "apis",
    "base",
    "endpoint",
    "env",
    "environment",
    "for",
    "host",
    "of",
    "our",
    "server",
    "servers",
    "service",
    "the",
    "uri",
    "url",
];

/// Words that say what a server is for, anywhere in its description.
const KINDS: [&str; 14] = [
    "production",
    "live",
    "sandbox",
    "staging",
    "development",
    "test",
    "testing",
    "local",
    "localhost",
    "demo",
    "preview",
    "beta",
    "mock",
    "dev",
];

/// The maximum number of words in a name.
const MAX_WORDS: usize = 3;

/// Names the servers of a document, of its paths and of its operations.
pub(crate) fn name_servers(document: &mut Value) {
    servers(document);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut) {
        servers(item);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                servers(operation);
            }
        }
    }
}

fn servers(holder: &mut Value) {
    let servers = holder.get_mut("servers").and_then(Value::as_array_mut);
    for server in servers.into_iter().flatten().filter_map(Value::as_object_mut) {
        let text = server.get("description").and_then(Value::as_str);
        if let Some(label) = text.and_then(label) {
            server.entry(LABEL).or_insert_with(|| label.into());
        }
    }
}

/// The name in a description: its first phrase, if that is short, else a word that says what the server is for.
fn label(description: &str) -> Option<String> {
    let beginning = description.trim().split(['.', '(', ':', ',', ';', '\n']).next()?;
    let words: Vec<String> = beginning
        .split(|c: char| !c.is_ascii_alphanumeric())
        .map(str::to_ascii_lowercase)
        .filter(|word| !word.is_empty() && !FILLERS.contains(&word.as_str()))
        .collect();
    match words.len() {
        0 => None,
        1..=MAX_WORDS => Some(words.join("-")),
        _ => words.into_iter().find(|word| KINDS.contains(&word.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_short_description_is_a_name() {
        for (description, expected) in [
            ("The production server.", Some("production")),
            ("Production server (uses live data)", Some("production")),
            ("US Region", Some("us-region")),
            ("Use this to try things out in the sandbox", Some("sandbox")),
            ("The server.", None),
            ("Whatever it is that answers here today", None),
        ] {
            assert_eq!(label(description).as_deref(), expected, "{description}");
        }
    }
}
