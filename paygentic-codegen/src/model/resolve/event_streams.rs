//! Responses that are streams of values: server-sent events and JSON lines.

use openapiv3::MediaType;
use serde_json::Value;

use super::facets::{Facets, SchemaRef};
use super::schema_context::{SchemaContext, optional};
use super::{Builder, Location};
use crate::document::media;
use crate::model::{Body, BodyContent, EventForm, Events, JsonType, Name, TypeKind, TypeRef};

impl<'a> Builder<'a> {
    /// The values of a stream. `at` is the location of the media type.
    pub(super) fn events(
        &mut self,
        media_type: &str,
        content: &'a MediaType,
        at: &Location,
        id: &str,
    ) -> Events {
        let is_item = content.extensions.get("x-item-schema") == Some(&Value::Bool(true));
        let at = at.key(if is_item { "itemSchema" } else { "schema" });
        let described = content.schema.as_ref().map(SchemaRef::from);
        let (schema, at, facets) = match described {
            None => (None, at, Facets::default()),
            Some(schema) => {
                let facets = self.facets(schema, &at);
                // An array describes the whole response: the stream consists of its items.
                match facets.items.clone() {
                    Some((items, place)) => {
                        let inner = self.facets(items, &place);
                        (Some(items), place, inner)
                    }
                    None => (Some(schema), at, facets),
                }
            }
        };
        let form = match media::is_lines(media_type) {
            true => EventForm::Line,
            false => self.event_form(&facets, schema.is_some()),
        };
        let is_text = facets.json == Some(JsonType::String);
        let ty = match (schema, form) {
            (_, EventForm::Text) => TypeRef::String,
            // A string describes the response as a whole, or carries no information.
            (Some(_), EventForm::Line) if is_text => TypeRef::Json,
            (Some(schema), _) => {
                let usage = self.use_of(
                    schema,
                    &at,
                    &SchemaContext::top(&format!("{id}Event"), "event", false),
                );
                optional(usage)
            }
            (None, _) => TypeRef::Json,
        };
        Events { ty, form, media_type: media_type.to_owned() }
    }

    fn event_form(&mut self, facets: &Facets<'a>, is_described: bool) -> EventForm {
        if !is_described || facets.is_shapeless() && facets.json.is_none() {
            return EventForm::Whole;
        }
        match self.whole_event(facets, 4) {
            Some(true) => EventForm::WholeText,
            Some(false) => EventForm::Whole,
            None if facets.json == Some(JsonType::String) && facets.values.is_empty() => {
                EventForm::Text
            }
            None => EventForm::Data,
        }
    }

    /// `Some` if a schema describes the whole event with its fields, not just its data; true if
    /// that data is text.
    fn whole_event(&mut self, facets: &Facets<'a>, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        if !facets.alternatives.is_empty() && facets.properties.is_empty() {
            let mut is_text = true;
            for (schema, place) in facets.alternatives.clone() {
                let inner = self.facets(schema, &place);
                is_text &= self.whole_event(&inner, depth)?;
            }
            return Some(is_text);
        }
        let is_event_field =
            |name: &&str| ["data", "event", "id", "retry", "comment"].contains(name);
        let (schema, place) = facets.properties.get("data")?.last()?.clone();
        if !facets.properties.keys().all(is_event_field) {
            return None;
        }
        let others = facets.properties.len() > 1;
        let data = self.facets(schema, &place);
        let is_text = data.json == Some(JsonType::String) && data.content_type.is_none();
        // An object with only a `data` string may be the data itself; if its `data` has structure, it is the event.
        (others || !is_text).then_some(is_text)
    }

    /// The field of the body that requests a stream of events: `stream`.
    pub(super) fn find_stream_flag(&mut self, body: Option<&Body>) -> Option<Name> {
        let body = body.filter(|body| body.required)?;
        let (BodyContent::Json(TypeRef::Named(id)) | BodyContent::Multipart(TypeRef::Named(id))) =
            &body.content
        else {
            return None;
        };
        let (TypeKind::Object(object) | TypeKind::Multipart(object)) = &self.types.get(*id)?.kind
        else {
            return None;
        };
        let is_it = |field: &&crate::model::Field| {
            field.name.wire == "stream" && field.ty == TypeRef::Boolean && field.settable
        };
        Some(object.fields.iter().find(is_it)?.name.clone())
    }
}
