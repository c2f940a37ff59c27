//! Overlays: what they change, and what is reported about an action that cannot be applied.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;

use paygentic_codegen::{OverlayMode, Source, overlay};
use serde_json::{Value, json};

const HEAD: &str = "overlay: 1.0.0\ninfo: {title: Fixes, version: '1'}\nactions:\n";

fn shop() -> Value {
    json!({
        "openapi": "3.1.0",
        "tags": ["a", "b", "c", "d"],
        "paths": {
            "/orders": {"get": {"tags": ["orders"], "deprecated": true}},
            "/items": {"get": {"tags": ["items"]}, "post": {}},
        },
        "components": {"schemas": {
            "Order": {"type": "string", "enum": ["a"], "additionalProperties": false},
            "Item": {"type": "object", "properties": {"price": {"type": "string"}}},
        }},
    })
}

fn apply_to(document: &mut Value, actions: &str, mode: OverlayMode) -> Result<String, String> {
    let text = format!("{HEAD}{actions}");
    overlay::apply(document, &Source { name: "overlay.yaml", text: &text }, mode)
        .map(|warnings| warnings.iter().map(ToString::to_string).collect())
        .map_err(|errors| errors.to_string())
}

/// The document after one action, which must succeed.
fn changed(target: &str, change: &str) -> Value {
    let mut document = shop();
    let action = format!("  - {{target: \"{target}\", description: Why, {change}}}");
    assert_eq!(apply_to(&mut document, &action, OverlayMode::Strict), Ok(String::new()));
    document
}

#[test]
fn objects_are_merged_to_any_depth_and_keep_their_order() {
    let document = changed(
        "$.components.schemas.Item",
        "update: {description: New, properties: {price: {format: decimal}, size: {type: integer}}}",
    );
    let item = &document["components"]["schemas"]["Item"];
    let expected = json!({
        "type": "object",
        "properties": {
            "price": {"type": "string", "format": "decimal"},
            "size": {"type": "integer"},
        },
        "description": "New",
    });
    assert_eq!(item.to_string(), expected.to_string());
}

#[test]
fn single_values_are_replaced() {
    let document = changed(
        "$.components.schemas.Order",
        "update: {type: [string, 'null'], additionalProperties: {}}",
    );
    let order = &document["components"]["schemas"]["Order"];
    assert_eq!(order["type"], json!(["string", "null"]));
    assert_eq!(order["additionalProperties"], json!({}));
}

#[test]
fn lists_are_appended_to() {
    let by_parent = changed("$.components.schemas.Order", "update: {enum: [b, c]}");
    assert_eq!(by_parent["components"]["schemas"]["Order"]["enum"], json!(["a", "b", "c"]));
    let by_list = changed("$.components.schemas.Order.enum", "update: b");
    assert_eq!(by_list["components"]["schemas"]["Order"]["enum"], json!(["a", "b"]));
}

#[test]
fn an_action_changes_every_match() {
    let document = changed("$.paths.*.get", "update: {x-rust-name: read}");
    assert_eq!(document["paths"]["/orders"]["get"]["x-rust-name"], "read");
    assert_eq!(document["paths"]["/items"]["get"]["x-rust-name"], "read");
    assert_eq!(document["paths"]["/items"]["post"], json!({}));
    let filtered = changed("$.paths.*[?@.deprecated == true]", "update: {x-old: true}");
    assert_eq!(filtered["paths"]["/orders"]["get"]["x-old"], true);
    assert_eq!(filtered["paths"]["/items"]["get"].get("x-old"), None);
}

#[test]
fn several_entries_of_one_list_are_removed() {
    assert_eq!(changed("$.tags[0, 2, 2]", "remove: true")["tags"], json!(["b", "d"]));
    assert_eq!(changed("$.tags[1:]", "remove: true")["tags"], json!(["a"]));
    assert_eq!(changed("$.tags[*]", "remove: true")["tags"], json!([]));
}

