//! Faults with an obvious interpretation are warnings, and code is generated.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};

fn generated(components: &str, operation: &str, schema: &str) -> Generated {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}, {{description: none}}]\n\
         paths:\n  /a/{{id}}:\n    get:\n      operationId: getA\n{operation}      responses:\n        '200': \
         {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}\ncomponents:\n{components}"
    );
    let input = Input {
        document: Source { name: "api.yaml", text: &text },
        overlay: None,
        overlay_mode: OverlayMode::Lenient,
    };
    generate(&input).unwrap_or_else(|errors| panic!("{text}\n{errors}"))
}

fn warned(generated: &Generated, part: &str) {
    let messages: Vec<&str> =
        generated.warnings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.iter().any(|message| message.contains(part)), "no `{part}` in {messages:#?}");
}

fn code(generated: &Generated) -> String {
    generated.files.values().map(String::as_str).collect()
}

const A: &str = "{$ref: '#/components/schemas/A'}";

#[test]
fn circular_definitions_keep_their_other_parts() {
    for (schemas, kept) in [
        ("    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n", ""),
        (
            "    A: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {kept: {type: string}}}]}\n",
            "kept",
        ),
        (
            "    A: {oneOf: [{type: object, required: [kept], properties: {kept: {type: string}}}, {$ref: '#/components/schemas/A'}]}\n",
            "kept",
        ),
    ] {
        let generated = generated(&format!("  schemas:\n{schemas}"), "", A);
        warned(&generated, "circular definition of `A`");
        assert!(code(&generated).contains(kept), "{schemas}");
    }
}

#[test]
fn a_property_may_have_a_name_like_an_extension() {
    let schemas = "  schemas:\n    A: {type: object, properties: {x-rate: integer}}\n";
    let generated = generated(schemas, "", A);
    warned(&generated, "`\"integer\"` is read as");
    assert!(code(&generated).contains("pub x_rate: Option<i64>"));
}

#[test]
fn circular_components_other_than_schemas_are_empty() {
    let responses = "  responses:\n    A: {$ref: '#/components/responses/B'}\n    B: {$ref: '#/components/responses/A'}\n";
    warned(&generated(responses, "", "{type: string}"), "circular definition of `A`");
}

#[test]
fn the_location_of_a_parameter_is_inferred() {
    let operation = "      parameters: [{name: id, schema: {type: integer}}, {name: q, in: Header, schema: {type: string}}, \
                     {name: r, in: url, schema: {type: string}}]\n";
    let generated = generated("  {}\n", operation, "{type: string}");
    for part in
        ["`id`: it is read as `path`", "`q`: it is read as `header`", "`r`: it is read as `query`"]
    {
        warned(&generated, part);
    }
}

#[test]
fn the_type_of_a_security_scheme_is_inferred_from_its_keys() {
    for (scheme, warning, made) in [
        ("{type: http, bearerFormat: JWT}", "`scheme: bearer`", "Bearer"),
        ("{type: apiKey, name: X-Key}", "`in: header`", "x-key"),
        ("{scheme: bearer}", "`type: http`", "Bearer"),
        ("{type: http}", "it is not sent", ""),
        ("{description: nothing}", "it is not sent", ""),
    ] {
        let components = format!("  securitySchemes:\n    s: {scheme}\n");
        let generated = generated(&components, "      security: [{s: []}]\n", "{type: string}");
        warned(&generated, warning);
        let code = code(&generated).to_lowercase();
        assert!(code.contains(&made.to_lowercase()), "{scheme}");
    }
}

#[test]
fn a_server_without_a_url_is_skipped() {
    warned(&generated("  {}\n", "", "{type: string}"), "a server without a `url`");
}

#[test]
fn a_reference_to_a_non_schema_accepts_any_value() {
    let components = "  responses:\n    Plain: {description: text}\n";
    let generated = generated(components, "", "{$ref: '#/components/responses/Plain'}");
    warned(&generated, "does not point to a schema");
    let unresolved = self::generated("  {}\n", "", "{$dynamicRef: '#nowhere'}");
    warned(&unresolved, "does not point to a schema");
}

#[test]
fn a_type_that_is_not_a_string_accepts_any_value() {
    warned(&generated("  {}\n", "", "{type: {a: b}}"), "it is read as any value");
}
