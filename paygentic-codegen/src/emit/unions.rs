//! Unions: the definition, the table of its codec, and its methods.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::attributes;
use super::file::{File, literal};
use super::rust_types::{boxed, form, ident, payload, rust_type};
use crate::model::{
    Field, JsonType, Model, Presence, SharedField, TagBy, TypeDef, TypeRef, Union,
    UnionConstructor, UnionVariant,
};

/// Prints a union.
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
    let made = model.union_constructors(def, union);
    let shared = model.shared_fields(union);
    for field in made.iter().flat_map(|made| &made.constructor.positional) {
        file.uses_type(&field.ty);
    }
    shared.iter().for_each(|shared| file.uses_type(&shared.first.ty));
    let name = ident(&def.name);
    let items = made
        .iter()
        .map(|made| constructor(model, made))
        .chain(shared.iter().map(|shared| accessor(model, shared)));
    file.implementation(&quote!(impl #name), items.collect())
}

/// A constructor of the union that takes the arguments of an alternative's constructor.
fn constructor(model: &Model, made: &UnionConstructor<'_>) -> TokenStream {
    let (name, variant, payload, new) = (
        ident(&made.name),
        ident(&made.variant.ident),
        ident(&made.payload.name),
        ident(&made.constructor.name),
    );
    let docs = attributes(&[format!("From the required fields of [`{}`].", made.payload.name)]);
    let positional = made.constructor.positional.iter();
    let mut names: Vec<Ident> = positional.clone().map(|field| ident(&field.name.ident)).collect();
    let mut types: Vec<TokenStream> = positional.map(|field| argument(model, field)).collect();
    if let Some(required) = &made.object.required_struct {
        names.push(ident("required"));
        let required = ident(required);
        types.push(quote!(#required));
    }
    quote! {
        #docs
        #[must_use]
        pub fn #name(#(#names: #types),*) -> Self {
            Self::#variant(#payload::#new(#(#names),*))
        }
    }
}

/// The argument type of a constructor. Types that are parsed from literals are not generic, so that the type of
/// `"..".parse()?` is inferred.
fn argument(model: &Model, field: &Field) -> TokenStream {
    let nullable = field.presence == Presence::RequiredNullable;
    match &field.ty {
        TypeRef::List(item) if !nullable => {
            let item = rust_type(model, item);
            quote!(impl IntoIterator<Item = impl Into<#item>>)
        }
        TypeRef::Timestamp | TypeRef::Date if !nullable => rust_type(model, &field.ty),
        _ => {
            let ty = boxed(rust_type(model, &field.ty), field.boxed);
            if nullable { quote!(impl Into<Option<#ty>>) } else { quote!(impl Into<#ty>) }
        }
    }
}

/// The accessor of a field that all alternatives have.
fn accessor(model: &Model, shared: &SharedField<'_>) -> TokenStream {
    let access = AccessKind::of(&shared.first.ty);
    let name = ident(&shared.first.name.ident);
    let mut docs = super::objects::field_docs(shared.documented);
    let read_unknown = access.read_unknown(&shared.first.ty);
    docs.push(
        match read_unknown {
            Some(_) => "`None` where it is absent.",
            None => "`None` where it is absent, or this version does not know the alternative.",
        }
        .to_owned(),
    );
    let docs = attributes(&docs);
    let ty = access.result(model, &shared.first.ty);
    let arms = shared.fields.iter().map(|(variant, field)| {
        let variant = ident(&variant.ident);
        let value = access.read(field);
        quote!(Self::#variant(value) => #value)
    });
    let wire = &shared.first.name.wire;
    let unknown = match read_unknown {
        Some(read) => quote!(Self::Unknown(value) => value.get(#wire)?.#read()),
        None => quote!(Self::Unknown(_) => None),
    };
    quote! {
        #docs
        pub fn #name(&self) -> Option<#ty> {
            match self {
                #(#arms,)*
                #unknown,
            }
        }
    }
}

/// How an accessor returns a value.
#[derive(Clone, Copy)]
enum AccessKind {
    Copied,
    Text,
    List,
    Borrowed,
}

impl AccessKind {
    fn of(ty: &TypeRef) -> Self {
        match ty {
            TypeRef::Boolean
            | TypeRef::Integer
            | TypeRef::Number
            | TypeRef::Timestamp
            | TypeRef::Date => Self::Copied,
            TypeRef::String => Self::Text,
            TypeRef::List(_) => Self::List,
            _ => Self::Borrowed,
        }
    }

    fn result(self, model: &Model, ty: &TypeRef) -> TokenStream {
        let whole = rust_type(model, ty);
        match (self, ty) {
            (Self::Copied, _) => whole,
            (Self::Text, _) => quote!(&str),
            (Self::List, TypeRef::List(item)) => {
                let item = rust_type(model, item);
                quote!(&[#item])
            }
            _ => quote!(&#whole),
        }
    }

    fn read(self, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        let has_null = field.presence == Presence::OptionalNullable;
        match (self, field.presence == Presence::Required) {
            (Self::Copied, true) => quote!(Some(value.#name)),
            (Self::Copied, false) if has_null => quote!(value.#name.value().copied()),
            (Self::Copied, false) => quote!(value.#name),
            (Self::Text, true) => quote!(Some(value.#name.as_str())),
            (Self::Text, false) if has_null => quote!(value.#name.value().map(String::as_str)),
            (Self::List, true) => quote!(Some(value.#name.as_slice())),
            (Self::List, false) if has_null => quote!(value.#name.value().map(Vec::as_slice)),
            (Self::Text | Self::List, false) => quote!(value.#name.as_deref()),
            (Self::Borrowed, true) => quote!(Some(&value.#name)),
            (Self::Borrowed, false) if has_null => quote!(value.#name.value()),
            (Self::Borrowed, false) => quote!(value.#name.as_ref()),
        }
    }

    /// The method of `Value` that reads it from an unknown alternative.
    fn read_unknown(self, ty: &TypeRef) -> Option<Ident> {
        match ty {
            TypeRef::Boolean => Some(ident("as_bool")),
            TypeRef::Integer => Some(ident("as_i64")),
            TypeRef::Number => Some(ident("as_f64")),
            TypeRef::String => Some(ident("as_str")),
            _ => None,
        }
    }
}

/// The definition.
fn definition(model: &Model, def: &TypeDef, union: &Union) -> TokenStream {
    let (docs, name) = (attributes(&def.docs), ident(&def.name));
    let variants = union.variants.iter().map(|variant| {
        let (docs, name, payload) = (
            attributes(&variant_docs(model, union, variant)),
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

/// The documentation of a variant: that of its payload, if any, and how it is recognised on the wire.
fn variant_docs(model: &Model, union: &Union, variant: &UnionVariant) -> Vec<String> {
    let payload = variant.ty.inside().and_then(|id| model.def(id));
    let text = payload.filter(|def| def.documented);
    let text = text.and_then(|def| def.docs.first().cloned());
    text.into_iter().chain([recognised_by(union, variant)]).collect()
}

/// How the variant is recognised on the wire.
fn recognised_by(union: &Union, variant: &UnionVariant) -> String {
    let names = |names: &[String]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
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
            TypeRef::Number => " from_number",
            _ => " from",
        };
        let recognised_by = match &union.tag {
            Some(_) => variant.tags.iter().map(|tag| literal(tag)).collect::<Vec<_>>().join(" | "),
            None => shape(variant),
        };
        table.push_str(&format!(
            "        {}({}{}){from} = {recognised_by}{},\n",
            variant.ident,
            model.payload_type(variant),
            form(&variant.ty),
            tag_by(variant)
        ));
    }
    table.push_str("    }\n}\n");
    table
}

/// The entry for the tag, if the union handles it.
fn tag_by(variant: &UnionVariant) -> String {
    let word = match variant.tag_by {
        Some(TagBy::Union) => "without_tag",
        Some(TagBy::Either) => "optional_tag",
        None => return String::new(),
    };
    let first = variant.tags.first();
    first.map_or_else(String::new, |tag| format!(" => {word} {}", literal(tag)))
}

fn shape(variant: &UnionVariant) -> String {
    let json = variant.json.name();
    if variant.required.is_empty() {
        return json.to_owned();
    }
    let required: Vec<String> = variant.required.iter().map(|name| literal(name)).collect();
    format!("{json} [{}]", required.join(", "))
}
