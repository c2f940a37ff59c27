use serde_json::{Value, from_value, json, to_value};

use super::sample::*;
use crate::codec::{Field, Literal};
use crate::{Date, Decimal, IsoDuration};

fn item(value: Value) -> EntitlementListItem {
    from_value(value).unwrap()
}

#[test]
fn the_tag_selects_the_variant() {
    let boolean = item(json!({"featureType": "boolean", "hasAccess": true}));
    assert!(matches!(&boolean, EntitlementListItem::Boolean(b) if b.has_access));
    for tag in ["static", "fixed"] {
        let value = item(json!({"featureType": tag, "config": {"a": 1}, "period": "P1M"}));
        assert!(matches!(value, EntitlementListItem::Static(_)));
    }
}

#[test]
fn the_tagged_variant_must_decode() {
    let error = from_value::<EntitlementListItem>(json!({"featureType": "boolean"})).unwrap_err();
    assert!(error.to_string().contains("hasAccess"), "{error}");
}

#[test]
fn an_unknown_or_missing_tag_is_kept_as_sent() {
    for value in [json!({"featureType": "new", "x": 1}), json!({}), json!(null), json!(["a"])] {
        let unknown = item(value.clone());
        assert_eq!(unknown, EntitlementListItem::Unknown(value.clone()));
        assert_eq!(to_value(unknown).unwrap(), value);
    }
}

#[test]
fn the_variant_writes_its_own_tag() {
    let boolean: BooleanEntitlement = from_value(json!({"hasAccess": false})).unwrap();
    let value = to_value(EntitlementListItem::from(boolean)).unwrap();
    assert_eq!(value["featureType"], "boolean");
}

#[test]
fn the_shape_selects_the_variant() {
    let value = |value: Value| from_value::<RuleConditionValue>(value).unwrap();
    assert_eq!(value(json!("a")), RuleConditionValue::Text("a".into()));
    assert_eq!(value(json!(2)), RuleConditionValue::Number(2.0));
    assert!(matches!(value(json!({"from": 1, "to": 2})), RuleConditionValue::Range(_)));
    assert!(matches!(value(json!({"from": 1})), RuleConditionValue::From(_)));
    // An object with the keys of a range, but other types, is read as the smaller variant.
    assert!(matches!(value(json!({"from": 1, "to": "x"})), RuleConditionValue::From(_)));
    for unknown in [json!(true), json!([]), json!({"other": 1}), json!({"from": "x"})] {
        assert_eq!(value(unknown.clone()), RuleConditionValue::Unknown(unknown));
    }
}

#[test]
fn a_null_union_field_is_none() {
    let condition: RuleCondition =
        from_value(json!({"value": null, "children": [{"value": 3}], "rates": null})).unwrap();
    assert_eq!(condition.value, None);
    assert_eq!(condition.children[0].value, Some(3.0.into()));
}

#[test]
fn a_number_that_json_cannot_represent_is_refused() {
    for number in [f64::NAN, f64::INFINITY] {
        assert!(to_value(RuleConditionValue::from(number)).is_err());
    }
}

#[test]
fn an_inner_union_fits_only_what_its_own_variants_fit() {
    let read = |json| from_value::<Nested>(json).unwrap();
    assert!(matches!(read(json!({"name": "x"})), Nested::Named(_)));
    let inner = |json| match read(json) {
        Nested::Value(inner) => inner,
        other => panic!("{other:?}"),
    };
    assert_eq!(inner(json!("5")), RuleConditionValue::Text("5".to_owned()));
    assert_eq!(inner(json!(5)), RuleConditionValue::Number(5.0));
    assert!(matches!(inner(json!({"from": 1})), RuleConditionValue::From(_)));
    let unknown = json!({"other": 1});
    assert_eq!(read(unknown.clone()), Nested::Unknown(unknown));
}

