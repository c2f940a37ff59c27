//! What became of the values of an example.

use paygentic_generated::Timestamp;
use serde_json::Value;

use super::document::Document;

/// What is to be said about an example that was decoded.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Values that the document knows of, and that are gone or have become others.
    pub(super) wrong: Vec<String>,
    /// Values that the document does not know of; no model can keep them.
    pub(super) unknown: Vec<String>,
}

/// Compares an example with what came out.
pub(super) fn compare(
    document: &Document,
    schema: &Value,
    given: &Value,
    out: &Value,
) -> Comparison {
    let mut comparison = Comparison::default();
    let mut walk = Walk {
        document,
        comparison: &mut comparison,
    };
    walk.value(&[schema], given, out, "");
    comparison
}

struct Walk<'a> {
    document: &'a Document,
    comparison: &'a mut Comparison,
}

impl Walk<'_> {
    fn value(&mut self, schemas: &[&Value], given: &Value, out: &Value, place: &str) {
        match (given, out) {
            (Value::Object(given), Value::Object(out)) => {
                for (name, value) in given {
                    let place = format!("{place}/{name}");
                    let members = self.document.member(schemas, name);
                    match out.get(name) {
                        Some(out) => self.value(&members, value, out, &place),
                        // Left out and null say the same of a member that may be left out.
                        None if value.is_null() || says_nothing(&members, value) => {}
                        None if members.is_empty() => self.comparison.unknown.push(place),
                        None => self.comparison.wrong.push(format!("{place} is lost")),
                    }
                }
                for (name, value) in out.iter().filter(|(name, _)| !given.contains_key(*name)) {
                    let members = self.document.member(schemas, name);
                    if value.is_null() || says_nothing(&members, value) {
                        continue;
                    }
                    let wrong = format!("{place}/{name} was not given");
                    self.comparison.wrong.push(wrong);
                }
            }
            (Value::Array(given), Value::Array(out)) if given.len() == out.len() => {
                let entries = self.document.entries(schemas);
                for (index, (given, out)) in given.iter().zip(out).enumerate() {
                    self.value(&entries, given, out, &format!("{place}/{index}"));
                }
            }
            _ if same(given, out) => {}
            _ => {
                let wrong = format!("{place} was {given} and is {out}");
                self.comparison.wrong.push(wrong);
            }
        }
    }
}

/// Whether a value is the only one that a field can have: models write it if it is required, whether it was
/// given or not, and else do not have it.
fn says_nothing(schemas: &[&Value], value: &Value) -> bool {
    let only = Value::Array(vec![value.clone()]);
    schemas
        .iter()
        .any(|schema| schema.get("const") == Some(value) || schema.get("enum") == Some(&only))
}

/// Whether two values say the same; times and numbers can be written in more than one way.
fn same(given: &Value, out: &Value) -> bool {
    match (given, out) {
        (Value::Number(given), Value::Number(out)) => {
            given == out || given.as_f64() == out.as_f64()
        }
        (Value::String(given), Value::String(out)) => {
            let time = |text: &str| text.parse::<Timestamp>().ok();
            given == out || time(given).is_some_and(|given| time(out) == Some(given))
        }
        _ => given == out,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_lost_and_what_nobody_knows_of_are_told_apart() {
        let document = Document(json!({"components": {"schemas": {
            "A": {"properties": {"a": {"type": "string"}, "at": {"type": "string"}}},
            "B": {"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"b": {"items": {"$ref": "#/components/schemas/A"}}}},
        }}}));
        let given =
            json!({"a": "1", "b": [{"a": "1", "x": 1}], "y": 1, "at": "2026-01-01T00:00:00.000Z"});
        let out = json!({"b": [{"a": "2"}], "at": "2026-01-01T00:00:00Z", "z": 1});
        let schema = json!({"$ref": "#/components/schemas/B"});
        let comparison = compare(&document, &schema, &given, &out);
        assert_eq!(
            comparison.wrong,
            [
                "/a is lost",
                "/b/0/a was \"1\" and is \"2\"",
                "/z was not given"
            ]
        );
        assert_eq!(comparison.unknown, ["/b/0/x", "/y"]);
    }

    #[test]
    fn the_only_value_and_null_may_come_and_go() {
        let schema =
            json!({"properties": {"a": {"enum": ["a"]}, "b": {"const": 1}, "c": {}, "d": {}}});
        let document = Document(Value::Null);
        let (left, right) = (json!({"a": "a", "c": null}), json!({"b": 1, "d": null}));
        for (given, out) in [(&left, &right), (&right, &left)] {
            assert!(compare(&document, &schema, given, out).wrong.is_empty());
        }
    }
}
