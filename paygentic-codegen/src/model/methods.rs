//! Properties derived from the model, shared by several stages.

use std::fmt;

use crate::document::media;

use super::{
    Answer, AnswerContent, Encoding, Field, FormStyle, JsonType, Model, Object, Operation,
    Presence, Resource, ResponseBody, TypeRef,
};

impl Model {
    /// All operations, resource by resource.
    pub fn operations(&self) -> Vec<&Operation> {
        self.resources.iter().flat_map(Resource::operations).collect()
    }
}

impl Resource {
    /// Every resource, parents before children.
    pub fn all(resources: &[Self]) -> Vec<&Self> {
        let mut all = Vec::new();
        for resource in resources {
            all.push(resource);
            all.extend(Self::all(&resource.children));
        }
        all
    }

    /// Every resource, parents before children, with the accessors that lead to it, in Rust syntax.
    pub(crate) fn with_accessors(resources: &[Self]) -> Vec<(Vec<String>, &Self)> {
        let mut all = Vec::new();
        for resource in resources {
            let own = vec![resource.name.ident.clone()];
            let below = Self::with_accessors(&resource.children).into_iter();
            let below =
                below.map(|(path, one)| ([own.clone(), path].concat(), one)).collect::<Vec<_>>();
            all.push((own, resource));
            all.extend(below);
        }
        all
    }

    /// Calls a function with every resource, parents before children.
    pub(crate) fn each_mut(resources: &mut [Self], function: &mut impl FnMut(&mut Self)) {
        for resource in resources {
            function(resource);
            Self::each_mut(&mut resource.children, function);
        }
    }

    /// The operations of the resource, then those of its nested resources.
    pub fn operations(&self) -> Vec<&Operation> {
        Self::all(std::slice::from_ref(self)).into_iter().flat_map(|one| &one.operations).collect()
    }

    /// The operations of all resources, mutable, in the order of [`operations`](Model::operations).
    pub(crate) fn operations_mut(resources: &mut [Self]) -> Vec<&mut Operation> {
        let mut all = Vec::new();
        for resource in resources {
            all.extend(&mut resource.operations);
            all.extend(Self::operations_mut(&mut resource.children));
        }
        all
    }
}

impl Object {
    /// The private field that keeps deviating values of constants; `None` for a struct without constants.
    pub fn kept(&self) -> Option<String> {
        let is_taken = |name: &String| self.fields.iter().any(|field| field.name.ident == *name);
        let names = (2..).map(|number| format!("as_sent_{number}"));
        let mut names = std::iter::once("as_sent".to_owned()).chain(names);
        let is_needed = !self.constants.is_empty();
        is_needed.then(|| names.find(|name| !is_taken(name)))?
    }
}

impl Encoding {
    /// Its content type, if exactly one is possible.
    pub fn content_type(&self) -> Option<&str> {
        match self.content_types.as_slice() {
            [name] if !name.contains('*') => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = self.style.map(|style| match style {
            FormStyle::Form => "form",
            FormStyle::Comma => "form, joined",
            FormStyle::Space => "spaceDelimited",
            FormStyle::Pipe => "pipeDelimited",
            FormStyle::Deep => "deepObject",
            FormStyle::Json => "JSON",
        });
        let parts = [style, self.content_type()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(", "))
    }
}

impl Answer {
    /// The type of its JSON body, if it has one.
    pub fn json(&self) -> Option<&TypeRef> {
        match &self.content {
            AnswerContent::Json(ty) => Some(ty),
            AnswerContent::Empty | AnswerContent::Text | AnswerContent::Bytes => None,
        }
    }
}

impl Operation {
    /// Whether the response is a file. A JSON body in its place then describes an error.
    pub fn returns_file(&self) -> bool {
        let types = &self.media_types;
        let is_file = !types.is_empty() && types.iter().all(|name| media::is_file(name));
        is_file && self.response == ResponseBody::Bytes
    }

    /// Its unique key: an operation of the document may have a second method, for events.
    pub fn key(&self) -> (&str, bool) {
        (&self.id, self.is_second)
    }
}

impl Field {
    /// Whether a constructor takes it. A field with a single described value is set to that value.
    pub fn is_constructor_argument(&self) -> bool {
        self.is_required() && self.fact.is_none()
    }

    /// Whether every value has the field, possibly as null.
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }
}

impl TypeRef {
    /// Whether it is a decimal that is serialized as a JSON number, or a list or map of them.
    pub fn is_numeric(&self) -> bool {
        match self {
            Self::DecimalNumber => true,
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.is_numeric(),
            _ => false,
        }
    }

    /// Whether it is an uploaded file, or a list of them.
    pub(crate) fn is_file(&self) -> bool {
        match self {
            Self::File => true,
            Self::List(inner) | Self::Option(inner) => inner.is_file(),
            _ => false,
        }
    }

    /// The Rust type: both wire formats of a decimal are the same type.
    pub(super) fn in_rust(&self) -> Self {
        match self {
            Self::DecimalNumber => Self::Decimal,
            Self::List(inner) => Self::List(Box::new(inner.in_rust())),
            Self::Map(inner) => Self::Map(Box::new(inner.in_rust())),
            Self::Option(inner) => Self::Option(Box::new(inner.in_rust())),
            other => other.clone(),
        }
    }
}

impl JsonType {
    /// Its name in JSON Schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Any => "any",
        }
    }
}

impl ResponseBody {
    /// The type that is decoded, if there is exactly one: that of the document, or that of each event.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Events(events) => Some(&events.ty),
            Self::Empty | Self::Bytes | Self::Answers(_) => None,
        }
    }
}

/// Whether a value is an integer that an `i32` cannot hold.
pub(crate) fn is_long(value: &serde_json::Value) -> bool {
    value.as_i64().is_some_and(|number| i32::try_from(number).is_err())
}
