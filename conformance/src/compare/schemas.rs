//! The schemas that describe a place in a value.

use serde_json::{Map, Value};

use crate::contract::{only, resolve};

/// All schemas that describe a value, with all alternatives of `oneOf` and `anyOf`.
pub(super) struct Schemas<'d> {
    document: &'d Value,
    all: Vec<&'d Map<String, Value>>,
}

/// The description of a property.
pub(super) struct Described<'d> {
    pub(super) schemas: Schemas<'d>,
    /// Whether it is a named property, not an entry of a map.
    pub(super) named: bool,
    /// Whether one of the schemas around it requires it.
    pub(super) required: bool,
}

impl<'d> Schemas<'d> {
    pub(super) fn new(document: &'d Value, schemas: impl IntoIterator<Item = &'d Value>) -> Self {
        let mut new = Self { document, all: Vec::new() };
        schemas.into_iter().for_each(|schema| new.add(schema));
        new
    }

    /// No schemas: they allow everything.
    pub(super) fn unconstrained(&self) -> Self {
        Self::new(self.document, [])
    }

    fn add(&mut self, schema: &'d Value) {
        let Some(keywords) = schema.as_object() else {
            return;
        };
        // A schema may refer to itself.
        if self.all.iter().any(|known| std::ptr::eq(*known, keywords)) {
            return;
        }
        self.all.push(keywords);
        // A reference may have sibling keywords.
        if keywords.contains_key("$ref") {
            self.add(resolve(self.document, schema));
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = keywords.get(keyword).and_then(Value::as_array);
            parts.into_iter().flatten().for_each(|part| self.add(part));
        }
    }

    /// The description of a property; `None` if the document does not describe it.
    pub(super) fn property(&self, name: &str) -> Option<Described<'d>> {
        let properties: Vec<_> = self.keywords("properties").collect();
        let named: Vec<_> = properties.iter().filter_map(|all| all.get(name)).collect();
        let others: Vec<_> = self
            .keywords("additionalProperties")
            .filter(|schema| **schema != Value::Bool(false))
            .collect();
        let described = |schemas: Vec<&'d Value>, named| {
            let mut required = self.keywords("required").filter_map(Value::as_array);
            Some(Described {
                schemas: Self::new(self.document, schemas),
                named,
                required: required.any(|names| names.iter().any(|required| required == name)),
            })
        };
        if !named.is_empty() {
            described(named, true)
        } else if !others.is_empty() {
            described(others, false)
        } else if properties.is_empty() {
            // An object without constraints may contain anything.
            described(Vec::new(), false)
        } else {
            None
        }
    }

    /// The schemas of the items of a list.
    pub(super) fn items(&self) -> Self {
        Self::new(self.document, self.keywords("items"))
    }

    pub(super) fn is_time(&self) -> bool {
        self.keywords("format").any(|format| format == "date-time")
    }

    fn keywords(&self, name: &'static str) -> impl Iterator<Item = &'d Value> {
        self.all.iter().filter_map(move |schema| schema.get(name))
    }
}

impl Described<'_> {
    /// Whether this is the only value that there can be. Where choices have one each, it distinguishes them.
    pub(super) fn is_constant(&self, value: &Value) -> bool {
        let of = |schema: &&Map<String, Value>| {
            ["const", "enum"].iter().any(|keyword| schema.contains_key(*keyword))
        };
        let mut limited = self.schemas.all.iter().filter(|schema| of(schema)).peekable();
        limited.peek().is_some() && limited.all(|schema| only(schema) == Some(value))
    }
}
