//! Values of the wrong JSON type, references that are unresolved or refer to another kind of component, and remnants of Swagger 2.0 are warnings:
//! they are read as intended, or skipped, and the rest of the document is generated.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};

/// Generates from a document whose operation `POST /a/{id}` contains this text.
fn generated(operation: &str, rest: &str) -> Generated {
    let responses = if operation.contains("responses:") { "" } else { "responses: {'204': {}}, " };
    document(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n\
         paths: {{'/a/{{id}}': {{post: {{operationId: doA, {responses}{operation}}}}}}}\n{rest}"
    ))
}

fn document(text: &str) -> Generated {
    let input = Input {
        document: Source { name: "api.yaml", text },
        overlay: None,
        overlay_mode: OverlayMode::Lenient,
    };
    generate(&input).unwrap_or_else(|errors| panic!("{text}\n{errors}"))
}

/// Asserts that a warning has this message and location, and that the output contains this code.
fn assert_read(generated: &Generated, message: &str, pointer: &str, code: &str) {
    let found = generated
        .warnings
        .iter()
        .any(|warning| warning.message.contains(message) && warning.pointer.ends_with(pointer));
    assert!(found, "no `{message}` at `{pointer}` in {:#?}", generated.warnings);
    let all: String = generated.files.values().map(String::as_str).collect();
    assert!(all.contains(code), "no `{code}` in {all}");
}

const SCHEMAS: &str = "components: {schemas: {S: {type: object, properties: {x: {type: string}}}}, \
    parameters: {Q: {name: q, in: query, schema: {type: string}}}, headers: {H: {schema: {type: string}}}}";

#[test]
fn values_of_the_wrong_type_are_coerced() {
    let json = |schema: &str| {
        format!(
            "requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}"
        )
    };
    for (operation, message, pointer, code) in [
        (
            "parameters: [{name: q, in: query, required: 'yes', schema: {type: integer}}]"
                .to_owned(),
            "`\"yes\"` is read as `true`",
            "/parameters/0/required",
            "fn new(q into i64)",
        ),
        (
            "parameters: {q: {in: query, schema: {type: integer}}}".to_owned(),
            "is read as",
            "/parameters",
            "q: Option<i64>",
        ),
        (
            "parameters: {name: q, in: query, schema: {type: integer}}".to_owned(),
            "is read as",
            "/parameters",
            "q: Option<i64>",
        ),
        (
            "parameters: [{name: q, in: query, schema: integer}]".to_owned(),
            "is read as",
            "/parameters/0/schema",
            "q: Option<i64>",
        ),
        ("tags: [7]".to_owned(), "`7` is read as `\"7\"`", "/tags/0", "doA"),
        ("deprecated: 'yes'".to_owned(), "is read as `true`", "/deprecated", "deprecated"),
        (
            "operationId: [a]".to_owned(),
            "`operationId` must be a string: it is skipped",
            "/operationId",
            "postA",
        ),
        (
            "callbacks: [1]".to_owned(),
            "`callbacks` must be an object: it is skipped",
            "/callbacks",
            "doA",
        ),
        ("responses: [{'200': ok}]".to_owned(), "is read as", "/responses", "doA"),
        ("requestBody: {content: application/json}".to_owned(), "is read as", "/content", "Value"),
        (
            json("{type: object, properties: [{name: n, type: integer}]}"),
            "is read as",
            "/properties",
            "n: Option<i64>",
        ),
        (
            json("{type: object, properties: [{n: {type: integer}}, {m: integer}]}"),
            "is read as",
            "/properties/m",
            "m: Option<i64>",
        ),
        (
            json("{type: object, additionalProperties: integer}"),
            "is read as",
            "/additionalProperties",
            "BTreeMap<String, i64>",
        ),
        (
            json("{type: object, properties: {e: {type: string, enum: one}}}"),
            "is read as `[\"one\"]`",
            "/enum",
            "One = \"one\"",
        ),
    ] {
        let operation = match operation.starts_with("operationId") {
            true => return_without_id(&operation),
            false => generated(&operation, SCHEMAS),
        };
        assert_read(&operation, message, pointer, code);
    }
}

