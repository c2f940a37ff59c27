//! Values of request bodies: whether all that were accepted are still accepted.

use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{check, differs, same};

#[test]
fn equivalent_bounds_are_not_a_change() {
    let integer = |key: &str, bound: Value| json!({ "type": "integer", key: bound });
    same(&integer("exclusiveMinimum", json!(0)), &integer("minimum", json!(1)));
    same(&integer("exclusiveMaximum", json!(10)), &integer("maximum", json!(9)));
    same(&integer("maximum", json!(10.5)), &integer("maximum", json!(10)));
    same(&integer("multipleOf", json!(1)), &json!({ "type": "integer" }));
    same(
        &json!({ "type": "string", "enum": ["a", "b"] }),
        &json!({ "type": "string", "enum": ["a", "b"], "maxLength": 1 }),
    );
    same(
        &json!({ "type": "string", "format": "date" }),
        &json!({ "type": "string", "format": "date", "maxLength": 10 }),
    );
    same(
        &json!({ "type": "string", "format": "uuid" }),
        &json!({ "type": "string", "format": "uuid", "minLength": 36, "maxLength": 64 }),
    );
    same(
        &json!({ "type": "array", "items": { "type": "integer", "minimum": 1 } }),
        &json!({ "type": "array", "items": { "type": "integer", "exclusiveMinimum": 0 } }),
    );
}

#[test]
fn bounds_that_differ_are_reported() {
    let number = |key: &str, bound: Value| json!({ "type": "number", key: bound });
    differs(&number("exclusiveMinimum", json!(0)), &number("minimum", json!(1)), Breaking, Safe);
    differs(&number("maximum", json!(10.5)), &number("maximum", json!(10)), Breaking, Safe);
    differs(
        &json!({ "type": "string", "enum": ["a", "bb"] }),
        &json!({ "type": "string", "enum": ["a", "bb"], "maxLength": 1 }),
        Breaking,
        Safe,
    );
    differs(
        &json!({ "type": "string", "format": "date" }),
        &json!({ "type": "string", "format": "date", "maxLength": 9 }),
        Breaking,
        Safe,
    );
    differs(
        &json!({ "type": "integer", "multipleOf": 4 }),
        &json!({ "type": "integer", "multipleOf": 2 }),
        Safe,
        Breaking,
    );
    let pattern = |most: u32| json!({ "type": "string", "pattern": "^a*$", "maxLength": most });
    // The pattern may already imply the bound.
    differs(&pattern(9), &pattern(8), Risky, Safe);
}

#[test]
fn integer_bounds_beyond_2_to_the_53_are_exact() {
    let at_most = |bound: i64| json!({ "type": "integer", "maximum": bound });
    differs(&at_most(9_007_199_254_740_993), &at_most(9_007_199_254_740_992), Breaking, Safe);
}

#[test]
fn any_of_required_properties_is_judged_by_the_old_values() {
    let object = |required: Value, any_of: Value, names: &[&str]| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        let mut schema =
            json!({ "type": "object", "required": required, "properties": properties });
        if !any_of.is_null() {
            schema["anyOf"] = any_of;
        }
        schema
    };
    let either = json!([{ "required": ["subject"] }, { "required": ["externalSubject"] }]);
    let both = ["type", "subject", "externalSubject"];
    let new = object(json!(["type"]), either, &both);
    let required = object(json!(["type", "subject"]), Value::Null, &["type", "subject"]);
    check(&required, &new, Safe, Breaking);
    let none = object(json!(["type"]), Value::Null, &both);
    check(&none, &new, Breaking, Safe);
}

#[test]
fn widening_a_constant_to_an_enum_is_safe_and_the_reverse_is_not() {
    let of = |values: Value| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", "enum": values } } });
    check(&of(json!(["item"])), &of(json!(["item", "customer"])), Safe, Breaking);
    check(&of(json!(["item"])), &of(json!(["plan", "customer"])), Breaking, Breaking);
}

#[test]
fn types_are_compared_by_their_values() {
    let of = |name: &str| json!({ "type": name });
    differs(&of("integer"), &of("number"), Safe, Breaking);
    differs(&of("integer"), &of("string"), Breaking, Breaking);
    differs(&json!({ "type": "string", "enum": ["a", "b"] }), &of("string"), Safe, Breaking);
    differs(
        &json!({ "type": "array", "items": of("integer") }),
        &json!({ "type": "array", "items": of("number") }),
        Safe,
        Breaking,
    );
    differs(&of("string"), &json!({ "anyOf": [of("string"), of("integer")] }), Safe, Breaking);
    differs(
        &json!({ "type": "object", "required": ["a"], "properties": { "a": of("integer") } }),
        &json!({ "type": "object", "additionalProperties": of("number") }),
        Safe,
        Breaking,
    );
}

