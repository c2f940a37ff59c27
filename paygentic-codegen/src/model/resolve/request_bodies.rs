//! Request bodies of operations.

use openapiv3::{MediaType, Operation as Source, ReferenceOr, RequestBody};

use super::encodings::encodings;
use super::http_facts::all_media_types;
use super::page_marks::is_text;
use super::parameters::is_idempotency_key;
use super::schema_context::{SchemaContext, Use, optional};
use super::{Builder, Location};
use crate::document::media::{self, is_json};
use crate::model::{Body, BodyContent, Facts, Name, TypeId, TypeKind, TypeRef};

impl<'a> Builder<'a> {
    pub(super) fn body(&mut self, source: &'a Source, at: &Location, id: &str) -> Option<Body> {
        let (body, shared) = self.shared_body(source.request_body.as_ref()?)?;
        let place = at.key("requestBody");
        let at = shared
            .map_or(place, |name| Location::component("requestBodies", name).in_operation(id))
            .key("content");
        // Lowering keeps only the content type that is sent.
        let (media_type, content) = body.content.first()?;
        let at = at.key(media_type).key("schema");
        let mut facts = Facts::default();
        let content = if is_json(media_type) {
            let ty = self.body_type(content, &at, id, &mut facts);
            let ty = ty.unwrap_or(Use { ty: TypeRef::Json, nullable: false });
            // If the body is optional, `None` means an absent body, not null.
            BodyContent::Json(if body.required { optional(ty) } else { ty.ty })
        } else if media::is_form(media_type) {
            let ty = self.body_type(content, &at, id, &mut facts);
            let ty = ty.map(|usage| usage.ty);
            BodyContent::Form { ty: self.form_type(ty, &at), encodings: encodings(content) }
        } else if media::is_multipart(media_type) {
            BodyContent::Multipart(self.multipart(content, &at, id))
        } else {
            if let Some(schema) =
                content.schema.as_ref().filter(|_| media_type.starts_with("text/"))
            {
                facts = self.facts_at(schema.into(), &TypeRef::File, &at);
            }
            BodyContent::File
        };
        Some(Body {
            required: body.required,
            facts,
            media_type: media_type.clone(),
            media_types: all_media_types(&body.extensions, media_type),
            content,
        })
    }

    /// The type of a body, if it has a schema.
    fn body_type(
        &mut self,
        content: &'a MediaType,
        at: &Location,
        id: &str,
        facts: &mut Facts,
    ) -> Option<Use> {
        let schema = content.schema.as_ref()?;
        let usage = self.use_of(schema.into(), at, &SchemaContext::top(id, id, true));
        *facts = self.facts_at(schema.into(), &usage.ty, at);
        Some(usage)
    }

    /// The type of a form: an object, a map, or a union of objects.
    fn form_type(&mut self, ty: Option<TypeRef>, at: &Location) -> TypeRef {
        match ty {
            Some(ty @ (TypeRef::JsonObject | TypeRef::Map(_))) => ty,
            Some(TypeRef::Named(id)) if !self.is_enum(id) => TypeRef::Named(id),
            None | Some(TypeRef::Json) => TypeRef::JsonObject,
            Some(_) => {
                let message = "the schema of a form is not an object: any fields are accepted";
                self.warning(at, message, "describe the fields as properties");
                TypeRef::JsonObject
            }
        }
    }

    fn is_enum(&self, id: TypeId) -> bool {
        let slot = self.types.get(id);
        slot.is_some_and(|slot| matches!(slot.kind, TypeKind::Enum(_)))
    }

    /// A request body, and its name if it is a component.
    pub(super) fn shared_body(
        &self,
        body: &'a ReferenceOr<RequestBody>,
    ) -> Option<(&'a RequestBody, Option<&'a str>)> {
        match body {
            ReferenceOr::Item(body) => Some((body, None)),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/requestBodies/")?;
                let bodies = &self.document.components.as_ref()?.request_bodies;
                let (body, further) = self.shared_body(bodies.get(name)?)?;
                Some((body, further.or(Some(name))))
            }
        }
    }

    /// The property of the body that takes an idempotency key.
    pub(super) fn body_idempotency(&self, body: Option<&Body>) -> Option<Name> {
        let Some(Body { content: BodyContent::Json(TypeRef::Named(id)), required: true, .. }) =
            body
        else {
            return None;
        };
        let fields = &self.types.object(*id)?.fields;
        let field =
            fields.iter().find(|field| is_idempotency_key(&field.name.wire) && is_text(&field.ty));
        field.map(|field| field.name.clone())
    }
}
