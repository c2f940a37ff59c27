//! Unions: the definition and the table of its codec.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::file::{File, literal};
use super::rust_types::{form, ident, payload};
use crate::model::{JsonType, Model, TagBy, TypeDef, TypeRef, Union, UnionVariant};

/// Everything of a union.
pub(super) fn print(
    file: &mut File,
    model: &Model,
    def: &TypeDef,
    union: &Union,
) -> Result<(), syn::Error> {
    let variants = union.variants.iter();
    variants.for_each(|variant| file.uses_type(&variant.ty));
    file.uses("Value");
    file.code(definition(model, def, union))?;
    file.uses("union");
    file.text(&codec(model, def, union));
    Ok(())
}

/// The definition.
fn definition(model: &Model, def: &TypeDef, union: &Union) -> TokenStream {
    let (docs, name) = (attributes(&def.docs), ident(&def.name));
    let variants = union.variants.iter().map(|variant| {
        let (docs, name, payload) = (
            attributes(&[told_by(union, variant)]),
            ident(&variant.ident),
            payload(model, variant),
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

/// The table of the codec.
fn codec(model: &Model, def: &TypeDef, union: &Union) -> String {
    let kind = union
        .tag
        .as_ref()
        .map_or_else(|| "shape".to_owned(), |tag| format!("tag {}", literal(tag)));
    let mut table = format!("union! {{\n    {} {kind} {{\n", def.name);
    for variant in &union.variants {
        let from = match variant.ty {
            _ if !union.converts_from(variant) => "",
            TypeRef::String => " from_text",
            _ => " from",
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
            "        {}({}{}){from} = {told_by}{},\n",
            variant.ident,
            model.payload_type(variant),
            form(&variant.ty),
            tag_by(variant)
        ));
    }
    table.push_str("    }\n}\n");
    table
}

/// Who says the tag, if it is not the payload.
fn tag_by(variant: &UnionVariant) -> String {
    let word = match variant.tag_by {
        Some(TagBy::Union) => "beside",
        Some(TagBy::Either) => "unless_said",
        None => return String::new(),
    };
    let first = variant.tags.first();
    first.map_or_else(String::new, |tag| format!(" => {word} {}", literal(tag)))
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
