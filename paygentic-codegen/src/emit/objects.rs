//! Structs: the definition, the table of its codec, the table of its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::file::literal;
use super::rust_types::{field_type, form, ident, rust_type, text, value_type};
use crate::model::{Field, Location, Object, PageEnd, Presence, TypeDef, TypeKind, TypeRef};

/// The definition.
pub(super) fn definition(def: &TypeDef, object: &Object) -> TokenStream {
    let (docs, name) = (attributes(&def.docs), ident(&def.name));
    let fields = object.fields.iter().map(field);
    let additional = object.additional.as_ref().map(|ty| {
        let ty = additional_type(ty);
        quote! {
            #[doc = " All other properties."]
            pub additional: #ty,
        }
    });
    let kept = kept(def, object).map(|name| {
        let name = ident(&name);
        quote! { #name: Deviations, }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* #kept #additional }
    }
}

/// The private field that keeps other values of the constants. Parameters are only written.
fn kept(def: &TypeDef, object: &Object) -> Option<String> {
    object
        .kept()
        .filter(|_| matches!(def.kind, TypeKind::Object(_)))
}

fn field(field: &Field) -> TokenStream {
    let (docs, name, ty) = (
        attributes(&field.docs),
        ident(&field.name.ident),
        field_type(field),
    );
    let deprecated = field
        .deprecated
        .then(|| quote! { #[doc = ""] #[doc = " Deprecated."] });
    quote! { #docs #deprecated pub #name: #ty }
}

fn additional_type(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Json => quote!(JsonObject),
        ty => rust_type(&TypeRef::Map(Box::new(ty.clone()))),
    }
}

/// The table of the codec.
pub(super) fn codec(def: &TypeDef, object: &Object) -> String {
    let mut table = format!("object! {{\n    {} {{\n", def.name);
    for field in &object.fields {
        let or_null = if field.presence == Presence::RequiredNullable {
            " or null"
        } else {
            ""
        };
        table.push_str(&format!(
            "        {} {}{}{}{or_null},\n",
            field.name.ident,
            literal(&field.name.wire),
            fact(field),
            form(&field.ty)
        ));
    }
    table.push_str("    }\n");
    let constants: Vec<String> = object
        .constants
        .iter()
        .map(|constant| format!("{} = {}", literal(&constant.wire), value(&constant.value)))
        .collect();
    if let Some(kept) = object.kept() {
        let constants = constants.join(", ");
        table.push_str(&format!("    constants {kept} {{ {constants} }}\n"));
    }
    if object.closed {
        table.push_str("    closed true\n");
    }
    if let Some(ty) = &object.additional {
        table.push_str(&format!("    extra additional{}\n", form(ty)));
    }
    table.push_str("}\n");
    table
}

/// The only value that is described.
fn fact(field: &Field) -> String {
    let word = if field.is_required() { "is" } else { "maybe" };
    let fact = field.fact.as_ref();
    fact.map_or_else(String::new, |fact| format!(" {word} {}", value(fact)))
}

pub(super) fn value(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), literal)
}

/// The table of parameters.
pub(super) fn parameters(def: &TypeDef, object: &Object) -> String {
    let mut table = format!("params! {{\n    {} {{\n", def.name);
    for field in &object.fields {
        table.push_str(&format!(
            "        {} {} {},\n",
            field.name.ident,
            way(field.location),
            literal(&field.name.wire)
        ));
    }
    table.push_str("    }\n");
    let constants: Vec<String> = object
        .constants
        .iter()
        .map(|constant| {
            let (wire, value) = (literal(&constant.wire), value(&constant.value));
            format!("{} {wire} = {value}", way(constant.location))
        })
        .collect();
    if !constants.is_empty() {
        table.push_str(&format!("    constants {{ {} }}\n", constants.join(", ")));
    }
    table.push_str("}\n");
    table
}

/// How a parameter travels.
fn way(location: Option<Location>) -> &'static str {
    match location {
        Some(Location::Header) => "header",
        Some(Location::QueryJoined) => "csv",
        Some(Location::Query) | None => "query",
    }
}

/// The table of constructors and setters of a type that callers write.
pub(super) fn setters(def: &TypeDef, object: &Object) -> String {
    let mut table = format!("setters! {{\n    {} {{\n", def.name);
    for field in object.fields.iter().filter(|field| field.settable) {
        table.push_str(&format!("        {}", taken(field)));
        if field.presence == Presence::OptionalNullable {
            table.push_str(&format!(
                " => clear_{}",
                field.name.ident.trim_start_matches("r#")
            ));
        }
        table.push_str(",\n");
    }
    if let Some(ty) = &object.additional {
        table.push_str(&format!(
            "        additional: {},\n",
            text(&additional_type(ty))
        ));
    }
    table.push_str("    }\n");
    for (name, given) in object.constructors() {
        table.push_str(&constructor(&name, &given));
    }
    table.push_str("}\n");
    table
}

/// A field as tables of setters have it: `name: Type`, or `name of Item` for a list.
fn taken(field: &Field) -> String {
    match &field.ty {
        TypeRef::List(item) if field.presence != Presence::RequiredNullable => {
            format!("{} of {}", field.name.ident, text(&rust_type(item)))
        }
        _ => format!("{}: {}", field.name.ident, setter_type(field)),
    }
}

/// What a setter takes: null has its own setter, or is the absence of an `Option`.
pub(super) fn setter_type(field: &Field) -> String {
    match field.presence {
        Presence::RequiredNullable => text(&field_type(field)),
        _ => text(&value_type(field)),
    }
}

fn constructor(name: &str, given: &[&Field]) -> String {
    let arguments: Vec<String> = given.iter().map(|field| taken(field)).collect();
    format!("    {name}({})\n", arguments.join(", "))
}

/// The table of a page.
pub(super) fn page(def: &TypeDef, object: &Object) -> Option<String> {
    let page = object.page.as_ref()?;
    let end = match &page.end {
        PageEnd::Total(path) => format!(", total {}", path.join(".")),
        PageEnd::Done(path) => format!(", done {}", path.join(".")),
        PageEnd::Next(path) => format!(", next {}", path.join(".")),
        PageEnd::Short => String::new(),
    };
    Some(format!(
        "page! {{ {} {{ items {} {}: {}{end} }} }}\n",
        def.name,
        page.items.ident,
        literal(&page.items.wire),
        text(&rust_type(&page.item))
    ))
}
