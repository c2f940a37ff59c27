//! Maps the styles of parameters to their names in the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::File;
use super::rust_types::{ident, rust_type};
use crate::model::{
    Delimiter, Model, ParameterLocation, ParameterPlace, ParameterStyle, PathParameter, PathStyle,
};

/// The kind of a parameter in `params!`. Flat parameters are scalars and lists of scalars.
pub(super) fn parameter_kind(location: Option<ParameterLocation>, is_flat: bool) -> &'static str {
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

/// The suffix of the entry for `allowReserved`.
pub(super) fn reserved(location: Option<ParameterLocation>) -> &'static str {
    match location {
        Some(location) if location.allow_reserved => " reserved",
        _ => "",
    }
}

/// The step of the call that fills in a path parameter.
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

/// Records the runtime imports that the step needs.
pub(super) fn uses(file: &mut File, model: &Model, parameter: &PathParameter) {
    file.uses_type(&parameter.ty);
    if !is_plain(model, parameter) {
        file.uses("PathStyle");
    }
}

/// Whether it is a scalar or a comma-separated list of scalars.
fn is_plain(model: &Model, parameter: &PathParameter) -> bool {
    matches!(parameter.style, PathStyle::Simple { .. }) && model.is_flat(&parameter.ty)
}
