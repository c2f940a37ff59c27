//! The example of an operation, as data: the arguments of the call, and what it does with the response.
//!
//! The documentation and the tests are printed from the same data, so every published example has been executed.

use serde::Serialize;
use serde_json::Value;

/// A call with realistic values, and a statement that uses its result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The accessors from the client to the resource, in Rust syntax.
    pub accessors: Vec<String>,
    /// The arguments of the method, in order.
    pub arguments: Vec<Argument>,
    /// What the example does with the result.
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
    /// Iterates over a stream: the items of all pages, or events.
    Stream {
        /// The variable of the stream.
        items: String,
        /// The variable of an item.
        item: String,
        /// The part of it that is printed.
        shown: Shown,
    },
    /// Writes it to a file of this name.
    File(String),
    /// Keeps it in a variable.
    Value {
        /// The variable.
        variable: String,
        /// The part of it that is printed.
        shown: Shown,
    },
}

/// The part of a value that an example prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Shown {
    /// A field.
    Field(String),
    /// A field that is optional or does not implement `Display`.
    FieldAsDebug(String),
    /// The result of an accessor of a union, an `Option`.
    Accessor(String),
    /// The length of a field.
    Length(String),
    /// Its length.
    Count,
    /// The whole value.
    Whole,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ExampleValue {
    /// A string literal.
    Text(String),
    /// Another expression, in Rust syntax.
    Literal(String),
    /// A string literal that is parsed into the required type.
    Parsed(String),
    /// JSON.
    Json(Value),
    /// A value that is converted into the required type.
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
        /// Its payload.
        payload: Box<Self>,
    },
    /// A struct.
    Struct(Box<StructExample>),
}

/// A struct built with a constructor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StructExample {
    /// The type.
    pub ty: String,
    /// The constructor.
    pub constructor: String,
    /// Its positional arguments.
    pub positional: Vec<ExampleValue>,
    /// The struct of the required fields, with their values.
    pub named: Option<(String, Vec<(String, ExampleValue)>)>,
    /// The setter calls that follow, each with its argument.
    pub setters: Vec<(String, ExampleValue)>,
}

impl ExampleValue {
    /// Whether it contains JSON.
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

    /// Whether it contains a map.
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
    /// All values in it.
    fn values(&self) -> impl Iterator<Item = &ExampleValue> {
        let named = self.named.iter().flat_map(|(_, fields)| fields);
        let given = named.chain(&self.setters).map(|(_, value)| value);
        self.positional.iter().chain(given)
    }
}