fn return_without_id(operation: &str) -> Generated {
    document(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{{operation}, responses: {{'204': {{}}}}}}}}}}"
    ))
}

#[test]
fn unresolved_references_are_skipped_or_accept_any_value() {
    let json = |schema: &str| {
        format!(
            "requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}"
        )
    };
    for (operation, message, pointer, code) in [
        ("parameters: [{$ref: '#/components/parameters/R'}, {$ref: '#/components/parameters/Q'}]".to_owned(),
            "unresolved reference `#/components/parameters/R`: it is skipped", "/parameters/0/$ref", "q: Option<String>"),
        ("responses: {'200': {$ref: '#/components/responses/R'}}".to_owned(),
            "any content is accepted", "/responses/200/$ref", "Call<'c, C, Bytes>"),
        ("requestBody: {$ref: '#/components/requestBodies/R'}".to_owned(),
            "any JSON is accepted", "/requestBody/$ref", "Option<Value>"),
        ("responses: {'204': {headers: {X: {$ref: '#/components/headers/R'}}}}".to_owned(),
            "it is skipped", "/headers/X/$ref", "doA"),
        (json("{type: object, properties: {a: {$ref: '#/components/schemas/T'}, b: {type: integer}}}"),
            "unresolved reference `#/components/schemas/T`: any value", "/a/$ref", "=> into Value"),
        (json("{allOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/S'}]}"),
            "it is skipped", "/allOf/0/$ref", "x: Option<String>"),
        (json("{oneOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/S'}, {type: integer}]}"),
            "it is skipped", "/oneOf/0/$ref", "Number(i64)"),
    ] {
        let generated = generated(&operation, SCHEMAS);
        assert_read(&generated, message, pointer, code);
        let finding = generated.warnings.iter().find(|it| it.pointer.ends_with(pointer)).unwrap();
        assert_eq!(finding.operation.as_deref(), Some("doA"));
    }
}

#[test]
fn references_to_the_wrong_kind_of_component_are_skipped() {
    for (operation, message, code) in [
        (
            "parameters: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/parameters/Q'}]",
            "`#/components/schemas/S` does not point to a parameter",
            "q: Option<String>",
        ),
        (
            "responses: {'200': {$ref: '#/components/parameters/Q'}}",
            "does not point to a response",
            "Call<'c, C, Bytes>",
        ),
        (
            "requestBody: {$ref: '#/components/headers/H'}",
            "does not point to a request body",
            "Option<Value>",
        ),
    ] {
        assert_read(&generated(operation, SCHEMAS), message, "/$ref", code);
    }
}

#[test]
fn circular_and_unnamed_parameters_are_skipped() {
    let components = "components: {parameters: {A: {$ref: '#/components/parameters/B'}, B: {$ref: '#/components/parameters/A'}}}";
    let operation = "parameters: [{$ref: '#/components/parameters/A'}, {name: q, in: query, schema: {type: integer}}, {in: query}]";
    let generated = generated(operation, components);
    assert_read(&generated, "circular definition of `A`", "/parameters/A", "q: Option<i64>");
    assert_read(
        &generated,
        "a parameter has no `name`: it is skipped",
        "/parameters/2",
        "q: Option<i64>",
    );
}

#[test]
fn swagger_2_body_parameters_become_the_request_body() {
    let body = "parameters: [{name: order, in: body, required: true, schema: {type: object, properties: {n: {type: integer}}}}]";
    assert_read(
        &generated(body, ""),
        "it is read as the request body",
        "/parameters/0",
        "n: Option<i64>",
    );
    let fields = "parameters: [{name: n, in: formData, required: true, type: integer}, {name: tags, in: formData, type: array, items: {type: string}}]";
    let form = generated(fields, "");
    assert_read(&form, "a field of the request body", "/parameters/1", "fn new(n into i64)");
    assert_read(&form, "a field of the request body", "/parameters/1", "Joined(',')");
    let file = "parameters: [{name: photo, in: formData, type: file}, {name: n, in: formData, type: integer}]";
    assert_read(
        &generated(file, ""),
        "a field of the request body",
        "/parameters/0",
        "photo: Option<FilePart>",
    );
    let shared = "parameters: [{$ref: '#/components/parameters/B'}]";
    let components = "components: {parameters: {B: {name: b, in: body, schema: {type: object, properties: {n: {type: integer}}}}}}";
    assert_read(
        &generated(shared, components),
        "it is read as the request body",
        "/parameters/B",
        "n: Option<i64>",
    );
    let list = "parameters: [{name: tags, in: query, type: array, collectionFormat: pipes, items: {type: integer}}]";
    assert_read(&generated(list, ""), "they are read as its schema", "/parameters/0", "psv");
    let response = "responses: {'200': {schema: {type: object, properties: {n: {type: integer}}}}}";
    assert_read(
        &generated(response, ""),
        "it is read as JSON",
        "/200/schema",
        "pub n: Option<i64>",
    );
}

