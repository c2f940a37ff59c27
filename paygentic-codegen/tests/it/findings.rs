//! One run reports all findings, each with a location in the published document that an overlay action can target.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use paygentic_codegen::{Diagnostics, Input, OverlayMode, Severity, Source, document, generate};

fn findings(document: &str, overlay: Option<&str>) -> Diagnostics {
    let source = |name, text| Source { name, text };
    let input = Input {
        document: source("api.yaml", document),
        overlay: overlay.map(|text| source("overlay.yaml", text)),
        overlay_mode: OverlayMode::Strict,
    };
    generate(&input).map_or_else(|errors| errors, |generated| Diagnostics(generated.warnings))
}

/// A 3.1 document whose only response is the component `A`.
fn responding_with(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a:\n    get:\n      \
         operationId: getA\n      responses:\n        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/A'}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

fn exists(text: &str, pointer: &str) -> bool {
    let document = document::parse(&Source { name: "api.yaml", text }).unwrap();
    document.pointer(pointer.strip_prefix('#').unwrap()).is_some()
}

#[test]
fn locations_are_those_before_lowering() {
    let two = "[{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]";
    for (schema, place) in [
        (
            format!(
                "{{anyOf: [{{type: 'null'}}, {{type: object, additionalProperties: {{anyOf: {two}}}}}]}}"
            ),
            "#/components/schemas/A/properties/x/anyOf/1/additionalProperties/anyOf/1",
        ),
        (
            format!("{{anyOf: [{{type: 'null'}}, {}]}}", two.trim_matches(['[', ']'])),
            "#/components/schemas/A/properties/x/anyOf/2",
        ),
        (
            format!("{{type: ['null', array, string], items: {{oneOf: {two}}}}}"),
            "#/components/schemas/A/properties/x/items/oneOf/1",
        ),
        (
            format!(
                "{{$ref: '#/components/schemas/B', type: object, properties: {{y: {{oneOf: {two}}}}}}}"
            ),
            "#/components/schemas/A/properties/x/properties/y/oneOf/1",
        ),
    ] {
        let schemas = format!(
            "    A: {{type: object, properties: {{x: {schema}}}}}\n    B: {{type: object, properties: {{z: {{type: string}}}}}}\n"
        );
        let text = responding_with(&schemas);
        let findings = findings(&text, None);
        assert!(findings.0.iter().any(|finding| finding.pointer == place), "{place}: {findings}");
        for finding in &findings.0 {
            assert!(exists(&text, &finding.pointer), "nothing at {}: {findings}", finding.pointer);
        }
    }
}

#[test]
fn findings_of_check_model_and_overlay_are_reported_in_one_run() {
    let text = responding_with(
        "    A: {type: object, properties: {a-b: {type: string}, a_b: {type: string}}}\n",
    )
    .replace(
        "operationId: getA",
        "operationId: getA\n      parameters: [{name: f g, in: header, schema: {type: string}}]",
    );
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n  - {target: $.nowhere, description: stale, remove: true}\n";
    let findings = findings(&text, Some(overlay)).to_string();
    for part in [
        "matches nothing",
        "`f g` is skipped: the name is not valid for a header",
        "it becomes `a_b_2`",
    ] {
        assert!(findings.contains(part), "no `{part}` in {findings}");
    }
}

#[test]
fn nothing_inside_a_location_with_an_error_is_reported_again() {
    let text = responding_with(
        "    A: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}\n",
    );
    let findings = findings(&text, None);
    assert_eq!(findings.0.len(), 1, "{findings}");
}

#[test]
fn a_type_that_shares_its_name_does_not_require_itself() {
    let text = responding_with("    A: {type: object}\n").replace(
        "{$ref: '#/components/schemas/A'}",
        "{type: object, required: [data], properties: {data: {$ref: '#/components/schemas/GetAResponse'}}}",
    ) + "    GetAResponse: {type: object, properties: {n: {type: integer}}}\n";
    let findings = findings(&text, None);
    assert!(findings.0.is_empty(), "{findings}");
}

#[test]
fn misleading_method_names_are_noted() {
    let operation = |id: &str, tag: &str, more: &str| {
        format!(
            "{{operationId: {id}, tags: [{tag}], {more}responses: {{'204': {{description: ok}}}}}}"
        )
    };
    let parameter = "parameters: [{name: id, in: path, required: true, schema: {type: string}}], ";
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /bookings:\n    get: {}\n    post: {}\n  \
         '/bookings/{{id}}':\n    get: {}\n  '/bookings/{{id}}/payment':\n    post: {}\n    get: {}\n  /stations:\n    get: {}\n",
        operation("get-bookings", "bookings", ""),
        operation("create-booking", "bookings", ""),
        operation("get-booking", "bookings", parameter),
        operation("create-booking-payment", "payments", parameter),
        // A name that the document itself gives is intentional.
        operation(
            "get-booking-payment",
            "payments",
            &format!("x-rust-name: get_booking, {parameter}")
        ),
        operation("get-stations", "stations", ""),
    );
    let expected = [
        (
            "#/paths/~1bookings/get",
            "`bookings.get` reads a collection, and `bookings.get_booking` one of its items; `x-rust-name: list` on the operation names it better",
        ),
        (
            "#/paths/~1bookings~1{id}~1payment/post",
            "`payments.create_booking` reads as if its object were `booking`, because the name of the resource is left out of \
             `create-booking-payment`; `x-rust-name` on the operation gives it another name",
        ),
    ];
    let found = findings(&document, None).0;
    let found: Vec<_> = found
        .iter()
        .map(|finding| (finding.severity, finding.pointer.as_str(), finding.message.as_str()))
        .collect();
    assert_eq!(found, expected.map(|(at, message)| (Severity::Note, at, message)));
}

#[test]
fn two_choices_in_one_schema_are_reported_once() {
    let one = |name: &str| {
        format!(
            "    {name}: {{type: object, required: [{name}], properties: {{{name}: {{type: string}}}}}}\n"
        )
    };
    let others = ["b", "c", "d", "e"].map(one).concat();
    let choice = |one: &str, other: &str| {
        format!(
            "{{oneOf: [{{$ref: '#/components/schemas/{one}'}}, {{$ref: '#/components/schemas/{other}'}}]}}"
        )
    };
    let of = |parts: &str| {
        let text = responding_with(&format!(
            "    A: {{allOf: [{parts}]}}\n    F: {}\n{others}",
            choice("b", "c")
        ));
        let found = findings(&text, None).0;
        let found = found.iter().filter(|finding| finding.message.contains("two choices"));
        found.map(|finding| finding.pointer.clone()).collect::<Vec<_>>()
    };
    let place = ["#/components/schemas/A"];
    assert_eq!(of(&format!("{}, {}", choice("b", "c"), choice("d", "e"))), place);
    assert_eq!(of(&format!("{{$ref: '#/components/schemas/F'}}, {}", choice("d", "e"))), place);
    assert_eq!(of(&choice("b", "c")), [""; 0]);
    // The same choice, reached in two ways.
    let twice = "{$ref: '#/components/schemas/F'}, {allOf: [{$ref: '#/components/schemas/F'}, {type: object}]}";
    assert_eq!(of(twice), [""; 0]);
}
