//! Enums of several successful responses: the definition, and the table of the statuses and media types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::file::{File, literal};
use super::rust_types::{ident, rust_type};
use crate::model::{Answer, AnswerContent, Model, TypeDef};

/// Prints an enum of responses.
pub(super) fn print(
    file: &mut File,
    model: &Model,
    def: &TypeDef,
    answers: &[Answer],
) -> Result<(), syn::Error> {
    let types = answers.iter().filter_map(Answer::json);
    types.for_each(|ty| file.uses_type(ty));
    file.uses("Bytes");
    file.code(definition(model, def, answers))?;
    file.uses("response_enum");
    file.text(&table(model, def, answers));
    Ok(())
}

fn definition(model: &Model, def: &TypeDef, answers: &[Answer]) -> TokenStream {
    let (docs, name) = (attributes(&def.docs), ident(&def.name));
    let variants = answers.iter().map(|answer| {
        let (docs, name) = (attributes(&[recognised_by(answer)]), ident(&answer.ident));
        let payload = match &answer.content {
            AnswerContent::Empty => None,
            AnswerContent::Json(ty) => Some(rust_type(model, ty)),
            AnswerContent::Text => Some(quote!(String)),
            AnswerContent::Bytes => Some(quote!(Bytes)),
        };
        let payload = payload.map(|ty| quote!((#ty)));
        quote! { #docs #name #payload }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A success of another status, as received."]
            Other(Bytes),
        }
    }
}

/// The documentation of a variant: its status and media type.
fn recognised_by(answer: &Answer) -> String {
    match &answer.media_type {
        Some(media_type) => format!("{}, `{media_type}`.", answer.status),
        None => format!("{}, without content.", answer.status),
    }
}

fn table(model: &Model, def: &TypeDef, answers: &[Answer]) -> String {
    let mut accepted: Vec<&str> = Vec::new();
    for media_type in answers.iter().filter_map(|answer| answer.media_type.as_deref()) {
        if !accepted.contains(&media_type) {
            accepted.push(media_type);
        }
    }
    let mut text = format!(
        "response_enum! {{\n    {} accept {} {{\n",
        def.name,
        literal(&accepted.join(", "))
    );
    for answer in answers {
        let (payload, kind) = match &answer.content {
            AnswerContent::Empty => (String::new(), None),
            AnswerContent::Json(ty) => (format!("({})", model.display(ty)), Some("json")),
            AnswerContent::Text => ("(String)".to_owned(), Some("text")),
            AnswerContent::Bytes => ("(Bytes)".to_owned(), Some("bytes")),
        };
        text.push_str(&format!("        {}{payload} = {}", answer.ident, literal(&answer.status)));
        if let (Some(kind), Some(media_type)) = (kind, &answer.media_type) {
            text.push_str(&format!(" {kind} {}", literal(media_type)));
        }
        text.push_str(",\n");
    }
    text + "    }\n}\n"
}
