//! The names that the runtime has for the styles of parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::File;
use super::rust_types::{ident, rust_type};
use crate::model::{
    Delimiter, Model, ParameterLocation, ParameterPlace, ParameterStyle, PathParameter, PathStyle,
};

/// The kind of a parameter in `params!`. Flat parameters are scalars and lists of scalars.
pub(super) fn way(location: Option<ParameterLocation>, is_flat: bool) -> &'static str {
    use Delimiter::{Bar, Comma, Space};
    use ParameterPlace::{Cookie, Header, Query};
    use ParameterStyle::{Deep, Exploded, Joined, Json};
    let location = location.unwrap_or(ParameterLocation::QUERY);
    match (location.place, location.style, is_flat) {
        (Query, Exploded, true) => "query",
        (Query, Exploded, false) => "form",
        (Query, Joined(Comma), true) => "csv",
        (Query, Joined(Comma), false) => "form_csv",
        (Query, Joined(Space), true) => "ssv",
        (Query, Joined(Space), false) => "form_ssv",
        (Query, Joined(Bar), true) => "psv",
        (Query, Joined(Bar), false) => "form_psv",
        (Query, Deep, _) => "deep",
        (Query, Json, _) => "json",
        (Header, Json, _) => "header_json",
        (Header, _, true) => "header",
        (Header, Exploded | Deep, false) => "header_exploded",
        (Header, Joined(_), false) => "header_object",
        (Cookie, Json, _) => "cookie_json",
        (Cookie, Exploded | Deep, true) => "cookie",
        (Cookie, Exploded | Deep, false) => "cookie_form",
        (Cookie, Joined(_), true) => "cookie_csv",
        (Cookie, Joined(_), false) => "cookie_form_csv",
    }
}

/// `allowReserved`, behind the name.
pub(super) fn reserved(location: Option<ParameterLocation>) -> &'static str {
    match location {
        Some(location) if location.allow_reserved => " reserved",
        _ => "",
    }
}

/// The step that fills a placeholder of the path.
pub(super) fn segment(model: &Model, parameter: &PathParameter) -> TokenStream {
    let (name, ty) = (ident(&parameter.name.ident), rust_type(model, &parameter.ty));
    if is_plain(model, parameter) {
        return quote!(.segment::<#ty>(#name));
    }
    let style = match parameter.style {
        PathStyle::Simple { explode: false } => "SIMPLE",
        PathStyle::Simple { explode: true } => "SIMPLE_EXPLODED",
        PathStyle::Label { explode: false } => "LABEL",
        PathStyle::Label { explode: true } => "LABEL_EXPLODED",
        PathStyle::Matrix { explode: false } => "MATRIX",
        PathStyle::Matrix { explode: true } => "MATRIX_EXPLODED",
        PathStyle::Json => "JSON",
    };
    let style = ident(style);
    quote!(.styled_segment::<#ty>(#name, PathStyle::#style))
}

/// What the step uses of the runtime.
pub(super) fn uses(file: &mut File, model: &Model, parameter: &PathParameter) {
    file.uses_type(&parameter.ty);
    if !is_plain(model, parameter) {
        file.uses("PathStyle");
    }
}

/// Scalars and lists of scalars with commas between them.
fn is_plain(model: &Model, parameter: &PathParameter) -> bool {
    matches!(parameter.style, PathStyle::Simple { .. }) && model.is_flat(&parameter.ty)
}
