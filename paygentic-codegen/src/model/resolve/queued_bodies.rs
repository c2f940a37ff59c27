//! The request bodies that a queue can send: those of operations that accept an idempotency key.

use std::collections::{HashMap, HashSet};

use crate::model::{
    BodyContent, Field, Operation, Presence, Queued, Resource, TypeDef, TypeId, TypeRef,
};
use crate::names;

/// Marks the first operation of each body for which all operations accept an idempotency key.
pub(super) fn mark(resources: &mut [Resource], types: &[TypeDef]) {
    let mut unsafe_bodies = HashSet::new();
    let mut keys = HashMap::new();
    let mut operations = Resource::operations_mut(resources);
    for operation in &operations {
        let Some(ty) = body(operation) else { continue };
        let key = &operation.idempotency;
        if key.header.is_none() && key.body.is_none() {
            unsafe_bodies.insert(ty);
        }
        keys.entry(ty).or_insert_with(|| key.body.clone());
    }
    for operation in &mut operations {
        let Some(ty) = body(operation).filter(|ty| !unsafe_bodies.contains(ty)) else {
            continue;
        };
        let object = types.get(ty.index()).and_then(TypeDef::object);
        if let (Some(object), Some(key)) = (object, keys.remove(&ty)) {
            let time = object.fields.iter().find(|field| is_time(field));
            let time = time.map(|field| field.name.clone());
            operation.queued = Some(Queued { ty, key, time });
        }
    }
}

/// The type of a required JSON body.
fn body(operation: &Operation) -> Option<TypeId> {
    match operation.body.as_ref().filter(|body| body.required)?.content {
        BodyContent::Json(TypeRef::Named(ty)) => Some(ty),
        _ => None,
    }
}

/// Whether a field is the time of the reported event; without it, the service uses the time of arrival.
fn is_time(field: &Field) -> bool {
    let may_be_absent = matches!(field.presence, Presence::Optional | Presence::OptionalNullable);
    may_be_absent
        && field.settable
        && !field.boxed
        && field.ty == TypeRef::Timestamp
        && names::words(&field.name.wire) == ["timestamp"]
}
