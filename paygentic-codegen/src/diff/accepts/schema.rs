//! A schema as the comparison of values sees it: a use or a type of the model, with references followed and the facts of
//! its location.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Acceptance, Writing};
use crate::model::{Facts, Model, Object, TypeDef, TypeKind, TypeRef, Union, Variant};

/// A schema, as the model has it.
#[derive(Clone, Copy)]
pub(in crate::diff) struct Schema<'a> {
    pub(super) model: &'a Model,
    pub(super) shape: SchemaSource<'a>,
    pub(in crate::diff) facts: &'a Facts,
    pub(super) nullable: bool,
    /// The only value, where there is one.
    pub(super) only: Option<&'a Value>,
    /// How values are written where they are sent.
    pub(super) writing: Writing,
}

#[derive(Clone, Copy)]
pub(super) enum SchemaSource<'a> {
    Use(&'a TypeRef),
    Type(&'a TypeKind),
    /// Any JSON, also for the contents of a list or map without constraints.
    Any,
}

/// The kind of a schema once references are followed.
pub(super) enum ResolvedSchema<'a> {
    Any,
    Text,
    Number { whole: bool },
    Boolean,
    List(Schema<'a>),
    Map(Schema<'a>),
    Object(&'a Object),
    Enum(&'a [Variant]),
    Union(&'a Union),
}

pub(super) static NO_FACTS: LazyLock<Facts> = LazyLock::new(Facts::default);

impl<'a> Schema<'a> {
    /// A use of a type, with the facts of that use.
    pub(in crate::diff) fn of_use(model: &'a Model, ty: &'a TypeRef, facts: &'a Facts) -> Self {
        Self {
            model,
            shape: SchemaSource::Use(ty),
            facts,
            nullable: facts.nullable,
            only: None,
            writing: Writing::Json,
        }
    }

    /// A type, with its own facts.
    pub(in crate::diff) fn of_type(model: &'a Model, def: &'a TypeDef) -> Self {
        Self {
            model,
            shape: SchemaSource::Type(&def.kind),
            facts: &def.facts,
            nullable: false,
            only: None,
            writing: Writing::Json,
        }
    }

    /// The schema of one value.
    pub(in crate::diff) fn of_value(model: &'a Model, value: &'a Value) -> Self {
        Self::any(model).only(Some(value)).never_null()
    }

    /// The same, written differently.
    pub(in crate::diff) fn written(self, writing: Writing) -> Self {
        Self { writing, ..self }
    }

    pub(super) fn never_null(self) -> Self {
        Self { nullable: false, ..self }
    }

    pub(super) fn any(model: &'a Model) -> Self {
        Self {
            model,
            shape: SchemaSource::Any,
            facts: &NO_FACTS,
            nullable: true,
            only: None,
            writing: Writing::Json,
        }
    }

    pub(in crate::diff) fn nullable(self, nullable: bool) -> Self {
        Self { nullable: self.nullable || nullable, ..self }
    }

    /// The same with other facts.
    pub(in crate::diff) fn with<'b>(self, facts: &'b Facts) -> Schema<'b>
    where
        'a: 'b,
    {
        Schema { facts, ..self }
    }

    /// The same with the only value of another schema, if it has one.
    pub(in crate::diff) fn only_as<'b>(self, other: Schema<'b>) -> Schema<'b>
    where
        'a: 'b,
    {
        Schema { only: other.only, ..self }
    }

    /// Whether its values are neither lists nor objects.
    pub(in crate::diff) fn is_single(self) -> bool {
        matches!(
            self.resolved().kind(),
            ResolvedSchema::Text
                | ResolvedSchema::Number { .. }
                | ResolvedSchema::Boolean
                | ResolvedSchema::Enum(_)
        )
    }

    /// Whether it has alternatives, however they are represented in Rust.
    pub(in crate::diff) fn is_choice(self) -> bool {
        match self.resolved().kind() {
            ResolvedSchema::Object(object) => !object.alternatives.is_empty(),
            ResolvedSchema::Any | ResolvedSchema::List(_) | ResolvedSchema::Map(_) => false,
            _ => true,
        }
    }

    /// Whether its values are lists of such values.
    pub(in crate::diff) fn is_list(self) -> bool {
        matches!(self.resolved().kind(), ResolvedSchema::List(items) if items.is_single())
    }

    pub(super) fn only(self, only: Option<&'a Value>) -> Self {
        Self { only, ..self }
    }

    /// The schema of the items of a list; if it is not a list, any JSON with the facts about its items.
    pub(in crate::diff) fn items(self) -> Self {
        let facts = self.facts.items.as_deref().unwrap_or(&NO_FACTS);
        match self.without_null().kind() {
            ResolvedSchema::List(inner) => inner,
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    /// The schema of the entries of a map, or of the additional properties of an object; otherwise any JSON.
    pub(in crate::diff) fn entries(self) -> Self {
        let facts = self.facts.entries.as_deref().unwrap_or(&NO_FACTS);
        match self.without_null().kind() {
            ResolvedSchema::Map(inner) => Self { facts, ..inner },
            ResolvedSchema::Object(Object { additional: Some(ty), .. }) => {
                Self::of_use(self.model, ty, facts)
            }
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    pub(super) fn without_null(self) -> Self {
        match self.shape {
            SchemaSource::Use(TypeRef::Option(inner)) => {
                Self { shape: SchemaSource::Use(inner), ..self }.without_null()
            }
            _ => self,
        }
    }

    /// Follows references and options to the schema of the values.
    pub(super) fn resolved(self) -> Self {
        match self.shape {
            SchemaSource::Use(TypeRef::Option(inner)) => {
                Self { shape: SchemaSource::Use(inner), nullable: true, ..self }.resolved()
            }
            SchemaSource::Use(TypeRef::Named(id)) => match self.model.def(*id) {
                Some(def) => {
                    Self { shape: SchemaSource::Type(&def.kind), facts: &def.facts, ..self }
                }
                None => Self::any(self.model),
            },
            _ => self,
        }
    }

    pub(super) fn kind(self) -> ResolvedSchema<'a> {
        let inside = |ty: &'a TypeRef, facts: &'a Option<Box<Facts>>| {
            Self::of_use(self.model, ty, facts.as_deref().unwrap_or(&NO_FACTS))
        };
        match self.shape {
            SchemaSource::Any => ResolvedSchema::Any,
            SchemaSource::Use(ty) => match ty {
                TypeRef::String
                | TypeRef::Decimal
                | TypeRef::Duration
                | TypeRef::Timestamp
                | TypeRef::Date
                | TypeRef::Id(_)
                | TypeRef::File => ResolvedSchema::Text,
                TypeRef::Boolean => ResolvedSchema::Boolean,
                TypeRef::Integer => ResolvedSchema::Number { whole: true },
                TypeRef::Number | TypeRef::DecimalNumber => ResolvedSchema::Number { whole: false },
                TypeRef::JsonObject => ResolvedSchema::Map(Self::any(self.model)),
                TypeRef::List(inner) => ResolvedSchema::List(inside(inner, &self.facts.items)),
                TypeRef::Map(inner) => ResolvedSchema::Map(inside(inner, &self.facts.entries)),
                // The rest has been followed.
                TypeRef::Json | TypeRef::Named(_) | TypeRef::Option(_) => ResolvedSchema::Any,
            },
            SchemaSource::Type(kind) => match kind {
                TypeKind::Object(object)
                | TypeKind::Parameters(object)
                | TypeKind::Multipart(object) => ResolvedSchema::Object(object),
                TypeKind::Enum(values) => ResolvedSchema::Enum(values),
                TypeKind::Union(union) => ResolvedSchema::Union(union),
                TypeKind::Answers(_) => ResolvedSchema::Any,
            },
        }
    }

    /// All values except null, if they can be listed.
    pub(super) fn values(self) -> Option<Vec<Value>> {
        if let Some(only) = self.only {
            return Some(vec![only.clone()]);
        }
        let values = match self.kind() {
            ResolvedSchema::Enum(values) => {
                values.iter().map(|value| Value::from(value.name.wire.as_str())).collect()
            }
            _ if !self.facts.values.is_empty() => self.facts.values.clone(),
            ResolvedSchema::Boolean => vec![Value::Bool(false), Value::Bool(true)],
            _ => return None,
        };
        // A listed value that another keyword rejects does not count.
        Some(values.into_iter().filter(|value| self.holds_facts(value) != Acceptance::No).collect())
    }

    /// Whether both are the same schema of the same model.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same_shape = match (self.shape, other.shape) {
            (SchemaSource::Use(one), SchemaSource::Use(other)) => one == other,
            (SchemaSource::Type(one), SchemaSource::Type(other)) => std::ptr::eq(one, other),
            (SchemaSource::Any, SchemaSource::Any) => true,
            _ => false,
        };
        std::ptr::eq(self.model, other.model)
            && same_shape
            && self.facts == other.facts
            && (!self.nullable || other.nullable)
            && self.only == other.only
    }
}
