//! Changes that a reviewer has accepted: the rest is judged by the remaining locations.

use paygentic_codegen::diff::{Diff, IgnoreError, Ignored, Wire, diff};
use serde_json::{Value, json};

use super::Wire::{Breaking, Safe};
use super::{at, document, model, reported};

/// A property of a type in requests and responses becomes required, and so does a query parameter.
fn difference() -> Diff {
    let with = |is_required: bool| {
        move |document: &mut Value| {
            let required = if is_required { json!(["id"]) } else { json!([]) };
            document["components"]["schemas"]["Bill"]["required"] = required;
            let schema = at(document, "/requestBody/content/application~1json/schema");
            *schema = json!({ "$ref": "#/components/schemas/Bill" });
            at(document, "/parameters/2")["required"] = is_required.into();
        }
    };
    diff(&model(&document(with(false))), &model(&document(with(true)))).unwrap()
}

/// The remaining changes, with their locations.
fn left(difference: &Diff) -> Vec<(&str, Wire, &str)> {
    let changes = difference.changes.iter();
    changes.map(|change| (change.items[0].as_str(), change.wire, change.note.as_str())).collect()
}

fn without(ignored: &[&str]) -> Result<Diff, Vec<IgnoreError>> {
    let mut difference = difference();
    let list: Vec<Ignored> = ignored.iter().map(|text| Ignored::parse(text).unwrap()).collect();
    difference.ignore(&list)?;
    Ok(difference)
}

#[test]
fn changes_are_judged_by_the_locations_that_are_not_ignored() {
    let before = difference();
    assert!(
        before.changes.iter().any(|change| change.places.len() == 2 && change.wire == Breaking)
    );
    // An ignored prefix or location also removes its verdict.
    for ignored in [
        &["request-property-became-required"][..],
        &["property-became-required@bills.put request", "property-became-required@query"],
    ] {
        let difference = without(ignored).unwrap();
        assert_eq!(difference.wire(), Safe, "{:#?}", reported(&difference));
        let [(item, wire, note)] = left(&difference)[..] else {
            panic!("{:#?}", reported(&difference));
        };
        assert_eq!((item, wire), ("Bill::id", Safe));
        assert!(!note.contains("rejected"), "{note}");
    }
    let difference = without(&["response-property-became-required"]).unwrap();
    assert_eq!(difference.wire(), Breaking);
    assert!(difference.changes.iter().all(|change| change.places.len() == 1));
}

#[test]
fn parameters_and_whole_operations_are_requests() {
    let with = |name: &str| {
        let name = name.to_owned();
        move |document: &mut Value| {
            let mut schemes = json!({});
            schemes[&name] = json!({ "type": "apiKey", "in": "header", "name": name });
            document["components"]["securitySchemes"] = schemes;
            document["security"] = json!([{ &name: [] }]);
            at(document, "/parameters/0/schema")["maxLength"] = json!(name.len());
            at(document, "")["deprecated"] = (name.len() < 3).into();
        }
    };
    let changed = || diff(&model(&document(with("keys"))), &model(&document(with("k")))).unwrap();
    for change in &changed().changes {
        let mut difference = changed();
        let ignored = Ignored::parse(&format!("request-{}", change.id)).unwrap();
        difference.ignore(&[ignored]).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert!(difference.changes.iter().all(|other| other.id != change.id), "{}", change.id);
    }
    let ids: Vec<&str> = changed().changes.iter().map(|change| change.id).collect();
    for id in ["operation-deprecated", "bounds-tightened"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let query = Ignored::parse("response-property-became-required@query").unwrap();
    assert!(difference().ignore(&[query]).is_err());
}