#[test]
fn removing_a_key_keeps_the_order_of_the_others() {
    let document = changed("$.components.schemas.Order.enum", "remove: true");
    let order = &document["components"]["schemas"]["Order"];
    assert_eq!(order.to_string(), r#"{"type":"string","additionalProperties":false}"#);
}

#[test]
fn a_value_and_its_children_are_removed_together() {
    let document = changed("$.components.schemas..*", "remove: true");
    assert_eq!(document["components"]["schemas"], json!({}));
}

#[test]
fn actions_see_the_results_of_earlier_actions() {
    let mut document = shop();
    let actions = "
  - {target: $.components.schemas, description: A new one, update: {Price: {type: string}}}
  - {target: $.components.schemas.Price, description: Its format, update: {format: decimal}}
";
    apply_to(&mut document, actions, OverlayMode::Strict).unwrap();
    assert_eq!(document["components"]["schemas"]["Price"]["format"], "decimal");
}

#[test]
fn a_failing_action_is_an_error_or_a_warning_and_the_rest_is_applied() {
    let actions = "
  - {target: $.components.schemas.Gone, description: Money is decimal, update: {format: decimal}}
  - {target: $.components.schemas.Item, description: Fits, update: {x-fits: true}}
  - {target: $.components.schemas.Order.type, description: Not an object, update: {a: b}}
  - {target: $.components.schemas.Order, description: Not a text, update: b}
  - {target: $, description: Everything, remove: true}
";
    let errors = apply_to(&mut shop(), actions, OverlayMode::Strict).unwrap_err();
    insta::assert_snapshot!(errors);

    let mut document = shop();
    let warnings = apply_to(&mut document, actions, OverlayMode::Lenient).unwrap();
    assert_eq!(document["components"]["schemas"]["Item"]["x-fits"], true);
    assert_eq!(warnings.matches("warning: action").count(), 4);
    assert!(warnings.contains("action 1 of the overlay matches nothing"), "{warnings}");
    assert!(warnings.contains("$.components.schemas.Gone"), "{warnings}");
    assert!(warnings.contains("Money is decimal"), "{warnings}");
}

#[test]
fn a_file_that_is_not_an_overlay_is_refused_in_both_modes() {
    let cases = [
        ("empty", ""),
        ("not an object", "[]"),
        ("no overlay", "openapi: 3.1.0\npaths: {}"),
        ("version", "overlay: 2.0.0\nactions: []"),
        ("actions", "overlay: 1.0.0\nactions: {}"),
        ("cut off", "{\"overlay\": \"1.0.0\", \"actions\": [{\"tar"),
        (
            "actions of every wrong form",
            "
overlay: 1.0.0
info: {title: Fixes, version: '1'}
action: []
actions:
  - {description: No target, update: {}}
  - {target: $.paths, update: {}}
  - {target: $.paths, description: ' ', update: {}}
  - {target: $.paths, description: Both, update: {}, remove: true}
  - {target: $.paths, description: Neither}
  - {target: $.paths, description: Neither, remove: false}
  - {target: $.paths, description: Misspelt, updates: {}}
  - {target: $.paths, description: Odd, remove: please}
  - {target: paths.x, description: No JSONPath, update: {}}
  - {target: '$.paths[?(@.x', description: No JSONPath, update: {}}
  - {target: 7, description: [], update: {}}
  - nothing
",
        ),
    ];
    let mut report = String::new();
    for (name, text) in cases {
        let source = Source { name: "overlay.yaml", text };
        let mut document = shop();
        let errors = overlay::apply(&mut document, &source, OverlayMode::Lenient).unwrap_err();
        assert_eq!(document, shop(), "{name} changed the document");
        writeln!(report, "# {name}\n{errors}\n").unwrap();
    }
    insta::assert_snapshot!(report);
}

/// Applies an overlay of a version to the shop.
fn apply_version(version: &str, actions: &str) -> Result<Value, String> {
    let mut document = shop();
    let text =
        format!("overlay: {version}\ninfo: {{title: Fixes, version: '1'}}\nactions:\n{actions}");
    let source = Source { name: "overlay.yaml", text: &text };
    overlay::apply(&mut document, &source, OverlayMode::Strict)
        .map(|_| document)
        .map_err(|errors| errors.to_string())
}

#[test]
fn the_description_of_an_action_is_optional() {
    let document = apply_version("1.0.0", "  - {target: $.paths, update: {x-a: 1}}").unwrap();
    assert_eq!(document["paths"]["x-a"], 1);
    let error = apply_version("1.0.0", "  - {target: $.nothing, update: {x-a: 1}}").unwrap_err();
    assert!(
        error.contains("target matches nothing: `$.nothing`") || error.contains("`$.nothing`"),
        "{error}"
    );
}

#[test]
fn a_copy_is_merged_into_its_target() {
    let action = "  - {target: \"$.paths['/items'].post\", copy: \"$.paths['/items'].get\"}";
    let document = apply_version("1.1.0", action).unwrap();
    assert_eq!(document["paths"]["/items"]["post"], json!({"tags": ["items"]}));
    // The target keeps its own keys, and a later action sees the result of an earlier one.
    let actions = "  - {target: \"$.paths['/items'].get\", copy: \"$.paths['/orders'].get\"}\n  \
         - {target: \"$.paths['/orders'].get\", remove: true}";
    let document = apply_version("1.1.0", actions).unwrap();
    assert_eq!(
        document["paths"]["/items"]["get"],
        json!({"tags": ["items", "orders"], "deprecated": true})
    );
    assert_eq!(document["paths"]["/orders"], json!({}));
}

#[test]
fn a_copy_needs_one_source_location_and_overlay_1_1() {
    let refused = |version: &str, action: &str, why: &str| {
        let error =
            apply_version(version, &format!("  - {{target: $.paths, {action}}}")).unwrap_err();
        assert!(error.contains(why), "{error}");
    };
    refused("1.0.0", "copy: $.components", "overlay 1.0 does not have it");
    refused("1.1.0", "copy: $.nothing", "matches 0 locations");
    refused("1.1.0", "copy: '$.paths.*'", "matches 2 locations");
    refused("1.1.0", "copy: $.components, update: {a: b}", "another change");
    refused("1.1.0", "copy: '$['", "invalid JSONPath in copy of action 1");
}

#[test]
fn every_action_of_our_overlay_has_a_description() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/overlay.yaml");
    let overlay: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for action in overlay["actions"].as_array().unwrap() {
        assert!(action["description"].is_string(), "{}", action["target"]);
    }
}

