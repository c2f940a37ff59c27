//! What is known about a place before its schema is read, and after.

use super::At;
use super::docs::inert;
use super::facets::SchemaRef;
use crate::model::TypeRef;
use crate::names;

/// What is known about a place before its schema is read: how a type made there would be called.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    /// The name of a type made for the schema.
    pub type_name: String,
    /// The property or parameter that holds it.
    pub property: String,
    /// The type that holds the property.
    pub owner: String,
    /// The key of the schema in `x-docs`.
    pub docs_key: String,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether it is an alternative of a union, where a given name is that of the variant.
    pub is_alternative: bool,
}

impl Hint {
    /// The hint for what belongs to an operation.
    pub(super) fn top(name: &str, property: &str, in_request: bool) -> Self {
        Self {
            type_name: names::type_name(name),
            property: property.to_owned(),
            owner: String::new(),
            docs_key: name.to_owned(),
            in_request,
            is_alternative: false,
        }
    }

    /// The hint for a property of a type that has this hint and is called `owner`.
    pub(super) fn property(&self, owner: &str, wire: &str) -> Self {
        Self {
            type_name: format!("{owner}{}", names::pascal(wire)),
            property: wire.to_owned(),
            owner: owner.to_owned(),
            docs_key: format!("{}.{wire}", self.docs_key),
            in_request: self.in_request,
            is_alternative: false,
        }
    }

    /// Words for a type that has none of ours: where the document describes it.
    pub(super) fn place(&self, component: Option<&str>) -> String {
        let key = inert(&self.docs_key);
        match (component, key.split_once('.')) {
            (Some(name), _) => format!("`{}` of the contract.", inert(name)),
            (None, None) => format!("The body of `{key}`."),
            (None, Some((operation, "response"))) => format!("The response of `{operation}`."),
            (None, Some((owner, place))) => format!("`{place}` of `{owner}`."),
        }
    }

    /// The hint for an element of a list that has this hint.
    pub(super) fn element(&self) -> Self {
        let type_name = names::singular_type(&self.type_name)
            .unwrap_or_else(|| format!("{}Item", self.type_name));
        Self {
            type_name,
            is_alternative: false,
            ..self.clone()
        }
    }

    pub(super) fn map_value(&self) -> Self {
        Self {
            type_name: format!("{}Value", self.type_name),
            is_alternative: false,
            ..self.clone()
        }
    }
}

/// A schema, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p, 'a> {
    pub schema: SchemaRef<'a>,
    pub at: &'p At,
    pub hint: &'p Hint,
    /// The component that the schema is.
    pub component: Option<&'a str>,
}

/// The use of a type at a place.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub ty: TypeRef,
    pub nullable: bool,
}

/// A use inside a list or a map, where null is a value like any other.
pub(super) fn optional(usage: Use) -> TypeRef {
    match usage.ty {
        TypeRef::Json => TypeRef::Json,
        ty if usage.nullable => TypeRef::Option(Box::new(ty)),
        ty => ty,
    }
}
