//! The Rust spelling of types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Field, Presence, TypeRef};

/// An identifier of the model, which may be raw.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type.
pub(super) fn rust_type(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::String => quote!(String),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Integer => quote!(i64),
        TypeRef::Number => quote!(f64),
        TypeRef::Decimal | TypeRef::DecimalNumber => quote!(Decimal),
        TypeRef::Duration => quote!(IsoDuration),
        TypeRef::Timestamp => quote!(Timestamp),
        TypeRef::Date => quote!(Date),
        TypeRef::Json => quote!(Value),
        TypeRef::JsonObject => quote!(JsonObject),
        TypeRef::Id(name) | TypeRef::Named(name) => {
            let name = ident(name);
            quote!(#name)
        }
        TypeRef::List(inner) => generic("Vec", inner),
        TypeRef::Option(inner) => generic("Option", inner),
        TypeRef::Map(inner) => {
            let inner = rust_type(inner);
            quote!(BTreeMap<String, #inner>)
        }
    }
}

fn generic(name: &str, inner: &TypeRef) -> TokenStream {
    let (name, inner) = (ident(name), rust_type(inner));
    quote!(#name<#inner>)
}

/// The type of a field's value, apart from presence.
pub(super) fn value_type(field: &Field) -> TokenStream {
    let ty = rust_type(&field.ty);
    if field.boxed { quote!(Box<#ty>) } else { ty }
}

/// The type of a field.
pub(super) fn field_type(field: &Field) -> TokenStream {
    let ty = value_type(field);
    match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => quote!(Option<#ty>),
        Presence::OptionalNullable => quote!(Nullable<#ty>),
    }
}

/// How the tables of codecs say that decimals are written as numbers.
pub(super) fn form(ty: &TypeRef) -> &'static str {
    if ty.is_numeric() { " as number" } else { "" }
}

/// Tokens of a type as text, spelled as the formatter does.
pub(super) fn text(tokens: &TokenStream) -> String {
    tokens
        .to_string()
        .replace(" < ", "<")
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}
