//! Takes the examples of bodies out of a published document.

use serde_json::{Map, Value};

use super::document::Document;
use crate::case::Direction;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An example of a body.
#[derive(Debug)]
pub(super) struct Example<'d> {
    /// Where it stands, for people.
    pub(super) name: String,
    /// The operation whose body it is.
    pub(super) operation: &'d str,
    /// Which body.
    pub(super) direction: Direction,
    /// The status of the response.
    pub(super) status: Option<u16>,
    /// The body.
    pub(super) json: Value,
    /// What the document says about the body.
    pub(super) schema: &'d Value,
}

/// A body of an operation.
#[derive(Clone, Copy)]
struct Body<'d> {
    operation: &'d str,
    direction: Direction,
    status: Option<u16>,
    media: &'d Value,
}

/// How many operations a document has.
pub(super) fn operations(document: &Document) -> usize {
    each_operation(document).count()
}

/// Every example: of media types, of the schemas of bodies, and of their properties. What stands in a component
/// is taken once, with the first operation that has it.
pub(super) fn examples(document: &Document) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    let mut seen: Vec<*const Value> = Vec::new();
    for (id, operation) in each_operation(document) {
        for body in bodies(document, id, operation) {
            let of_media = of_media(document, body);
            let base = of_media.first().map(|example| example.json.clone());
            examples.extend(of_media);
            let schema = &body.media["schema"];
            of_schema(document, body, schema, base, &mut Vec::new(), &mut seen, &mut examples);
        }
    }
    examples
}

fn each_operation(document: &Document) -> impl Iterator<Item = (&str, &Value)> {
    let paths = document.0["paths"].as_object();
    paths.into_iter().flatten().flat_map(|(_, item)| {
        METHODS.iter().filter_map(|method| {
            let operation = item.get(method)?;
            Some((operation.get("operationId")?.as_str()?, operation))
        })
    })
}

fn bodies<'d>(document: &'d Document, id: &'d str, operation: &'d Value) -> Vec<Body<'d>> {
    let mut bodies = Vec::new();
    let mut add = |holder: &'d Value, direction, status| {
        let media = document.resolve(holder)["content"].as_object();
        bodies.extend(media.into_iter().flatten().map(|(_, media)| Body {
            operation: id,
            direction,
            status,
            media,
        }));
    };
    add(&operation["requestBody"], Direction::Request, None);
    let responses = operation["responses"].as_object();
    for (status, response) in responses.into_iter().flatten() {
        // `4XX` is any status of its class; `default` is any error status.
        let status = status.replace(['X', 'x'], "0").parse().unwrap_or(500);
        add(response, Direction::Response, Some(status));
    }
    bodies
}

fn of_media<'d>(document: &'d Document, body: Body<'d>) -> Vec<Example<'d>> {
    let one = body.media.get("example").map(|json| ("example", json)).into_iter();
    let named = body.media.get("examples").and_then(Value::as_object);
    let named = named.into_iter().flatten().filter_map(|(name, example)| {
        let example = document.resolve(example);
        Some((name.as_str(), example.get("value")?))
    });
    one.chain(named).map(|(name, json)| body.example(name, json.clone())).collect()
}

/// The examples inside a schema. The example of a property is inserted into an example of the whole.
fn of_schema<'d>(
    document: &'d Document,
    body: Body<'d>,
    schema: &'d Value,
    base: Option<Value>,
    place: &mut Vec<&'d str>,
    seen: &mut Vec<*const Value>,
    examples: &mut Vec<Example<'d>>,
) {
    for schema in document.alternatives(schema) {
        if seen.contains(&std::ptr::from_ref(schema)) {
            continue;
        }
        seen.push(schema);
        let mut base = base.clone();
        for (number, json) in own(schema).enumerate() {
            let whole = if place.is_empty() {
                Some(json.clone())
            } else {
                base.clone().and_then(|base| replaced(base, place, json.clone()))
            };
            let Some(whole) = whole else { continue };
            if number == 0 {
                // The value that the examples of its properties are inserted into.
                base = Some(whole.clone());
            }
            examples.push(body.example(&format!("schema/{}", place.join("/")), whole));
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            place.push(name);
            of_schema(document, body, property, base.clone(), place, seen, examples);
            place.pop();
        }
    }
}

fn own(schema: &Value) -> impl Iterator<Item = &Value> {
    let one = schema.get("example").into_iter();
    let more = schema.get("examples").and_then(Value::as_array);
    one.chain(more.into_iter().flatten())
}

/// A body with another value at a place; none if the place is not there.
fn replaced(mut body: Value, place: &[&str], json: Value) -> Option<Value> {
    let (name, parents) = place.split_last()?;
    let mut parent = &mut body;
    for name in parents {
        let parent_of: &mut Map<String, Value> = parent.as_object_mut()?;
        parent = parent_of.get_mut(*name)?;
    }
    parent.as_object_mut()?.insert((*name).to_owned(), json);
    Some(body)
}

impl<'d> Body<'d> {
    fn example(self, name: &str, json: Value) -> Example<'d> {
        let Self { operation, direction, status, media } = self;
        let body = status.map_or_else(|| "request".to_owned(), |status| status.to_string());
        Example {
            name: format!("{operation} {body} {name}"),
            operation,
            direction,
            status,
            json,
            schema: &media["schema"],
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_of_media_types_of_schemas_and_of_properties_are_found() {
        let body = json!({"schema": {"properties": {"a": {"properties": {"b": {"example": 2}}}}},
            "examples": {"one": {"$ref": "#/components/examples/One"}}});
        let error = json!({"schema": {"$ref": "#/components/schemas/E"}});
        let document = Document(json!({
            "paths": {"/x": {"parameters": [], "post": {
                "operationId": "x",
                "requestBody": {"content": {"application/json": body}},
                "responses": {"4XX": {"$ref": "#/components/responses/E"}, "default": {"$ref": "#/components/responses/E"}},
            }}},
            "components": {
                "examples": {"One": {"value": {"a": {"b": 1}}}},
                "responses": {"E": {"content": {"application/json": error}}},
                "schemas": {"E": {"example": {"m": "no"}, "properties": {"m": {"examples": ["p", "q"]}}}},
            },
        }));
        let examples = examples(&document);
        let found: Vec<(&str, Option<u16>, &Value)> = examples
            .iter()
            .map(|example| (example.name.as_str(), example.status, &example.json))
            .collect();
        let expected = [
            ("x request one", None, json!({"a": {"b": 1}})),
            ("x request schema/a/b", None, json!({"a": {"b": 2}})),
            ("x 400 schema/", Some(400), json!({"m": "no"})),
            ("x 400 schema/m", Some(400), json!({"m": "p"})),
            ("x 400 schema/m", Some(400), json!({"m": "q"})),
        ];
        let expected: Vec<_> =
            expected.iter().map(|(name, status, json)| (*name, *status, json)).collect();
        assert_eq!(found, expected);
        assert_eq!(operations(&document), 1);
    }
}
