//! The statement of an example that uses the result: which field it prints, and the name of the variable.

use crate::model::{
    Field, Model, Object, Operation, Outcome, Presence, Resource, ResponseBody, Shown, TypeKind,
    TypeRef,
};
use crate::names;

pub(super) fn outcome(model: &Model, operation: &Operation, resource: &Resource) -> Outcome {
    match &operation.response {
        ResponseBody::Empty => Outcome::Nothing,
        ResponseBody::Bytes if operation.returns_file() => {
            let is_pdf = operation.media_types.iter().any(|name| name == "application/pdf");
            let noun = names::singular(&noun(resource));
            Outcome::File(format!("{noun}.{}", if is_pdf { "pdf" } else { "bin" }))
        }
        ResponseBody::Bytes => Outcome::Value { variable: "bytes".to_owned(), shown: Shown::Count },
        ResponseBody::Json(ty) if operation.returns_page => {
            let verbs = ["list_", "get_", "replace_", "generate_"];
            let rest = verbs.iter().find_map(|verb| operation.method.strip_prefix(verb));
            // `available` in `list_available` is not a noun for the items.
            let rest = rest.filter(|rest| names::singular(rest) != *rest);
            let items = rest.map_or_else(|| noun(resource), str::to_owned);
            let item = names::singular(&items);
            let item = if item == items { "item".to_owned() } else { item };
            let shown = page_item(model, ty).map_or(Shown::Whole, |ty| shown(model, ty, None));
            Outcome::Stream { items, item, shown }
        }
        ResponseBody::Json(ty) => {
            let shown = shown(model, ty, Some(operation));
            Outcome::Value { variable: variable(model, operation, ty), shown }
        }
        ResponseBody::Answers(_) => {
            Outcome::Value { variable: "answer".to_owned(), shown: Shown::Whole }
        }
        ResponseBody::Events(_) => Outcome::Stream {
            items: "events".to_owned(),
            item: "event".to_owned(),
            shown: Shown::Whole,
        },
    }
}

/// The noun of a resource, in the plural and without a version.
fn noun(resource: &Resource) -> String {
    let name = resource.name.plain();
    match name.rsplit_once('_') {
        Some((start, end)) if names::is_version(end) => start.to_owned(),
        _ => name.to_owned(),
    }
}

fn page_item<'m>(model: &'m Model, ty: &'m TypeRef) -> Option<&'m TypeRef> {
    match ty {
        TypeRef::List(item) => Some(item),
        TypeRef::Named(id) => match &model.def(*id)?.kind {
            TypeKind::Object(object) => object.page.as_ref().map(|page| &page.item),
            _ => None,
        },
        _ => None,
    }
}

/// The variable for a result, named after its type.
fn variable(model: &Model, operation: &Operation, ty: &TypeRef) -> String {
    let name = ty.direct().map(|id| names::snake(model.name(id))).unwrap_or_default();
    let is_response = name.is_empty() || name.ends_with("_response") || name.ends_with("_result");
    match (is_response, operation.method.starts_with("create")) {
        (true, true) => "created".to_owned(),
        (true, false) => "response".to_owned(),
        (false, _) => match name.trim_start_matches("r#").rsplit_once('_') {
            Some((start, "detail" | "details")) => start.to_owned(),
            _ => name,
        },
    }
}

/// The most informative part of a result. `operation` is the one that returns it, unless it is an item of a list.
fn shown(model: &Model, ty: &TypeRef, operation: Option<&Operation>) -> Shown {
    if let TypeRef::Option(_) = ty {
        return Shown::Whole;
    }
    let Some(def) = ty.direct().and_then(|id| model.def(id)) else {
        return match ty {
            TypeRef::List(_) | TypeRef::Map(_) => Shown::Count,
            _ => Shown::Whole,
        };
    };
    match &def.kind {
        TypeKind::Object(object) => of_object(model, object, operation),
        TypeKind::Union(union) => {
            let shared = model.shared_fields(union);
            let ids = shared.iter().find(|one| matches!(one.first.ty, TypeRef::Id(_)));
            let is_given =
                operation.is_some_and(|one| caller_has_id(one, ids.map(|one| &one.first.ty)));
            let state = shared.iter().find(|one| is_given && is_state(one.first));
            let found = state.or(ids).map(|one| Shown::Accessor(one.first.name.ident.clone()));
            found.unwrap_or(Shown::Whole)
        }
        _ => Shown::Whole,
    }
}

