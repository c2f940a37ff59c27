//! The context of a schema while it is resolved: its owner, its direction and its documentation key.

use std::collections::BTreeMap;

use super::Location;
use super::docs::inert;
use super::facets::SchemaRef;
use super::name_seed::{Rank, Seed};
use crate::model::{Encoding, TypeId, TypeRef};
use crate::names;

/// What is known about a location before its schema is resolved, such as the name of a type created there.
#[derive(Clone, Debug)]
pub(super) struct SchemaContext {
    /// The parts of the name of a type created for the schema.
    pub seed: Seed,
    /// The provisional name of such a type.
    pub type_name: String,
    /// The property or parameter that holds it.
    pub property: String,
    /// The name of the type that holds the property.
    pub owner: String,
    /// The key of the schema in `x-docs`.
    pub docs_key: String,
    /// Whether a request contains it.
    pub in_request: bool,
    /// Whether a response or an error contains it, or no operation refers to it.
    pub in_response: bool,
    /// Whether it is an alternative of a union; then `x-rust-name` names the variant.
    pub is_alternative: bool,
    /// The encodings of the parts, if it is a multipart body, whose properties may be files.
    pub parts: Option<BTreeMap<String, Encoding>>,
}

/// The type that holds a property: a type of the document, or a name used in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'n> {
    pub id: Option<TypeId>,
    pub name: &'n str,
}

impl<'n> Owner<'n> {
    /// An owner without a type, such as the arguments of an operation.
    pub(super) fn words(name: &'n str) -> Self {
        Self { id: None, name }
    }

    fn inside(self, words: String) -> Seed {
        match self.id {
            Some(_) => Seed::inside(self.id, words),
            None => Seed::inside(None, format!("{}{words}", self.name)),
        }
    }
}

impl SchemaContext {
    /// The context of a body or parameter of an operation.
    pub(super) fn top(name: &str, property: &str, in_request: bool) -> Self {
        let type_name = names::type_name(name);
        Self {
            seed: Seed::new(type_name.clone(), Rank::Operation).or(format!("{type_name}Body")),
            type_name,
            property: property.to_owned(),
            owner: String::new(),
            docs_key: name.to_owned(),
            in_request,
            in_response: !in_request,
            is_alternative: false,
            parts: None,
        }
    }

    /// The context of a component.
    pub(super) fn component(name: &str, seed: Seed, in_request: bool) -> Self {
        Self {
            type_name: seed.words.clone(),
            seed,
            property: String::new(),
            owner: String::new(),
            docs_key: name.to_owned(),
            in_request,
            in_response: !in_request,
            is_alternative: false,
            parts: None,
        }
    }

    /// The context of a property of a type in this context.
    pub(super) fn property(&self, owner: Owner<'_>, wire: &str) -> Self {
        let words = names::pascal(wire);
        Self {
            type_name: format!("{}{words}", owner.name),
            seed: owner.inside(words),
            property: wire.to_owned(),
            owner: owner.name.to_owned(),
            docs_key: format!("{}.{wire}", self.docs_key),
            in_request: self.in_request,
            in_response: self.in_response,
            is_alternative: false,
            parts: None,
        }
    }

    /// The context of an alternative of a union in this context.
    pub(super) fn alternative(&self, owner: Owner<'_>, ident: &str) -> Self {
        Self {
            type_name: format!("{}{ident}", owner.name),
            seed: owner.inside(ident.to_owned()),
            docs_key: format!("{}.{ident}", self.docs_key),
            owner: owner.name.to_owned(),
            is_alternative: true,
            ..self.clone()
        }
    }

    /// The fallback documentation of a type: its place in the document.
    pub(super) fn place(&self, component: Option<&str>) -> String {
        let key = inert(&self.docs_key);
        match (component, key.split_once('.')) {
            (Some(name), _) => format!("`{}` of the contract.", inert(name)),
            (None, None) => format!("The body of `{key}`."),
            (None, Some((operation, "response"))) => format!("The response of `{operation}`."),
            (None, Some((owner, place))) => format!("`{place}` of `{owner}`."),
        }
    }

    /// The context of an element of a list in this context.
    pub(super) fn element(&self) -> Self {
        let one = |name: &str| names::singular_type(name).unwrap_or_else(|| format!("{name}Item"));
        self.inner(one)
    }

    pub(super) fn map_value(&self) -> Self {
        self.inner(|name| format!("{name}Value"))
    }

    fn inner(&self, change: impl Fn(&str) -> String) -> Self {
        Self {
            type_name: change(&self.type_name),
            seed: self.seed.reworded(&change),
            is_alternative: false,
            ..self.clone()
        }
    }
}

/// A schema with its location and context.
#[derive(Clone, Copy, Debug)]
pub(super) struct SchemaAt<'p, 'a> {
    pub schema: SchemaRef<'a>,
    pub at: &'p Location,
    pub context: &'p SchemaContext,
    /// The component that the schema is.
    pub component: Option<&'a str>,
}

/// A use of a type, and whether null is allowed there.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub ty: TypeRef,
    pub nullable: bool,
}

/// The type of a use inside a list or a map, where null is an ordinary value.
pub(super) fn optional(usage: Use) -> TypeRef {
    match usage.ty {
        TypeRef::Json => TypeRef::Json,
        ty if usage.nullable => TypeRef::Option(Box::new(ty)),
        ty => ty,
    }
}