#[test]
fn overlay_1_1_can_target_lists_and_single_values() {
    let of = |version: &str, action: &str| {
        apply_version(version, &format!("  - {{{action}}}"))
            .map_err(|error| error.contains("single value"))
    };
    let order = "target: $.components.schemas.Order";
    let changed = of("1.1.0", &format!("{order}.type, update: integer")).unwrap();
    assert_eq!(changed["components"]["schemas"]["Order"]["type"], "integer");
    assert_eq!(of("1.0.0", &format!("{order}.type, update: integer")), Err(true));
    assert_eq!(of("1.1.0", &format!("{order}.type, update: {{a: b}}")), Err(true));
    let changed = of("1.1.0", "target: $.tags, update: [e, f]").unwrap();
    assert_eq!(changed["tags"], json!(["a", "b", "c", "d", "e", "f"]));
    // In overlay 1.0, any value is appended as one entry.
    let changed = of("1.0.0", "target: $.tags, update: [e, f]").unwrap();
    assert_eq!(changed["tags"], json!(["a", "b", "c", "d", ["e", "f"]]));
    let changed = of("1.1.0", "target: $.tags, copy: \"$.paths['/items'].get.tags\"").unwrap();
    assert_eq!(changed["tags"], json!(["a", "b", "c", "d", "items"]));
    let changed = of("1.1.0", "target: \"$.tags[?@ == 'b']\", remove: true").unwrap();
    assert_eq!(changed["tags"], json!(["a", "c", "d"]));
}

