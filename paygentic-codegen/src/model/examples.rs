//! The example of an operation, as data: which values a caller passes, and what becomes of the response.
//!
//! Documentation and the harness that runs the examples print the same data, so what a reader copies is what was run.

use serde::Serialize;
use serde_json::Value;

/// A call with sensible values, and a line that uses its result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The accessors from the client to the resource, as they are written in Rust.
    pub accessors: Vec<String>,
    /// The arguments of the method, in its order.
    pub arguments: Vec<Argument>,
    /// What is done with the result.
    pub outcome: Outcome,
}

/// An argument of a method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: ExampleValue,
}

/// What an example does with the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Outcome {
    /// Nothing: there is no result.
    Nothing,
    /// Walks through a list, of all pages.
    Stream {
        /// The variable of the stream.
        items: String,
        /// The variable of an item.
        item: String,
        /// What is printed of it.
        shown: Shown,
    },
    /// Writes it to a file of this name.
    File(String),
    /// Keeps it in a variable.
    Value {
        /// The variable.
        variable: String,
        /// What is printed of it.
        shown: Shown,
    },
}

/// What is printed of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Shown {
    /// A field.
    Field(String),
    /// A field that may be absent, or has no text of its own.
    FieldAsDebug(String),
    /// What a method of a union reads, which may be absent.
    Accessor(String),
    /// How many items a field holds.
    Length(String),
    /// How many items it holds.
    Count,
    /// All of it.
    Whole,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ExampleValue {
    /// A string literal.
    Text(String),
    /// A literal of another kind, as it is written in Rust.
    Literal(String),
    /// A string literal that is parsed into the type that is asked for.
    Parsed(String),
    /// JSON.
    Json(Value),
    /// A value that is converted into the type that is asked for.
    Converted(Box<Self>),
    /// `Some`.
    Some(Box<Self>),
    /// `None`.
    None,
    /// An array, whose items are converted.
    Items(Vec<Self>),
    /// A `Vec`.
    List(Vec<Self>),
    /// A map.
    Map(Vec<(String, Self)>),
    /// A value of an enum.
    Enum {
        /// The enum.
        ty: String,
        /// The variant.
        variant: String,
    },
    /// An alternative of a union.
    Alternative {
        /// The union.
        ty: String,
        /// The variant.
        variant: String,
        /// What it holds.
        payload: Box<Self>,
    },
    /// A struct.
    Struct(Box<StructExample>),
}

/// A struct that is made by a constructor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StructExample {
    /// The type.
    pub ty: String,
    /// The constructor.
    pub constructor: String,
    /// Its arguments by position.
    pub positional: Vec<ExampleValue>,
    /// The struct of its arguments by name, with them.
    pub named: Option<(String, Vec<(String, ExampleValue)>)>,
    /// The setters that follow.
    pub setters: Vec<(String, ExampleValue)>,
}

impl ExampleValue {
    /// Whether JSON occurs in it.
    pub fn has_json(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::Converted(inner) | Self::Some(inner) => inner.has_json(),
            Self::Alternative { payload, .. } => payload.has_json(),
            Self::Items(items) | Self::List(items) => items.iter().any(Self::has_json),
            Self::Map(entries) => entries.iter().any(|(_, value)| value.has_json()),
            Self::Struct(made) => made.values().any(Self::has_json),
            Self::Text(_) | Self::Literal(_) | Self::Parsed(_) | Self::None | Self::Enum { .. } => {
                false
            }
        }
    }

    /// Whether a map occurs in it.
    pub fn has_map(&self) -> bool {
        match self {
            Self::Map(_) => true,
            Self::Converted(inner) | Self::Some(inner) => inner.has_map(),
            Self::Alternative { payload, .. } => payload.has_map(),
            Self::Items(items) | Self::List(items) => items.iter().any(Self::has_map),
            Self::Struct(made) => made.values().any(Self::has_map),
            _ => false,
        }
    }
}

impl StructExample {
    /// All values that it is made from.
    fn values(&self) -> impl Iterator<Item = &ExampleValue> {
        let named = self.named.iter().flat_map(|(_, fields)| fields);
        let given = named.chain(&self.setters).map(|(_, value)| value);
        self.positional.iter().chain(given)
    }
}
