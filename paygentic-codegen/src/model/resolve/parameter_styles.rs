//! Reads the serialization of parameters: `style`, `explode` and `content`.

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle as SourcePath,
    QueryStyle as SourceQuery,
};

use super::Location;
use super::facets::SchemaRef;
use crate::document::media;
use crate::model::{Delimiter, ParameterLocation, ParameterPlace, ParameterStyle, PathStyle};

/// The schema of a parameter, from `schema` or from the media type in `content`.
pub(super) fn schema_of(data: &ParameterData) -> Option<SchemaRef<'_>> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema.into()),
        ParameterSchemaOrContent::Content(content) => {
            let (_, media_type) = content.first()?;
            media_type.schema.as_ref().map(SchemaRef::from)
        }
    }
}

/// The schema of a parameter, with its location.
pub(super) fn placed_schema<'a>(
    data: &'a ParameterData,
    at: &Location,
) -> Option<(SchemaRef<'a>, Location)> {
    let holder = match &data.format {
        ParameterSchemaOrContent::Schema(_) => at.clone(),
        ParameterSchemaOrContent::Content(content) => at.key("content").key(content.first()?.0),
    };
    Some((schema_of(data)?, holder.key("schema")))
}

/// The location and style of a parameter; `None` if it is in the path.
pub(super) fn location(parameter: &Parameter) -> Option<ParameterLocation> {
    let comma = ParameterStyle::Joined(Delimiter::Comma);
    Some(match parameter {
        Parameter::Path { .. } => return None,
        Parameter::Query { parameter_data, style, allow_reserved, .. } => ParameterLocation {
            allow_reserved: *allow_reserved,
            ..ParameterLocation::new(ParameterPlace::Query, query_style(parameter_data, style))
        },
        Parameter::Header { parameter_data, .. } => {
            let style = match parameter_data.explode {
                _ if is_json(parameter_data) => ParameterStyle::Json,
                Some(true) => ParameterStyle::Exploded,
                _ => comma,
            };
            ParameterLocation::new(ParameterPlace::Header, style)
        }
        Parameter::Cookie { parameter_data, .. } => {
            let style = match parameter_data.explode {
                _ if is_json(parameter_data) => ParameterStyle::Json,
                Some(false) => comma,
                _ => ParameterStyle::Exploded,
            };
            ParameterLocation::new(ParameterPlace::Cookie, style)
        }
    })
}

fn query_style(data: &ParameterData, style: &SourceQuery) -> ParameterStyle {
    let delimiter = match style {
        _ if is_json(data) => return ParameterStyle::Json,
        SourceQuery::DeepObject => return ParameterStyle::Deep,
        SourceQuery::Form => Delimiter::Comma,
        SourceQuery::SpaceDelimited => Delimiter::Space,
        SourceQuery::PipeDelimited => Delimiter::Bar,
    };
    // Only `form` is exploded by default.
    if data.explode.unwrap_or(*style == SourceQuery::Form) {
        ParameterStyle::Exploded
    } else {
        ParameterStyle::Joined(delimiter)
    }
}

/// The style of a path parameter.
pub(super) fn path_style(parameter: &Parameter) -> PathStyle {
    let Parameter::Path { parameter_data, style } = parameter else {
        return PathStyle::Simple { explode: false };
    };
    let explode = parameter_data.explode.unwrap_or_default();
    match style {
        _ if is_json(parameter_data) => PathStyle::Json,
        SourcePath::Simple => PathStyle::Simple { explode },
        SourcePath::Label => PathStyle::Label { explode },
        SourcePath::Matrix => PathStyle::Matrix { explode },
    }
}

/// Whether the value is serialized as JSON.
fn is_json(data: &ParameterData) -> bool {
    match &data.format {
        ParameterSchemaOrContent::Schema(_) => false,
        ParameterSchemaOrContent::Content(content) => {
            content.first().is_some_and(|(name, _)| media::is_json(name))
        }
    }
}
