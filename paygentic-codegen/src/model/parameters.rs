//! The locations of parameters, and how their values are serialized there.

use std::fmt;

use serde::Serialize;

use super::{Facts, Field, Model, TypeKind, TypeRef};
use crate::names::Name;

/// A path parameter.
#[derive(Clone, Debug, Serialize)]
pub struct PathParameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// How it is serialized.
    pub style: PathStyle,
    /// The facts about its values beyond their type.
    pub facts: Facts,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// How a path parameter is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PathStyle {
    /// `a,b`.
    Simple {
        /// Whether the keys and values of an object are joined by `=`.
        explode: bool,
    },
    /// `.a.b`.
    Label {
        /// Whether each value has its own `.`.
        explode: bool,
    },
    /// `;name=a,b`.
    Matrix {
        /// Whether each value has its own name.
        explode: bool,
    },
    /// The value as JSON.
    Json,
}

/// The location and serialization of a query, header or cookie parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterLocation {
    /// The part of the request.
    pub place: ParameterPlace,
    /// How it is serialized.
    pub style: ParameterStyle,
    /// Whether reserved characters are sent unencoded (`allowReserved`, in the query).
    pub allow_reserved: bool,
}

/// The part of a request that holds a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ParameterPlace {
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ParameterStyle {
    /// A pair for each item of a list or entry of an object; in a header, `key=value` for each entry.
    Exploded,
    /// One pair, with this delimiter between the items.
    Joined(Delimiter),
    /// `name[key]=value`.
    Deep,
    /// The value as JSON.
    Json,
}

/// The delimiter between the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Delimiter {
    /// A comma.
    Comma,
    /// A space.
    Space,
    /// A pipe, `|`.
    Bar,
}

impl ParameterLocation {
    /// A header with commas between the items.
    pub const HEADER: Self =
        Self::new(ParameterPlace::Header, ParameterStyle::Joined(Delimiter::Comma));
    /// The query, with a pair for each item.
    pub const QUERY: Self = Self::new(ParameterPlace::Query, ParameterStyle::Exploded);
    /// The query, with commas between the items.
    pub const QUERY_JOINED: Self =
        Self::new(ParameterPlace::Query, ParameterStyle::Joined(Delimiter::Comma));

    /// A location with reserved characters encoded.
    pub const fn new(place: ParameterPlace, style: ParameterStyle) -> Self {
        Self { place, style, allow_reserved: false }
    }
}

impl Field {
    /// Whether it is a parameter in this part of a request.
    pub fn is_in(&self, place: ParameterPlace) -> bool {
        self.location.is_some_and(|location| location.place == place)
    }
}

/// For readers of the diff: `query, with commas`.
impl fmt::Display for ParameterLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.place {
            ParameterPlace::Query => "query",
            ParameterPlace::Header => "header",
            ParameterPlace::Cookie => "cookie",
        })?;
        f.write_str(match (self.place, self.style) {
            (ParameterPlace::Header, ParameterStyle::Exploded) => ", as `key=value`",
            (ParameterPlace::Header, ParameterStyle::Joined(_)) => "",
            (_, ParameterStyle::Exploded) => "",
            (_, ParameterStyle::Joined(Delimiter::Comma)) => ", with commas",
            (_, ParameterStyle::Joined(Delimiter::Space)) => ", with spaces",
            (_, ParameterStyle::Joined(Delimiter::Bar)) => ", with bars",
            (_, ParameterStyle::Deep) => ", as `name[key]`",
            (_, ParameterStyle::Json) => ", as JSON",
        })?;
        f.write_str(if self.allow_reserved { ", reserved characters as they are" } else { "" })
    }
}

/// For readers of the diff: `.a.b`.
impl fmt::Display for PathStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Simple { explode: false } => "`a,b`",
            Self::Simple { explode: true } => "`a,b`, exploded",
            Self::Label { explode: false } => "`.a,b`",
            Self::Label { explode: true } => "`.a.b`",
            Self::Matrix { explode: false } => "`;name=a,b`",
            Self::Matrix { explode: true } => "`;name=a;name=b`",
            Self::Json => "JSON",
        })
    }
}

impl Model {
    /// Whether this is a scalar or a list of scalars, which can be serialized without JSON.
    pub fn is_flat(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::List(item) => self.is_scalar(item),
            ty => self.is_scalar(ty),
        }
    }

    fn is_scalar(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Json | TypeRef::JsonObject | TypeRef::Map(_) | TypeRef::List(_) => false,
            TypeRef::Option(ty) => self.is_scalar(ty),
            TypeRef::Named(ty) => {
                let def = self.def(*ty);
                def.is_some_and(|def| matches!(def.kind, TypeKind::Enum(_)))
            }
            _ => true,
        }
    }
}