#[test]
fn an_alternative_fits_entirely_or_not_at_all() {
    let read = |value: &Value| from_value::<Pricing>(value.clone()).unwrap();
    let line = json!({"function": "linear", "steps": [{"upTo": 1}]});
    assert!(matches!(read(&line), Pricing::Line(_)));
    assert!(matches!(read(&json!({"object": "flat", "price": "1"})), Pricing::Flat(_)));
    for value in [
        json!({"function": "quadratic", "steps": []}),
        json!({"function": "linear", "steps": [], "x": 1}),
        json!({"function": "linear", "steps": [{"upTo": 1}, {"upTo": 2, "price": "1"}]}),
        json!({"price": "1", "object": "curve"}),
        json!({"price": "1", "tiers": []}),
    ] {
        assert_eq!(read(&value), Pricing::Unknown(value.clone()));
        assert_eq!(to_value(read(&value)).unwrap(), value);
    }
    // An inner union keeps unknown values, so the outer variant fits.
    let nested = json!([{"price": "1", "tiers": []}, 5, [{"price": "1", "object": "flat"}]]);
    let Pricing::Nested(items) = read(&nested) else { panic!("{nested}") };
    assert!(matches!(items[0], Pricing::Unknown(_)));
    assert!(matches!(&items[2], Pricing::Nested(inner) if matches!(inner[0], Pricing::Flat(_))));
}

#[test]
fn the_alternative_that_describes_most_of_the_value_is_chosen() {
    let read = |value: Value| from_value::<WorkerGuard>(value).unwrap();
    // Nested properties count too.
    let task = json!({"parent": {"id": "1", "due": "today", "labels": {"a": "b", "c": "d"}}});
    assert!(matches!(read(task.clone()), WorkerGuard::Task(_)));
    assert_eq!(to_value(read(task)).unwrap()["parent"]["labels"]["c"], "d");
    // A value that is listed in the enum counts as described, any other does not.
    assert!(matches!(read(json!({"metric": "percent"})), WorkerGuard::Goal(_)));
    assert!(matches!(read(json!({"metric": "meters"})), WorkerGuard::Task(_)));
    // In a tie, the first one wins; an unknown key does not turn an object into a map.
    assert!(matches!(read(json!({"parent": {"id": "1"}, "new": 1})), WorkerGuard::Goal(_)));
    // An object that has none of the keys is a map.
    assert!(matches!(read(json!({"somebody": 1})), WorkerGuard::Names(_)));
}

#[test]
fn constant_booleans_and_decimals_distinguish_alternatives() {
    let read = |ok: Value| from_value::<AttemptOutcome>(json!({"ok": ok, "note": "x"}));
    assert!(matches!(read(json!(true)).unwrap(), AttemptOutcome::Passed(_)));
    assert!(matches!(read(json!(false)).unwrap(), AttemptOutcome::Failed(_)));
    let read = |price: &str| from_str::<Offer>(&format!("{{\"price\":{price}}}"));
    for free in ["0", "0.00", "-0", "0e5", "\"0.0\""] {
        assert!(matches!(read(free), Offer::Free(_)), "{free}");
    }
    for half in ["0.5", "5e-1", "0.500"] {
        assert!(matches!(read(half), Offer::Half(_)), "{half}");
    }
    for other in ["1", "0.51"] {
        assert!(matches!(read(other), Offer::Unknown(_)), "{other}");
    }
}

#[test]
fn values_of_any_type_compare_with_a_literal() {
    let yes: [(bool, bool); 8] = [
        ("a".to_owned().equals(Literal::Text("a")), "a".to_owned().equals(Literal::Text("b"))),
        (5.equals(Literal::Integer(5)), 5.equals(Literal::Number(5.5))),
        (5.equals(Literal::Number(5.0)), 5.equals(Literal::Boolean(true))),
        (json!(5).equals(Literal::Integer(5)), json!("5").equals(Literal::Integer(5))),
        (
            Decimal::new(15, 1).equals(Literal::Number(1.5)),
            Decimal::new(15, 1).equals(Literal::Text("1.51")),
        ),
        (
            RuleConditionValue::Text("a".to_owned()).equals(Literal::Text("a")),
            RuleConditionValue::from(5.0).equals(Literal::Text("a")),
        ),
        (
            Date::constant(2026, 1, 2).equals(Literal::Text("2026-01-02")),
            Date::constant(2026, 1, 2).equals(Literal::Text("2026-01-03")),
        ),
        (
            IsoDuration::days(1).equals(Literal::Text("P1D")),
            IsoDuration::days(1).equals(Literal::Text("PT24H")),
        ),
    ];
    assert_eq!(yes, [(true, false); 8]);
}

