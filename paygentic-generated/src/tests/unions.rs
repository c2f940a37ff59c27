use serde_json::{Value, from_value, json, to_value};

use super::sample::*;

fn item(value: Value) -> EntitlementListItem {
    from_value(value).unwrap()
}

#[test]
fn the_tag_decides() {
    let boolean = item(json!({"featureType": "boolean", "hasAccess": true}));
    assert!(matches!(&boolean, EntitlementListItem::Boolean(b) if b.has_access));
    for tag in ["static", "fixed"] {
        let value = item(json!({"featureType": tag, "config": {"a": 1}, "period": "P1M"}));
        assert!(matches!(value, EntitlementListItem::Static(_)));
    }
}

#[test]
fn what_the_tag_promises_must_be_there() {
    let error = from_value::<EntitlementListItem>(json!({"featureType": "boolean"})).unwrap_err();
    assert!(error.to_string().contains("hasAccess"), "{error}");
}

#[test]
fn an_unknown_or_missing_tag_is_kept_as_sent() {
    for value in [
        json!({"featureType": "new", "x": 1}),
        json!({}),
        json!(null),
        json!(["a"]),
    ] {
        let unknown = item(value.clone());
        assert_eq!(unknown, EntitlementListItem::Unknown(value.clone()));
        assert_eq!(to_value(unknown).unwrap(), value);
    }
}

#[test]
fn the_variant_writes_its_own_tag() {
    let boolean = BooleanEntitlement { has_access: false };
    let value = to_value(EntitlementListItem::from(boolean)).unwrap();
    assert_eq!(value["featureType"], "boolean");
}

#[test]
fn the_shape_decides() {
    let value = |value: Value| from_value::<RuleConditionValue>(value).unwrap();
    assert_eq!(value(json!("a")), RuleConditionValue::Text("a".into()));
    assert_eq!(value(json!(2)), RuleConditionValue::Number(2.0));
    assert!(matches!(
        value(json!({"from": 1, "to": 2})),
        RuleConditionValue::Range(_)
    ));
    assert!(matches!(
        value(json!({"from": 1})),
        RuleConditionValue::From(_)
    ));
    // An object that fits the names of a range, but not its types, is still the lesser one.
    assert!(matches!(
        value(json!({"from": 1, "to": "x"})),
        RuleConditionValue::From(_)
    ));
    for unknown in [
        json!(true),
        json!([]),
        json!({"other": 1}),
        json!({"from": "x"}),
    ] {
        assert_eq!(value(unknown.clone()), RuleConditionValue::Unknown(unknown));
    }
}

#[test]
fn null_is_the_matter_of_the_field() {
    let condition: RuleCondition =
        from_value(json!({"value": null, "children": [{"value": 3}], "rates": null})).unwrap();
    assert_eq!(condition.value, None);
    assert_eq!(condition.children[0].value, Some(3.0.into()));
}

#[test]
fn a_number_that_json_cannot_hold_is_refused() {
    for number in [f64::NAN, f64::INFINITY] {
        assert!(to_value(RuleConditionValue::from(number)).is_err());
    }
}

#[test]
fn a_union_inside_a_union_fits_what_its_own_shapes_fit() {
    let read = |json| from_value::<Nested>(json).unwrap();
    assert!(matches!(read(json!({"name": "x"})), Nested::Named(_)));
    let inner = |json| match read(json) {
        Nested::Value(inner) => inner,
        other => panic!("{other:?}"),
    };
    assert_eq!(inner(json!("5")), RuleConditionValue::Text("5".to_owned()));
    assert_eq!(inner(json!(5)), RuleConditionValue::Number(5.0));
    assert!(matches!(
        inner(json!({"from": 1})),
        RuleConditionValue::From(_)
    ));
    let unknown = json!({"other": 1});
    assert_eq!(read(unknown.clone()), Nested::Unknown(unknown));
}
