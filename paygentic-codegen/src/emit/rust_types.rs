//! Types as tokens, for code that is formatted. In text, types are printed with `Display`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Model, TypeRef, UnionVariant};

/// An identifier of the model, which may be raw.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type. One that is not Rust is left out, which the formatter reports.
pub(super) fn rust_type(model: &Model, ty: &TypeRef) -> TokenStream {
    model.display(ty).parse().unwrap_or_default()
}

/// The payload of a variant.
pub(super) fn payload(model: &Model, variant: &UnionVariant) -> TokenStream {
    boxed(rust_type(model, &variant.ty), variant.boxed)
}

pub(super) fn boxed(ty: TokenStream, is_boxed: bool) -> TokenStream {
    if is_boxed { quote!(Box<#ty>) } else { ty }
}

/// The suffix in codec tables for decimals that are JSON numbers.
pub(super) fn form(ty: &TypeRef) -> &'static str {
    if ty.is_numeric() { " as number" } else { "" }
}