#[test]
fn counts_that_are_always_met_are_not_a_change() {
    let object = |least: Option<u32>| {
        let mut schema = json!({ "type": "object", "required": ["a", "b"],
            "properties": { "a": { "type": "string" }, "b": { "type": "string" }, "c": { "type": "string" } } });
        if let Some(least) = least {
            schema["minProperties"] = json!(least);
        }
        schema
    };
    let [there, back] = check(&object(None), &object(Some(2)), Safe, Safe);
    assert_eq!(there.changes.len() + back.changes.len(), 0);
    check(&object(None), &object(Some(3)), Breaking, Safe);
}

#[test]
fn constraints_that_only_the_server_checks_are_reported() {
    let string = json!({ "type": "string" });
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let map = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    for (plain, key, value) in [
        (&string, "not", json!({ "const": "x" })),
        (&string, "contentEncoding", json!("base64")),
        (&list, "contains", json!({ "const": "x" })),
        (&map, "propertyNames", json!({ "pattern": "^a" })),
        (&map, "patternProperties", json!({ "^x": { "type": "string" } })),
    ] {
        let mut constrained = plain.clone();
        constrained[key] = value;
        differs(plain, &constrained, Risky, Safe);
    }
    let tuple = |one: &str, other: &str| json!({ "type": "array", "prefixItems": [{ "type": one }, { "type": other }] });
    differs(&tuple("string", "integer"), &tuple("integer", "string"), Breaking, Breaking);
    differs(&tuple("string", "integer"), &tuple("string", "number"), Safe, Breaking);
}

#[test]
fn properties_removed_from_a_closed_object_are_rejected() {
    let object = |names: &[&str], additional: Value| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": additional })
    };
    let closed = json!(false);
    check(&object(&["a", "b"], closed.clone()), &object(&["a"], closed.clone()), Breaking, Safe);
    let mut open = object(&["a"], closed.clone());
    open.as_object_mut().unwrap().remove("additionalProperties");
    check(&object(&["a", "b"], closed.clone()), &open, Risky, Safe);
    let text = json!({ "type": "string" });
    check(&object(&["a"], text.clone()), &object(&["a"], closed), Breaking, Safe);
    let short = json!({ "type": "string", "maxLength": 3 });
    check(&object(&["a"], text), &object(&["a"], short), Breaking, Safe);
}

#[test]
fn formats_and_patterns_that_exclude_each_other_break() {
    let of = |format: &str| json!({ "type": "string", "format": format });
    differs(&of("date"), &of("date-time"), Breaking, Breaking);
    differs(&json!({ "type": "string" }), &of("password"), Safe, Safe);
    differs(&of("uri"), &of("uri-reference"), Safe, Risky);
    let pattern = |text: &str| json!({ "type": "string", "pattern": text });
    differs(&pattern("^ab-[0-9]+$"), &pattern("^cd-[0-9]+$"), Breaking, Breaking);
    // The last character before a quantifier may be missing.
    differs(&pattern("^ab?c$"), &pattern("^ac$"), Risky, Risky);
}

#[test]
fn integer_formats_are_compared_as_ranges() {
    let of = |format: &str| json!({ "type": "integer", "format": format });
    differs(&of("int32"), &of("int64"), Safe, Breaking);
    differs(&json!({ "type": "integer" }), &of("uint32"), Breaking, Safe);
    let with =
        |format: &str, least: i64| json!({ "type": "integer", "format": format, "minimum": least });
    same(&of("int32"), &with("int32", i32::MIN.into()));
    same(&of("uint32"), &with("uint32", 0));
    differs(&of("int32"), &with("int32", 0), Breaking, Safe);
}

#[test]
fn a_pattern_that_matches_every_string_is_not_a_change() {
    let text = json!({ "type": "string" });
    let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    same(&text, &pattern(".*"));
    // A string with a line break does not match.
    differs(&text, &pattern("^.*$"), Risky, Safe);
}

#[test]
fn a_tuple_without_further_items_is_bounded() {
    let tuple = |items: Value| {
        let mut schema = json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] });
        if !items.is_null() {
            schema["items"] = items;
        }
        schema
    };
    differs(&tuple(json!(false)), &tuple(Value::Null), Safe, Breaking);
}

#[test]
fn widening_a_boolean_enum_is_safe() {
    let flag = json!({ "type": "boolean", "enum": [true] });
    differs(&flag, &json!({ "type": "boolean" }), Safe, Breaking);
    differs(&json!({ "type": "number" }), &json!({ "type": "string" }), Breaking, Breaking);
}
