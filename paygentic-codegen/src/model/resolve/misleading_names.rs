//! Detects misleading method names, only where the document is evidence: the operation id says
//! more than the method name, or the path of another operation shows which of the two is the list.

use super::docs::inert;
use crate::model::{Operation, Resource};
use crate::names;

/// The words of each resource, in the singular.
pub(super) fn nouns(resources: &[Resource]) -> Vec<Vec<String>> {
    Resource::all(resources).into_iter().map(noun).collect()
}

fn noun(resource: &Resource) -> Vec<String> {
    names::words(resource.name.plain()).iter().map(|word| names::singular(word)).collect()
}

/// What is misleading about the name of a method, and how to rename it.
pub(super) fn misleading(
    resource: &Resource,
    operation: &Operation,
    nouns: &[Vec<String>],
) -> Option<String> {
    let shown = format!("`{}`", inert(&operation.name));
    if let Some(item) = item_of_list(resource, operation) {
        return Some(format!(
            "{shown} reads a collection, and `{}` one of its items; `x-rust-name: list` on the operation names it better",
            inert(&item.name)
        ));
    }
    let other = other_object(resource, operation, nouns)?;
    Some(format!(
        "{shown} reads as if its object were `{}`, because the name of the resource is left out of `{}`; `x-rust-name` on \
         the operation gives it another name",
        inert(&other),
        inert(&operation.id)
    ))
}

/// The operation that reads one item, if this one is named `get` but reads the collection.
fn item_of_list<'r>(resource: &'r Resource, operation: &Operation) -> Option<&'r Operation> {
    let is_get = |one: &Operation| one.http_method.eq_ignore_ascii_case("get");
    if operation.method != "get" || !is_get(operation) || operation.path.ends_with('}') {
        return None;
    }
    let is_below = |path: &str| {
        let below = path.strip_prefix(operation.path.as_str());
        let parameter = below.and_then(|rest| rest.strip_prefix("/{")?.strip_suffix('}'));
        parameter.is_some_and(|name| !name.contains('/'))
    };
    resource.operations.iter().find(|one| is_get(one) && is_below(&one.path))
}

/// The resource that a shortened name seems to refer to: `booking`, for `createBookingPayment` in `payments`.
fn other_object(
    resource: &Resource,
    operation: &Operation,
    nouns: &[Vec<String>],
) -> Option<String> {
    let words = names::words(&operation.method);
    let (verb, object) = words.split_first()?;
    let own = noun(resource);
    let id: Vec<String> =
        names::words(&operation.id).iter().map(|word| names::singular(word)).collect();
    let rest = id.strip_prefix([verb.clone()].as_slice())?.strip_prefix(object)?;
    let is_other = !object.is_empty() && object != own && nouns.iter().any(|noun| noun == object);
    (is_other && rest == own).then(|| object.join(" "))
}
