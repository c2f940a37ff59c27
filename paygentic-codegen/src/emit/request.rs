//! Types that callers construct: the table from which the runtime's `request!` defines a struct with setters
//! and constructors.

use super::docs::comment;
use super::objects::{all_others, field_docs};
use crate::model::{Constructor, Field, Model, Object, Presence, TypeDef, TypeRef};

/// The table. `kept` is the private field for deviating values of constants.
pub(super) fn request(
    model: &Model,
    def: &TypeDef,
    object: &Object,
    kept: Option<String>,
) -> String {
    let mut table = format!("request! {{\n{}    {} ", comment(&def.docs, "    "), def.name);
    let rows =
        |fields: &[&Field]| -> String { fields.iter().map(|field| row(model, field)).collect() };
    match &object.required_struct {
        None => {
            let all: Vec<&Field> = object.fields.iter().collect();
            table.push_str(&format!("{{\n{}    }}\n", rows(&all)));
        }
        Some(name) => {
            let (required, others): (Vec<&Field>, Vec<&Field>) =
                object.fields.iter().partition(|field| field.is_constructor_argument());
            table.push_str(&format!(
                "required {name} {{\n{}    }} optional {{\n{}    }}\n",
                rows(&required),
                rows(&others)
            ));
        }
    }
    if let Some(name) = kept {
        table.push_str(&format!("    keeps {name}\n"));
    }
    if let Some(ty) = &object.additional {
        let ty = model.display(&all_others(ty));
        table.push_str(&format!("    extra additional: {ty};\n"));
    }
    for constructor in object.constructors() {
        table.push_str(&signature(model, &constructor));
    }
    table.push_str("}\n");
    table
}

/// The entry of a field, with the argument of its setter.
fn row(model: &Model, field: &Field) -> String {
    let docs = comment(&field_docs(field), "        ");
    let (name, ty) = (&field.name.ident, model.field_type(field));
    let mut row = format!("{docs}        {name}: {ty}");
    if field.settable {
        row.push_str(&format!(" => {}", taken(model, field)));
        if field.presence == Presence::OptionalNullable {
            row.push_str(&format!(" | clear_{}", name.trim_start_matches("r#")));
        }
    }
    row + ",\n"
}

/// The argument of a setter or constructor: `each Item` for a list, `exact Type` for a type that is parsed
/// from a literal and that nothing else converts into, `into Type` for the rest.
fn taken(model: &Model, field: &Field) -> String {
    let nullable = field.presence == Presence::RequiredNullable;
    match &field.ty {
        TypeRef::List(item) if !nullable => format!("each {}", model.display(item)),
        TypeRef::Timestamp | TypeRef::Date if !nullable => {
            format!("exact {}", setter_type(model, field))
        }
        _ => format!("into {}", setter_type(model, field)),
    }
}

/// The argument type of a setter. Null has a separate setter, or is `None` for required nullable fields.
pub(super) fn setter_type(model: &Model, field: &Field) -> String {
    match field.presence {
        Presence::RequiredNullable => model.field_type(field),
        _ => model.value_type(field),
    }
}

fn signature(model: &Model, constructor: &Constructor<'_>) -> String {
    let arguments = constructor.positional.iter();
    let arguments: Vec<String> =
        arguments.map(|field| format!("{} {}", field.name.ident, taken(model, field))).collect();
    format!("    fn {}({})\n", constructor.name, arguments.join(", "))
}
