//! The documentation of a method: our text, followed by facts and errors.

use crate::model::{
    Access, ErrorResponse, Idempotency, Model, Operation, Pagination, ResponseBody, Service,
    TypeRef,
};

/// The description of all 5xx statuses.
const FAILURE: &str =
    "The service failed. Retried where that is safe; see [`retry`](crate::retry).";

/// The paragraphs of the documentation of a method.
pub(super) fn documentation(model: &Model, operation: &Operation) -> Vec<String> {
    let mut paragraphs = operation.docs.clone();
    let mut facts = vec![format!(
        "`{} {}`, operation `{}`.",
        operation.http_method, operation.path, operation.id
    )];
    let Idempotency { header, body } = &operation.idempotency;
    let place = match (header, body) {
        (None, None) => None,
        (Some(header), None) => Some(format!("the header `{header}`")),
        (None, Some(key)) => Some(format!("`{}`", key.wire)),
        (Some(header), Some(key)) => Some(format!("`{}` or the header `{header}`", key.wire)),
    };
    if let Some(place) = place {
        facts.push(format!("Takes an idempotency key in {place}; see [`Call::idempotency_key`]."));
    }
    facts.extend(credentials(&model.service, operation));
    if let ResponseBody::Events(_) = operation.response {
        facts.push(
            "Returns events as they arrive; see [`EventStream`](crate::EventStream).".to_owned(),
        );
    }
    if let Some(field) = &operation.stream_flag {
        facts.push(format!("Sets `{}` of the body.", field.wire));
    }
    if operation.redirects {
        facts.push(
            "Responds with a redirect, which is not followed: `with_response` returns its `Location`."
                .to_owned(),
        );
    }
    if operation.pagination != Pagination::None {
        facts.push(
            "Returns one page of a list; `stream()` of the call returns all items.".to_owned(),
        );
    }
    let is_explained = operation.errors.iter().any(|error| error.docs.is_some());
    if !is_explained && !operation.errors.is_empty() {
        let errors = listed(model, &operation.errors.iter().collect::<Vec<_>>());
        facts.push(format!("Errors: {errors}."));
    }
    paragraphs.push(facts.join(" "));
    if is_explained {
        paragraphs.extend(explained(model, &operation.errors));
    }
    paragraphs
}

/// The section on errors, if at least one is documented: an item for each of them, then one for all other
/// statuses except 5xx, and one for all other 5xx.
fn explained(model: &Model, errors: &[ErrorResponse]) -> Vec<String> {
    let mut paragraphs = vec!["# Errors".to_owned()];
    for declared in errors {
        if let Some(text) = &declared.docs {
            paragraphs.push(format!("- {}: {text}", error(model, declared)));
        }
    }
    let others = errors.iter().filter(|error| error.docs.is_none());
    let (failures, refusals): (Vec<_>, Vec<_>) =
        others.partition(|error| error.status.starts_with('5'));
    if !refusals.is_empty() {
        paragraphs.push(format!("- {}", listed(model, &refusals)));
    }
    if !failures.is_empty() {
        let failures = listed(model, &failures);
        paragraphs.push(format!("- {failures}: {FAILURE}"));
    }
    paragraphs
}

fn listed(model: &Model, errors: &[&ErrorResponse]) -> String {
    let errors: Vec<String> = errors.iter().map(|declared| error(model, declared)).collect();
    errors.join(", ")
}

/// The credentials that an operation requires, if the service has more than a single token.
fn credentials(service: &Service, operation: &Operation) -> Option<String> {
    let Access::Credentials(name) = &service.access else {
        return None;
    };
    if !operation.is_authenticated() {
        return Some("Requires no credentials.".to_owned());
    }
    let link = |index: &usize| {
        // A link has the name without `r#`.
        let method = service.schemes.get(*index)?.name.plain();
        Some(format!("[`{method}`](crate::{name}::{method})"))
    };
    let set = |set: &Vec<usize>| match set.as_slice() {
        [] => "nothing".to_owned(),
        set => set.iter().filter_map(link).collect::<Vec<_>>().join(" and "),
    };
    let sets: Vec<String> = operation.security.iter().map(set).collect();
    Some(format!("Requires {}.", sets.join(" or ")))
}

/// A status, with the type of its body where that is particular to the operation.
fn error(model: &Model, error: &ErrorResponse) -> String {
    match &error.ty {
        Some(TypeRef::Named(ty)) if error.particular => {
            format!("{} ([`{}`])", error.status, model.name(*ty))
        }
        _ => error.status.clone(),
    }
}
