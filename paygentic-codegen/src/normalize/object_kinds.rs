//! Which kind of object each location of a document holds: a reference must point to the right kind, and a key is a
//! keyword in one kind of object, and a name in another.

/// The kinds of objects that hold others, or prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Document,
    Info,
    Tag,
    Server,
    ServerVariable,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Link,
    Callback,
    SecurityScheme,
    OAuthFlow,
    Schema,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    /// An object, or a list of such.
    One(ObjectKind),
    /// A map of objects by name.
    Each(ObjectKind),
}

/// The sections of components that can be referred to.
const SECTIONS: [(&str, ObjectKind); 7] = [
    ("pathItems", ObjectKind::PathItem),
    ("parameters", ObjectKind::Parameter),
    ("headers", ObjectKind::Header),
    ("requestBodies", ObjectKind::RequestBody),
    ("responses", ObjectKind::Response),
    ("securitySchemes", ObjectKind::SecurityScheme),
    ("schemas", ObjectKind::Schema),
];

impl Inside {
    /// What one of its keys or names holds.
    pub(crate) fn below(self, key: &str) -> Option<Self> {
        match self {
            Self::One(kind) => kind.holds(key),
            Self::Each(kind) => Some(Self::One(kind)),
        }
    }
}

impl ObjectKind {
    /// The section of `components` for objects of this kind.
    pub(crate) fn section(self) -> Option<&'static str> {
        SECTIONS.iter().find(|(_, kind)| *kind == self).map(|(section, _)| *section)
    }

    /// What the key of an object of this kind holds, if that is an object with keys of its own. That includes what no
    /// code is generated from.
    pub(crate) fn holds(self, key: &str) -> Option<Inside> {
        use Inside::{Each, One};
        Some(match (self, key) {
            (Self::Document, "info") => One(Self::Info),
            (Self::Document, "tags") => One(Self::Tag),
            (Self::Document, "webhooks") => Each(Self::PathItem),
            (Self::Document | Self::PathItem | Self::Operation, "servers")
            | (Self::Link, "server") => One(Self::Server),
            (Self::Server, "variables") => Each(Self::ServerVariable),
            (Self::Components, "mediaTypes") => Each(Self::MediaType),
            (Self::Components | Self::Response, "links") => Each(Self::Link),
            (Self::Components | Self::Operation, "callbacks") => Each(Self::Callback),
            // Its keys are expressions.
            (Self::Callback, _) => One(Self::PathItem),
            (Self::SecurityScheme, "flows") => Each(Self::OAuthFlow),
            (Self::Schema, "patternProperties" | "dependentSchemas") => Each(Self::Schema),
            (
                Self::Schema,
                "additionalItems" | "unevaluatedItems" | "contains" | "propertyNames" | "not"
                | "if" | "then" | "else" | "contentSchema",
            ) => One(Self::Schema),
            _ => return self.inside(key),
        })
    }

    /// Whether extensions stand beside the names under a key: beside paths, statuses and flows. Elsewhere, a name may
    /// begin like one.
    pub(crate) fn has_extensions_in(self, key: &str) -> bool {
        matches!(
            (self, key),
            (Self::Document, "paths")
                | (Self::Operation, "responses")
                | (Self::SecurityScheme, "flows")
        )
    }

    /// What the key of an object of this kind holds, if it leads to anything that can be referred to.
    pub(crate) fn inside(self, key: &str) -> Option<Inside> {
        use Inside::{Each, One};
        Some(match (self, key) {
            (Self::Document, "paths") => Each(Self::PathItem),
            (Self::Document, "components") => One(Self::Components),
            (Self::Components, section) => {
                Each(SECTIONS.iter().find(|(name, _)| *name == section)?.1)
            }
            (Self::PathItem | Self::Operation, "parameters") => One(Self::Parameter),
            (Self::PathItem, method) if crate::lower::METHODS.contains(&method) => {
                One(Self::Operation)
            }
            (Self::Operation, "requestBody") => One(Self::RequestBody),
            (Self::Operation, "responses") => Each(Self::Response),
            (Self::Parameter | Self::Header | Self::MediaType, "schema")
            | (Self::MediaType, "itemSchema") => One(Self::Schema),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => {
                Each(Self::MediaType)
            }
            (Self::Response | Self::Encoding, "headers") => Each(Self::Header),
            (Self::MediaType, "encoding") => Each(Self::Encoding),
            (Self::Schema, key) => return in_schema(key),
            _ => return None,
        })
    }
}

fn in_schema(key: &str) -> Option<Inside> {
    Some(match key {
        "properties" | "$defs" | "definitions" => Inside::Each(ObjectKind::Schema),
        "items"
        | "prefixItems"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "allOf"
        | "oneOf"
        | "anyOf" => Inside::One(ObjectKind::Schema),
        _ => return None,
    })
}

/// The kind of the object that the keys lead to, from an object of the given kind.
pub(super) fn kind_at(from: ObjectKind, keys: &[String]) -> Option<ObjectKind> {
    let mut kind = from;
    let mut keys = keys.iter();
    let mut can_be_index = false;
    while let Some(key) = keys.next() {
        if std::mem::take(&mut can_be_index) && key.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        match kind.inside(key)? {
            Inside::One(inner) => {
                kind = inner;
                can_be_index = true;
            }
            Inside::Each(inner) => {
                keys.next()?;
                kind = inner;
            }
        }
    }
    Some(kind)
}
