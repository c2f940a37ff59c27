//! Unions: the definition and the table of its codec.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::file::literal;
use super::rust_types::{form, ident, rust_type, text};
use crate::model::{JsonType, TypeDef, Union, UnionVariant};

/// The definition.
pub(super) fn definition(def: &TypeDef, union: &Union) -> TokenStream {
    let (docs, name) = (attributes(&def.docs), ident(&def.name));
    let variants = union.variants.iter().map(|variant| {
        let (docs, name, payload) = (
            attributes(&[told_by(union, variant)]),
            ident(&variant.ident),
            payload(variant),
        );
        quote! { #docs #name(#payload) }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " Anything that this version does not know, as sent."]
            Unknown(Value),
        }
    }
}

/// How the variant is known on the wire.
fn told_by(union: &Union, variant: &UnionVariant) -> String {
    let names = |names: &[String]| {
        names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match &union.tag {
        Some(tag) => format!("`{tag}` is {}.", names(&variant.tags)),
        None if !variant.required.is_empty() => {
            format!("An object with {}.", names(&variant.required))
        }
        None => match variant.json {
            JsonType::String => "A string.",
            JsonType::Number => "A number.",
            JsonType::Integer => "A whole number.",
            JsonType::Boolean => "True or false.",
            JsonType::Array => "A list.",
            JsonType::Object => "An object.",
            JsonType::Any => "Any value.",
        }
        .to_owned(),
    }
}

fn payload(variant: &UnionVariant) -> TokenStream {
    let ty = rust_type(&variant.ty);
    if variant.boxed { quote!(Box<#ty>) } else { ty }
}

/// The table of the codec.
pub(super) fn codec(def: &TypeDef, union: &Union) -> String {
    let kind = union
        .tag
        .as_ref()
        .map_or_else(|| "shape".to_owned(), |tag| format!("tag {}", literal(tag)));
    let mut table = format!("union! {{\n    {} {kind} {{\n", def.name);
    for variant in &union.variants {
        let from = if union.converts_from(variant) {
            " from"
        } else {
            ""
        };
        let told_by = match &union.tag {
            Some(_) => variant
                .tags
                .iter()
                .map(|tag| literal(tag))
                .collect::<Vec<_>>()
                .join(" | "),
            None => shape(variant),
        };
        table.push_str(&format!(
            "        {}({}{}){from} = {told_by},\n",
            variant.ident,
            text(&payload(variant)),
            form(&variant.ty)
        ));
    }
    table.push_str("    }\n}\n");
    table
}

fn shape(variant: &UnionVariant) -> String {
    let json = match variant.json {
        JsonType::String => "string",
        JsonType::Number => "number",
        JsonType::Integer => "integer",
        JsonType::Boolean => "boolean",
        JsonType::Array => "array",
        JsonType::Object => "object",
        JsonType::Any => "any",
    };
    if variant.required.is_empty() {
        return json.to_owned();
    }
    let required: Vec<String> = variant.required.iter().map(|name| literal(name)).collect();
    format!("{json} [{}]", required.join(", "))
}
