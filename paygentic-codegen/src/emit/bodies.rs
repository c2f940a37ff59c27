//! Request bodies: the argument of the method, and the step of the call that sends it.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::File;
use super::rust_types::rust_type;
use crate::document::media::is_plain_json;
use crate::model::{Body, BodyContent, Encoding, FormStyle, Model, TypeRef};

/// Records the runtime imports that a body needs.
pub(super) fn uses_body(file: &mut File, body: &Body) {
    match &body.content {
        BodyContent::File => file.uses("FilePart"),
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } | BodyContent::Multipart(ty) => {
            file.uses_type(ty);
        }
    }
    if let BodyContent::Form { encodings, .. } = &body.content
        && encodings.values().any(|encoding| encoding.style.is_some())
    {
        file.uses("Style");
    }
}

/// The argument, and the step of the call that sends it.
pub(super) fn body_step(model: &Model, body: &Body) -> (TokenStream, TokenStream) {
    let media_type = &body.media_type;
    let ty = body.content.ty().map(|ty| rust_type(model, ty));
    let is_nullable = matches!(&body.content, BodyContent::Json(TypeRef::Option(_)));
    let argument = |ty: TokenStream| match (body.required, is_nullable) {
        (true, true) => quote!(body: impl Into<#ty>),
        (true, false) => quote!(body: #ty),
        (false, _) => quote!(body: impl Into<Option<#ty>>),
    };
    let given = match body.required {
        true if is_nullable => quote!(&Into::<#ty>::into(body)),
        true => quote!(&body),
        false => quote!(&body.into()),
    };
    let step = |plain: TokenStream, optional: TokenStream, rest: TokenStream| {
        let name = if body.required { plain } else { optional };
        quote!(.#name(#given #rest))
    };
    match &body.content {
        BodyContent::Json(_) => {
            let sent = step(quote!(json_body), quote!(optional_json_body), quote!());
            let named = (!is_plain_json(media_type)).then(|| quote!(.content_type(#media_type)));
            (argument(quote!(#ty)), quote!(#sent #named))
        }
        BodyContent::Form { encodings, .. } => {
            let styles = encodings.iter().filter_map(|(name, encoding)| {
                let style = style(encoding)?;
                Some(quote!((#name, #style)))
            });
            let rest = quote!(, &[#(#styles),*]);
            let sent = step(quote!(form_body), quote!(optional_form_body), rest);
            (argument(quote!(#ty)), sent)
        }
        BodyContent::Multipart(_) => {
            let rest = quote!(, #media_type);
            let sent = step(quote!(multipart_body), quote!(optional_multipart_body), rest);
            (argument(quote!(#ty)), sent)
        }
        BodyContent::File if body.required => {
            (quote!(body: impl Into<FilePart>), quote!(.file_body(body, #media_type)))
        }
        BodyContent::File => {
            (argument(quote!(FilePart)), quote!(.optional_file_body(body.into(), #media_type)))
        }
    }
}

fn style(encoding: &Encoding) -> Option<TokenStream> {
    Some(match encoding.style? {
        FormStyle::Form => quote!(Style::Form),
        FormStyle::Comma => quote!(Style::Joined(',')),
        FormStyle::Space => quote!(Style::Joined(' ')),
        FormStyle::Pipe => quote!(Style::Joined('|')),
        FormStyle::Deep => quote!(Style::Deep),
        FormStyle::Json => quote!(Style::Json),
    })
}