#[test]
fn a_known_tag_does_not_hide_a_mismatch() {
    let read = |value: &Value| from_value::<Kind>(value.clone()).unwrap();
    assert!(matches!(read(&json!({"object": "flat", "price": "1"})), Kind::Flat(_)));
    for value in
        [json!({"object": "flat", "price": "1", "x": 1}), json!({"object": "old", "price": "1"})]
    {
        assert_eq!(read(&value), Kind::Unknown(value.clone()));
    }
    assert!(from_value::<Kind>(json!({"object": "flat"})).is_err());
    assert!(from_value::<Kind>(json!({"object": "flat", "price": []})).is_err());
}

#[test]
fn digits_survive_a_union() {
    for text in ["1.10", "12345678901234567.89", "18446744073709551616", "[1.0,[2.50]]"] {
        let pricing: Pricing = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&pricing).unwrap(), text);
    }
    // A float that is not equal to the number does not match.
    let float = |text| serde_json::from_str::<RuleConditionValue>(text);
    assert_eq!(
        float("9007199254740992").unwrap(),
        RuleConditionValue::Number(9_007_199_254_740_992.0)
    );
    assert_eq!(
        float("9007199254740993").unwrap(),
        RuleConditionValue::Unknown(json!(9_007_199_254_740_993_u64))
    );
    let refused = float("12345678901234567.89").unwrap_err().to_string();
    assert!(refused.contains("without loss"), "{refused}");
}

#[test]
fn depth_is_bounded_inside_unions_too() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(serde_json::from_str::<Pricing>(&nested(100)).is_ok());
    let text = nested(100_000);
    let error = serde_json::from_str::<Pricing>(&text).unwrap_err().to_string();
    assert!(error.contains("recursion limit"), "{error}");
}

#[test]
fn a_lone_surrogate_does_not_change_the_variant() {
    let read = |text: &str| crate::json::read::<EntitlementListItem>(text.as_bytes());
    let text = |config: &str| {
        format!(r#"{{"featureType":"static","config":{{"a":"{config}"}},"period":"P1M"}}"#)
    };
    assert_eq!(read(&text(r"x\ud83d")).unwrap(), read(&text("x\u{fffd}")).unwrap());
    let lone = crate::json::read::<RuleConditionValue>(br#""\ude00!""#);
    assert_eq!(lone.unwrap(), RuleConditionValue::Text("\u{fffd}!".into()));
    assert!(serde_json::from_str::<RuleConditionValue>(r#""\ude00!""#).is_err());
}

#[test]
fn the_tag_that_an_alternative_lacks_is_read_and_written() {
    let cat: Pet = from_str(r#"{"kind": "kitten", "lives": 9}"#);
    assert_eq!(cat, Pet::Cat(PetCat { lives: Some(9) }));
    assert_eq!(to_string(&cat), r#"{"kind":"cat","lives":9}"#);
    // A value that the type forbids does not fit it.
    let odd: Pet = from_str(r#"{"kind": "cat", "lives": 9, "x": 1}"#);
    assert!(matches!(odd, Pet::Unknown(_)), "{odd:?}");
}

#[test]
fn the_tag_that_an_alternative_omits_is_written() {
    let untagged = PetDog { bark: Some("1.50".parse().unwrap()), kind: None };
    assert_eq!(to_string(&Pet::Dog(untagged)), r#"{"kind":"dog","bark":"1.50"}"#);
    let tagged: Pet = from_str(r#"{"kind": "dog", "bark": "1.50"}"#);
    assert_eq!(to_string(&tagged), r#"{"bark":"1.50","kind":"dog"}"#);
}

fn from_str<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

fn to_string(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}
