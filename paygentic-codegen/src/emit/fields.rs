//! How the tables of structs and of requests write a field.

use crate::model::{Field, TypeRef};

/// The paragraphs of the documentation of a field.
pub(super) fn field_docs(field: &Field) -> Vec<String> {
    let mut docs = field.docs.clone();
    docs.extend(field.deprecated.then(|| "Deprecated.".to_owned()));
    docs
}

/// The type of all other properties together.
pub(super) fn all_others(ty: &TypeRef) -> TypeRef {
    match ty {
        TypeRef::Json => TypeRef::JsonObject,
        ty => TypeRef::Map(Box::new(ty.clone())),
    }
}