fn of_object(model: &Model, object: &Object, operation: Option<&Operation>) -> Shown {
    let fields: Vec<&Field> =
        object.fields.iter().filter(|field| !field.boxed && !field.deprecated).collect();
    let plain: Vec<&&Field> = fields
        .iter()
        .filter(|field| field.presence == Presence::Required && has_text(model, &field.ty))
        .collect();
    let name = |field: &Field| field.name.wire.to_lowercase();
    let urls = plain.iter().find(|field| name(field).ends_with("url"));
    let own = plain.iter().find(|field| field.name.wire == "id");
    let ids = plain.iter().find(|field| matches!(field.ty, TypeRef::Id(_)));
    let amounts =
        plain.iter().find(|field| matches!(field.ty, TypeRef::Decimal | TypeRef::DecimalNumber));
    // A caller who passed the id of an object does not need to print it.
    let is_given = operation.is_some_and(|one| caller_has_id(one, own.map(|field| &field.ty)));
    let unknown_to_caller = plain.iter().filter(|_| is_given);
    let state = unknown_to_caller.clone().find(|field| is_state(field));
    let named = unknown_to_caller.clone().find(|field| name(field).ends_with("name"));
    let is_text = |field: &Field| !matches!(field.ty, TypeRef::Id(_)) && !is_id(field);
    let is_audit_time =
        |field: &Field| matches!(field.name.wire.as_str(), "createdAt" | "updatedAt");
    let mut texts = unknown_to_caller.clone().filter(|field| is_text(field));
    let text = texts.clone().find(|field| !is_audit_time(field)).or(texts.next());
    let unknown_to_caller = state.or(named).or(amounts.filter(|_| is_given)).or(text);
    let found = urls.or(unknown_to_caller).or(own).or(amounts).or(ids).or(plain.first());
    if let Some(field) = found {
        return Shown::Field(field.name.ident.clone());
    }
    let lists = fields.iter().find(|field| {
        field.presence == Presence::Required
            && matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_))
    });
    if let Some(field) = lists {
        return Shown::Length(field.name.ident.clone());
    }
    let other = fields.iter().find(|field| field.name.wire != "object");
    other.map_or(Shown::Whole, |field| Shown::FieldAsDebug(field.name.ident.clone()))
}

/// Whether the caller of an operation has the id of its result, which has this type.
fn caller_has_id(operation: &Operation, id: Option<&TypeRef>) -> bool {
    let is_kind = |ty: &TypeRef| matches!(ty, TypeRef::Id(_)) && Some(ty) == id;
    operation.path.ends_with('}') || operation.path_parameters.iter().any(|one| is_kind(&one.ty))
}

fn is_state(field: &Field) -> bool {
    matches!(field.name.wire.as_str(), "status" | "state" | "decision")
}

fn is_id(field: &Field) -> bool {
    field.name.wire == "id" || field.name.wire.ends_with("Id") || field.name.wire.ends_with("_id")
}

/// Whether the type implements `Display`.
fn has_text(model: &Model, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(id) => {
            model.def(*id).is_some_and(|def| matches!(def.kind, TypeKind::Enum(_)))
        }
        TypeRef::String
        | TypeRef::Boolean
        | TypeRef::Integer
        | TypeRef::Number
        | TypeRef::Decimal
        | TypeRef::DecimalNumber
        | TypeRef::Duration
        | TypeRef::Timestamp
        | TypeRef::Date
        | TypeRef::Id(_) => true,
        _ => false,
    }
}