/// The kinds of test cases in the specification's own suites, on this document.
#[test]
fn examples_of_the_specification_apply() {
    let actions = "
  - {target: $, update: {info: {title: Shop, license: {name: Free}}, servers: [{url: 'https://a.example', description: Dev}, {url: 'https://b.example'}]}}
  - {target: $.info, update: {x-seen: true}}
  - {target: \"$.servers[?( @.description == 'Dev' )]\", remove: true}
  - {target: $.paths.*.get, update: {tags: [any]}}
  - {target: $.paths.*, update: {delete: {x-new: {deep: 1}}}}
  - {target: \"$.paths..['deprecated']\", remove: true}
  - {target: \"$.components..properties[?(@.type == 'string')]\", remove: true}
";
    let shop = apply_version("1.0.0", actions).unwrap();
    assert_eq!(shop["info"], json!({"title": "Shop", "license": {"name": "Free"}, "x-seen": true}));
    assert_eq!(shop["servers"], json!([{"url": "https://b.example"}]));
    let expected = json!({
        "/orders": {"get": {"tags": ["orders", "any"]}, "delete": {"x-new": {"deep": 1}}},
        "/items": {"get": {"tags": ["items", "any"]}, "post": {}, "delete": {"x-new": {"deep": 1}}},
    });
    assert_eq!(shop["paths"], expected);
    assert_eq!(shop["components"]["schemas"]["Item"]["properties"], json!({}));
    let replaced = "
  - {target: $.tags, remove: true}
  - {target: $, update: {tags: [only]}}
";
    assert_eq!(apply_version("1.1.0", replaced).unwrap()["tags"], json!(["only"]));
}

/// The suites of the specification that are not about OpenAPI: their targets and changes, on this document.
#[test]
fn examples_of_the_specification_for_other_formats_apply() {
    let actions = "
  - {target: $, update: {steps: {a: {criteria: [one], x-internal: true}, b: {criteria: []}}, sources: [{name: main, url: 'https://a.example'}]}}
  - {target: \"$.sources[?@.name == 'main']\", update: {url: 'https://b.example'}}
  - {target: '$.steps[*].criteria', update: {condition: fast}}
  - {target: \"$.steps[?@['x-internal'] == true]\", remove: true}
";
    let shop = apply_version("1.2.0", actions).unwrap();
    assert_eq!(shop["sources"], json!([{"name": "main", "url": "https://b.example"}]));
    assert_eq!(shop["steps"], json!({"b": {"criteria": [{"condition": "fast"}]}}));
}

/// Applies an overlay of version 1.2 with additional top-level keys.
fn apply_1_2(more: &str, actions: &str) -> Result<Value, String> {
    let mut document = shop();
    let text = format!(
        "overlay: 1.2.0\ninfo: {{title: Fixes, version: '1'}}\n{more}\nactions:\n{actions}"
    );
    let source = Source { name: "overlay.yaml", text: &text };
    overlay::apply(&mut document, &source, OverlayMode::Strict)
        .map(|_| document)
        .map_err(|errors| errors.to_string())
}

#[test]
fn a_reusable_action_is_applied_where_it_is_referenced() {
    let components = "$self: https://overlays.example/shop\ntargetFormat: openapi\ncomponents: {actions: {mark: {description: A mark., fields: {update: {x-mark: 1}}}}}";
    let reference =
        |target: &str| format!("  - {{$ref: '#/components/actions/mark', target: {target}}}\n");
    let actions = reference("$.paths") + &reference("$.components");
    let shop = apply_1_2(components, &actions).unwrap();
    assert_eq!([&shop["paths"]["x-mark"], &shop["components"]["x-mark"]], [1, 1]);
    let error = apply_1_2("", &reference("$.info")).unwrap_err();
    assert!(error.contains("no reusable action `mark`"), "{error}");
    let targeted = "components: {actions: {mark: {fields: {target: $.info, remove: true}}}}";
    let error = apply_1_2(targeted, &reference("$.info")).unwrap_err();
    assert!(error.contains("a `target` of its own"), "{error}");
    // Overlay 1.1 has no reusable actions.
    let error = apply_version("1.1.0", &reference("$.info")).unwrap_err();
    assert!(error.contains("unknown key `$ref`"), "{error}");
}

#[test]
fn an_overlay_for_another_format_is_refused() {
    let error =
        apply_1_2("targetFormat: asyncapi", "  - {target: $.info, update: {a: 1}}").unwrap_err();
    assert!(error.contains("documents of the format \"asyncapi\""), "{error}");
}
