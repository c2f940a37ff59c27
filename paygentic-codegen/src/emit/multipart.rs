//! Multipart requests: the definition, and the table of the parts.

use super::file::{File, literal};
use super::objects::{print_definition, value};
use crate::model::{Encoding, Field, FormStyle, Model, Object, TypeDef};

/// Prints the type of a multipart request.
pub(super) fn print(file: &mut File, model: &Model, def: &TypeDef, object: &Object) {
    print_definition(file, model, def, object);
    file.uses("multipart");
    file.text(&parts(def, object));
}

fn parts(def: &TypeDef, object: &Object) -> String {
    let mut table = format!("multipart! {{\n    {} {{\n", def.name);
    for field in &object.fields {
        let encoding = object.encodings.get(&field.name.wire);
        let content_type = encoding.and_then(Encoding::content_type);
        let content_type = content_type.map(|name| format!(" as {}", literal(name)));
        table.push_str(&format!(
            "        {} {} {}{},\n",
            field.name.ident,
            kind(field, encoding),
            literal(&field.name.wire),
            content_type.unwrap_or_default()
        ));
    }
    table.push_str("    }\n");
    let constants: Vec<String> = object
        .constants
        .iter()
        .map(|constant| format!("text {} = {}", literal(&constant.wire), value(&constant.value)))
        .collect();
    if !constants.is_empty() {
        table.push_str(&format!("    constants {{ {} }}\n", constants.join(", ")));
    }
    if object.additional.is_some() {
        table.push_str("    extra additional\n");
    }
    table.push_str("}\n");
    table
}

/// The kind of a field in the runtime's `multipart!`: how it becomes parts.
fn kind(field: &Field, encoding: Option<&Encoding>) -> &'static str {
    if field.ty.is_file() {
        return "file";
    }
    match encoding.and_then(|encoding| encoding.style) {
        None => "value",
        Some(FormStyle::Json) => "json",
        Some(FormStyle::Form) => "form",
        Some(FormStyle::Comma) => "csv",
        Some(FormStyle::Space) => "ssv",
        Some(FormStyle::Pipe) => "psv",
        Some(FormStyle::Deep) => "deep",
    }
}
