//! Whether the answer itself is to blame for what is wrong, as a library judges it.

use serde_json::Value;

use super::verdict::is_wrong;
use crate::compare::{Difference, Kind};
use crate::instances::judge::Judge;

/// What cannot be read must break its schema in this place or within it, or be missing from an
/// object that breaks its schema: what is wrong, then.
pub(super) fn unreadable(
    judge: &Judge,
    schema: &Value,
    raw: &Value,
    place: &str,
) -> Option<String> {
    let around = match place.rsplit_once('/') {
        Some((outer, _)) if raw.pointer(place).is_none() => outer,
        _ => place,
    };
    let found = faults(judge, schema, raw);
    let fault = found.iter().find(|(at, _)| at == around || within(at, place))?;
    Some(told(raw, fault))
}

/// Every difference must lie where the answer breaks its schema, or be something that must not be there, which is
/// lost, or must not be null, which is empty: alone it breaks the schema, and as it comes out it keeps it.
///
/// The faker needs this where a value has several shapes: it mixes them, so that an answer has the tag of one, the
/// fields of another, and null where only the other allows it.
pub(super) fn forbidden(
    judge: &Judge,
    schema: &Value,
    raw: &Value,
    out: &Value,
    found: &[Difference],
) -> Option<String> {
    let of = |kind| found.iter().filter(move |one| one.kind == kind);
    let raw = &mended(raw, out, of(Kind::LostNull));
    let mendable: Vec<&Difference> = of(Kind::Lost).chain(of(Kind::Emptied)).collect();
    let kept = mended(raw, out, mendable.iter().copied());
    let after = faults(judge, schema, &kept);
    let before = faults(judge, schema, raw);
    let wrong = found.iter().filter(|one| is_wrong(one));
    let mut reasons = wrong.map(|one| {
        let is_around = |(at, _): &&(String, String)| within(&one.at, at);
        if let Some(fault) = before.iter().find(|(at, _)| within(at, &one.at)) {
            return Some(told(raw, fault));
        }
        if !mendable.contains(&one) || after.iter().any(|fault| is_around(&fault)) {
            return None;
        }
        let others = mendable.iter().filter(|other| other.at != one.at);
        let alone = mended(raw, out, others.copied());
        let again = faults(judge, schema, &alone);
        let fault = again.iter().find(is_around)?;
        Some(format!("with {}, {}", one.at, told(&alone, fault)))
    });
    // All of them are looked at; the first stands for them.
    let first = reasons.next()??;
    reasons.all(|reason| reason.is_some()).then_some(first)
}

fn faults(judge: &Judge, schema: &Value, raw: &Value) -> Vec<(String, String)> {
    let faults = judge.faults(schema, raw).into_iter();
    let split = faults.filter_map(|fault| {
        let (at, what) = fault.split_once(": ")?;
        Some((at.to_owned(), what.to_owned()))
    });
    split.collect()
}

/// A fault without the value, which differs from answer to answer.
fn told(raw: &Value, (at, what): &(String, String)) -> String {
    let value = raw.pointer(at).map(Value::to_string).unwrap_or_default();
    let what = what.strip_prefix(&value).unwrap_or(what).trim();
    format!("{at} {what}")
}

/// Whether a place is another one or lies in it.
fn within(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A value that is in these places as it comes out.
fn mended<'f>(value: &Value, out: &Value, places: impl Iterator<Item = &'f Difference>) -> Value {
    let mut value = value.clone();
    for place in places {
        if let Some((outer, name)) = place.at.rsplit_once('/')
            && let Some(Value::Object(object)) = value.pointer_mut(outer)
        {
            let name = name.replace("~1", "/").replace("~0", "~");
            match out.pointer(&place.at) {
                Some(out) => object.insert(name, out.clone()),
                None => object.remove(&name),
            };
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is lost is named, and of the rest `data` comes out empty.
    fn excused(raw: Value, lost: &[&str]) -> bool {
        let schema = json!({"oneOf": [
            {"properties": {"kind": {"enum": ["flat"]}, "name": {}, "note": {}, "data": {"type": "object"}},
                "required": ["kind", "name"], "unevaluatedProperties": false},
            {"properties": {"kind": {"enum": ["deep"]}, "depth": {}, "height": {}, "data": {}},
                "required": ["kind", "depth"], "unevaluatedProperties": false},
        ]});
        let nulls = raw.as_object().into_iter().flatten();
        let nulls = nulls.filter(|(_, value)| value.is_null());
        let mut out = raw.clone();
        let nulls = nulls.map(|(name, _)| {
            let kind = if name == "data" { Kind::Emptied } else { Kind::LostNull };
            (format!("/{name}"), kind)
        });
        let lost = lost.iter().map(|at| ((*at).to_owned(), Kind::Lost));
        let found: Vec<Difference> = lost
            .chain(nulls)
            .map(|(at, kind)| Difference { at, what: String::new(), kind })
            .collect();
        for one in &found {
            let object = out.as_object_mut().unwrap();
            object.remove(&one.at[1..]);
            if one.kind == Kind::Emptied {
                object.insert("data".to_owned(), json!({}));
            }
        }
        forbidden(&Judge::new(&json!({})), &schema, &raw, &out, &found).is_some()
    }

    #[test]
    fn only_what_must_not_be_there_may_be_lost() {
        let mixed = json!({"kind": "flat", "name": "a", "note": "b", "depth": 1, "height": null});
        assert!(excused(mixed.clone(), &["/depth"]));
        let mixed = json!({"kind": "flat", "name": "a", "note": "b", "depth": 1, "height": 2});
        assert!(excused(mixed.clone(), &["/depth", "/height"]));
        assert!(!excused(mixed.clone(), &["/depth", "/height", "/note"]));
        assert!(!excused(mixed, &["/depth", "/height", "/name"]));
        assert!(!excused(json!({"kind": "flat", "name": "a", "note": "b"}), &["/note"]));
    }

    #[test]
    fn only_what_must_not_be_null_may_be_empty() {
        assert!(excused(json!({"kind": "flat", "name": "a", "data": null}), &[]));
        let mixed = json!({"kind": "flat", "name": "a", "depth": 1, "data": null});
        assert!(excused(mixed, &["/depth"]));
        assert!(!excused(json!({"kind": "deep", "depth": 1, "data": null}), &[]));
        // Something else is wrong, whatever stands there.
        assert!(!excused(json!({"kind": "flat", "data": null}), &[]));
    }

    #[test]
    fn what_breaks_its_schema_may_be_unreadable() {
        let judge = Judge::new(&json!({}));
        let schema =
            json!({"properties": {"at": {"type": "string"}, "of": {}}, "required": ["to"]});
        let raw = json!({"at": 1, "of": 2, "to": 3});
        assert_eq!(
            unreadable(&judge, &schema, &raw, "/at").unwrap(),
            "/at is not of type \"string\""
        );
        assert_eq!(unreadable(&judge, &schema, &raw, "/of"), None);
        assert_eq!(unreadable(&judge, &schema, &raw, "/from"), None);
        assert!(unreadable(&judge, &schema, &json!({}), "/to").is_some());
    }
}
