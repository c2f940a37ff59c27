//! Compares how the properties of forms and multipart bodies are encoded: by what is sent, because a default that is
//! spelled out is not a change.

use std::collections::BTreeMap;

use super::accepts::Schema;
use super::catalogue as rules;
use super::change::Subject;
use super::comparison::Comparison;
use super::pending_change::PendingChange;
use super::response_metadata;
use super::site::Site;
use crate::model::{Encoding, Field, FormStyle, Model, Object, TypeKind, TypeRef};

/// The old properties of a body, with their old and new encodings.
pub(super) struct EncodedBody<'a> {
    /// The type or operation that it belongs to.
    pub holder: &'a str,
    pub object: &'a Object,
    pub old: &'a BTreeMap<String, Encoding>,
    pub new: &'a BTreeMap<String, Encoding>,
    /// Whether properties are parts with content types of their own.
    pub has_parts: bool,
}

impl Comparison<'_> {
    /// Existing programs send the old encoding.
    pub(super) fn compare_encodings(&mut self, body: &EncodedBody<'_>, site: &Site) {
        for field in &body.object.fields {
            let wire = &field.name.wire;
            let (one, other) = (body.old.get(wire), body.new.get(wire));
            let sent = |encoding| Sent::of(self.old, field, encoding, body.has_parts);
            if sent(one) == sent(other) {
                continue;
            }
            let item = format!("{}::{wire}", body.holder);
            let pending = PendingChange::of(&rules::FORM_ENCODING_CHANGED, Subject::Field, &item);
            let shown = |encoding: Option<&Encoding>| {
                encoding.map_or_else(|| "the default".to_owned(), ToString::to_string)
            };
            self.push(pending.both(shown(one), shown(other)).at(&site.property(wire)));
        }
    }
}

/// The object that a body is, if it is one.
pub(super) fn object_of<'m>(model: &'m Model, ty: &TypeRef) -> Option<&'m Object> {
    match ty {
        TypeRef::Option(inner) => object_of(model, inner),
        TypeRef::Named(id) => match &model.def(*id)?.kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// The encoding that is sent, defaults included.
#[derive(PartialEq)]
struct Sent {
    style: Option<FormStyle>,
    content_type: Option<String>,
}

impl Sent {
    fn of(model: &Model, field: &Field, encoding: Option<&Encoding>, has_parts: bool) -> Self {
        let schema = Schema::of_field(model, field);
        let declared = encoding.and_then(|encoding| encoding.style);
        let style = match declared {
            Some(FormStyle::Json) => declared,
            // A single value is its text in any style.
            _ if schema.is_single() => None,
            None if schema.is_list() => Some(FormStyle::Form),
            None if !field.ty.is_file() => Some(FormStyle::Json),
            style => style,
        };
        let content_type = encoding.and_then(Encoding::content_type);
        let default = match style {
            _ if field.ty.is_file() => "application/octet-stream",
            Some(FormStyle::Json) => "application/json",
            _ => "text/plain",
        };
        let content_type = response_metadata::essence(content_type.unwrap_or(default));
        Self { style, content_type: has_parts.then_some(content_type) }
    }
}