#[test]
fn a_query_parameter_with_a_placeholder_is_sent_once() {
    let generated = document(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {'/a?q={q}': {get: {operationId: a, parameters: \
         [{name: q, in: query, schema: {type: integer}}], responses: {'204': {}}}}}",
    );
    assert_read(
        &generated,
        "has a placeholder in the path",
        "/parameters/0",
        "q: impl Into<i64>) -> Call",
    );
}

#[test]
fn a_single_response_is_treated_as_success() {
    let schema =
        "content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}";
    let operation = format!("responses: {{default: {{{schema}}}}}");
    assert_read(
        &generated(&operation, ""),
        "read as the successful one",
        "/default",
        "Call<'c, C, DoAResponse>",
    );
    // A response whose schema is named like an error stays an error.
    let components =
        "components: {schemas: {ApiError: {type: object, properties: {n: {type: integer}}}}}";
    let error = "responses: {default: {content: {application/json: {schema: {$ref: '#/components/schemas/ApiError'}}}}}";
    assert_read(
        &generated(error, components),
        "no successful response",
        "/responses",
        "Call<'c, C, ()>",
    );
}

#[test]
fn servers_without_a_url_or_a_valid_default_are_skipped() {
    for (servers, message, pointer, code) in [
        ("'https://b.example'", "is read as", "/servers", "https://b.example"),
        (
            "[{description: x}, {url: 'https://b.example'}]",
            "without a `url`",
            "/servers/0",
            "https://b.example",
        ),
        (
            "[{url: 'https://{r}.example', variables: {r: {default: [eu]}}}]",
            "is read as `\"eu\"`",
            "/r/default",
            "https://eu.example",
        ),
        (
            "[{url: 'https://{r}.example', variables: {r: {default: {}, enum: [us]}}}]",
            "not a string: it is skipped",
            "/r/default",
            "https://us.example",
        ),
        (
            "[{url: 'https://{r}.example', variables: {r: de}}]",
            "is read as",
            "/variables/r",
            "https://de.example",
        ),
    ] {
        let generated = generated(&format!("servers: {servers}"), "");
        assert_read(&generated, message, pointer, code);
    }
}

#[test]
fn scopes_and_requirements_are_read_as_lists() {
    let components = "components: {securitySchemes: {key: {type: http, scheme: basic}}}";
    for (security, pointer) in [("[key]", "/security/0"), ("[{key: all}]", "/security/0/key")] {
        let generated = generated(&format!("security: {security}"), components);
        assert_read(&generated, "is read as", pointer, ".security(&[&[\"key\"]])");
    }
}

#[test]
fn a_finding_names_three_media_types_and_counts_the_others() {
    let content = |count: usize| {
        let others = (1..=count).map(|number| format!(", 'a/x{number}': {{}}")).collect::<String>();
        format!("requestBody: {{content: {{application/json: {{}}{others}}}}}")
    };
    for (count, others) in
        [(3, "`a/x1`, `a/x2`, `a/x3`"), (200, "`a/x1`, `a/x2`, `a/x3` and 197 more")]
    {
        let generated = generated(&content(count), "");
        let message = format!("the request body is sent as `application/json`, never as {others}");
        assert!(
            generated.warnings.iter().any(|warning| warning.message == message),
            "no `{message}` in {:#?}",
            generated.warnings
        );
    }
}
