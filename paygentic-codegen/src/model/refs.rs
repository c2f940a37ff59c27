//! References to types: by index inside a model; by name across models and in output.

use std::fmt;

use serde::Serialize;

use super::{
    Body, BodyContent, Field, IdType, Model, Presence, ResponseBody, TypeDef, UnionVariant,
};

/// A type of the model: its index in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TypeId(u32);

/// A kind of ids: its index in [`Model::ids`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct IdKind(u32);

impl TypeId {
    /// The id of the type at an index.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index in [`Model::types`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl IdKind {
    /// The kind at an index.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index in [`Model::ids`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A use of a type.
///
/// Within a model, types and kinds of ids are referred to by index; [`Model::named`] converts a use to names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum TypeRef<T = TypeId, I = IdKind> {
    /// `String`.
    String,
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// A decimal written as a string.
    Decimal,
    /// A decimal written as a number.
    DecimalNumber,
    /// An ISO 8601 duration.
    Duration,
    /// A point in time.
    Timestamp,
    /// A calendar date.
    Date,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// An id newtype.
    Id(I),
    /// An emitted type.
    Named(T),
    /// A list.
    List(Box<Self>),
    /// A map from strings.
    Map(Box<Self>),
    /// A value or null, inside a list or a map.
    Option(Box<Self>),
    /// An uploaded file.
    File,
}

/// A use of a type, by name. Its `Display` is the Rust syntax.
pub type NamedRef<'m> = TypeRef<&'m str, &'m str>;

impl<T: Copy, I: Copy> TypeRef<T, I> {
    /// The same use with the references to types and ids converted.
    pub fn map<U, J>(&self, types: &impl Fn(T) -> U, ids: &impl Fn(I) -> J) -> TypeRef<U, J> {
        let inner = |ty: &Self| Box::new(ty.map(types, ids));
        match self {
            Self::String => TypeRef::String,
            Self::Boolean => TypeRef::Boolean,
            Self::Integer => TypeRef::Integer,
            Self::Number => TypeRef::Number,
            Self::Decimal => TypeRef::Decimal,
            Self::DecimalNumber => TypeRef::DecimalNumber,
            Self::Duration => TypeRef::Duration,
            Self::Timestamp => TypeRef::Timestamp,
            Self::Date => TypeRef::Date,
            Self::Json => TypeRef::Json,
            Self::JsonObject => TypeRef::JsonObject,
            Self::Id(id) => TypeRef::Id(ids(*id)),
            Self::Named(ty) => TypeRef::Named(types(*ty)),
            Self::List(ty) => TypeRef::List(inner(ty)),
            Self::Map(ty) => TypeRef::Map(inner(ty)),
            Self::Option(ty) => TypeRef::Option(inner(ty)),
            Self::File => TypeRef::File,
        }
    }

    /// The emitted type inside, through lists, maps and options.
    pub fn inside(&self) -> Option<T> {
        match self {
            Self::Named(ty) => Some(*ty),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.inside(),
            _ => None,
        }
    }

    /// The emitted type that is stored inline, not behind the allocation of a list or a map.
    pub fn direct(&self) -> Option<T> {
        match self {
            Self::Named(ty) => Some(*ty),
            Self::Option(inner) => inner.direct(),
            _ => None,
        }
    }
}

impl<T: fmt::Display, I: fmt::Display> fmt::Display for TypeRef<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::Boolean => f.write_str("bool"),
            Self::Integer => f.write_str("i64"),
            Self::Number => f.write_str("f64"),
            Self::Decimal | Self::DecimalNumber => f.write_str("Decimal"),
            Self::Duration => f.write_str("IsoDuration"),
            Self::Timestamp => f.write_str("Timestamp"),
            Self::Date => f.write_str("Date"),
            Self::Json => f.write_str("Value"),
            Self::JsonObject => f.write_str("JsonObject"),
            Self::Id(name) => name.fmt(f),
            Self::Named(name) => name.fmt(f),
            Self::List(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::Option(inner) => write!(f, "Option<{inner}>"),
            Self::File => f.write_str("FilePart"),
        }
    }
}

impl Model {
    /// The definition of a type.
    pub fn def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }

    /// The name of a type.
    pub fn name(&self, id: TypeId) -> &str {
        self.def(id).map_or("", |def| def.name.as_str())
    }

    /// The definition of a kind of ids.
    pub fn id_kind(&self, id: IdKind) -> Option<&IdType> {
        self.ids.get(id.index())
    }

    /// A use of a type, by name.
    pub fn named(&self, ty: &TypeRef) -> NamedRef<'_> {
        let id = |id| self.id_kind(id).map_or("", |kind| kind.type_name.as_str());
        ty.map(&|ty| self.name(ty), &id)
    }

    /// A use of a type in Rust syntax.
    pub fn display(&self, ty: &TypeRef) -> String {
        self.named(ty).to_string()
    }

    /// The type of a field's value, without the `Option` or `Nullable` of its presence.
    pub fn value_type(&self, field: &Field) -> String {
        boxed(self.display(&field.ty), field.boxed)
    }

    /// The type of a field.
    pub fn field_type(&self, field: &Field) -> String {
        let ty = self.value_type(field);
        match field.presence {
            Presence::Required => ty,
            Presence::RequiredNullable | Presence::Optional => format!("Option<{ty}>"),
            Presence::OptionalNullable => format!("Nullable<{ty}>"),
        }
    }

    /// The payload of a variant.
    pub fn payload_type(&self, variant: &UnionVariant) -> String {
        boxed(self.display(&variant.ty), variant.boxed)
    }

    /// The type that a method takes as its body.
    pub fn body_type(&self, body: &Body) -> String {
        let ty = match &body.content {
            BodyContent::Json(ty) => self.display(ty),
            BodyContent::Form { ty, .. } => format!("{} as a form", self.display(ty)),
            BodyContent::Multipart(ty) => format!("{} as {}", self.display(ty), body.media_type),
            BodyContent::File => format!("FilePart as {}", body.media_type),
        };
        if body.required { ty } else { format!("Option<{ty}>") }
    }

    /// The type that a call returns.
    pub fn response_type(&self, body: &ResponseBody) -> String {
        match body {
            ResponseBody::Empty => "()".to_owned(),
            ResponseBody::Bytes => "Bytes".to_owned(),
            ResponseBody::Json(ty) => self.display(ty),
            ResponseBody::Answers(ty) => self.name(*ty).to_owned(),
            ResponseBody::Events(events) => format!("stream of {}", self.display(&events.ty)),
        }
    }
}

fn boxed(ty: String, is_boxed: bool) -> String {
    if is_boxed { format!("Box<{ty}>") } else { ty }
}
