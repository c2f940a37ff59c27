//! Structs: the definition, and the macro tables of their codecs.

use super::docs::comment;
use super::file::{File, literal};
use super::parameters::{parameter_kind, reserved};
use super::request::request;
use super::rust_types::form;
use crate::model::{Field, Model, Object, PageEnd, Presence, TypeDef, TypeKind, TypeRef, is_long};

/// Prints a struct that requests or responses contain.
pub(super) fn print(file: &mut File, model: &Model, def: &TypeDef, object: &Object) {
    print_definition(file, model, def, object);
    file.uses("object");
    file.text(&codec(def, object));
    if let Some(page) = page(model, def, object) {
        file.uses("page");
        file.text(&page);
    }
}

/// Prints the query and header parameters of an operation.
pub(super) fn print_parameters(file: &mut File, model: &Model, def: &TypeDef, object: &Object) {
    print_definition(file, model, def, object);
    file.uses("params");
    file.text(&parameters(model, def, object));
}

/// Prints the definition; that of a type that callers construct, with setters and constructors.
pub(super) fn print_definition(file: &mut File, model: &Model, def: &TypeDef, object: &Object) {
    object.fields.iter().for_each(|field| file.uses_field(field));
    if let Some(ty) = &object.additional {
        file.uses_type(&all_others(ty));
    }
    if def.made().is_some() {
        file.uses("request");
        file.text(&request(model, def, object, kept(def, object)));
        return;
    }
    if kept(def, object).is_some() {
        file.uses("ConstantOverrides");
    }
    file.text(&definition(model, def, object));
}

/// The definition. Like the tables it has one entry per line, so it needs no formatter.
fn definition(model: &Model, def: &TypeDef, object: &Object) -> String {
    let mut text = comment(&def.docs, "");
    text.push_str("#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n");
    let mut fields: String = object.fields.iter().map(|it| field(model, it)).collect();
    if let Some(name) = kept(def, object) {
        fields.push_str(&format!("    {name}: ConstantOverrides,\n"));
    }
    if let Some(ty) = &object.additional {
        fields.push_str(&format!(
            "    /// All other properties.\n    pub additional: {},\n",
            model.display(&all_others(ty))
        ));
    }
    if fields.is_empty() {
        text.push_str(&format!("pub struct {} {{}}\n", def.name));
    } else {
        text.push_str(&format!("pub struct {} {{\n{fields}}}\n", def.name));
    }
    text
}

/// The private field that keeps deviating values of constants. Parameters have none, because they are never read.
fn kept(def: &TypeDef, object: &Object) -> Option<String> {
    object.kept().filter(|_| matches!(def.kind, TypeKind::Object(_)))
}

fn field(model: &Model, field: &Field) -> String {
    let docs = comment(&field_docs(field), "    ");
    let (name, ty) = (&field.name.ident, model.field_type(field));
    format!("{docs}    pub {name}: {ty},\n")
}

/// The table of the codec.
fn codec(def: &TypeDef, object: &Object) -> String {
    let mut table = format!("object! {{\n    {} {{\n", def.name);
    for field in &object.fields {
        let or_null = if field.presence == Presence::RequiredNullable { " or null" } else { "" };
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

/// The part of a field's entry for its only possible value.
fn fact(field: &Field) -> String {
    let word = if field.is_required() { "is" } else { "maybe" };
    let fact = field.fact.as_ref();
    fact.map_or_else(String::new, |fact| format!(" {word} {}", fact_literal(fact, &field.ty)))
}

/// A literal that converts into a field of this type.
fn fact_literal(fact: &serde_json::Value, ty: &TypeRef) -> String {
    match ty {
        // A decimal converts from a string or an integer, not from a float.
        TypeRef::DecimalNumber if fact.is_f64() => literal(&fact.to_string()),
        TypeRef::Number if is_long(fact) => format!("{fact}.0"),
        _ => value(fact),
    }
}

pub(super) fn value(value: &serde_json::Value) -> String {
    // Without a suffix, an integer literal whose type is not inferred is an `i32`.
    match value.as_str() {
        Some(text) => literal(text),
        None if is_long(value) => format!("{value}_i64"),
        None => value.to_string(),
    }
}

/// The table of parameters.
fn parameters(model: &Model, def: &TypeDef, object: &Object) -> String {
    let mut table = format!("params! {{\n    {} {{\n", def.name);
    for field in &object.fields {
        table.push_str(&format!(
            "        {} {} {}{},\n",
            field.name.ident,
            parameter_kind(field.location, model.is_flat(&field.ty)),
            literal(&field.name.wire),
            reserved(field.location)
        ));
    }
    table.push_str("    }\n");
    let constants: Vec<String> = object
        .constants
        .iter()
        .map(|constant| {
            let (wire, value) = (literal(&constant.wire), value(&constant.value));
            format!("{} {wire} = {value}", parameter_kind(constant.location, true))
        })
        .collect();
    if !constants.is_empty() {
        table.push_str(&format!("    constants {{ {} }}\n", constants.join(", ")));
    }
    table.push_str("}\n");
    table
}

/// The table of a page.
fn page(model: &Model, def: &TypeDef, object: &Object) -> Option<String> {
    let page = object.page.as_ref()?;
    let marks = std::iter::once(&page.end).chain(&page.flag);
    let end: String = marks.map(mark).collect();
    // Its setters may conflict with the methods of pages.
    let plain = if def.in_request { " plain" } else { "" };
    Some(format!(
        "page! {{ {} {{ items {} {}: {}{end} }}{plain} }}\n",
        def.name,
        page.items.ident,
        literal(&page.items.wire),
        model.display(&page.item)
    ))
}

/// The mark that says whether more pages follow, as an entry of the table.
fn mark(end: &PageEnd) -> String {
    let (kind, path) = match end {
        PageEnd::Total(path) => ("total", path),
        PageEnd::Done(path) => ("done", path),
        PageEnd::Next(path) => ("next", path),
        PageEnd::More(path) => ("more", path),
        PageEnd::Pages(path) => ("pages", path),
        PageEnd::Address(path) => ("address", path),
        PageEnd::Following(path) => ("following", path),
        PageEnd::Short => return String::new(),
    };
    format!(", {kind} {}", path.join("."))
}

/// The paragraphs of the documentation of a field.
pub(super) fn field_docs(field: &Field) -> Vec<String> {
    let mut docs = field.docs.clone();
    docs.extend(field.deprecated.then(|| "Deprecated.".to_owned()));
    docs
}

/// The type of the field for additional properties.
pub(super) fn all_others(ty: &TypeRef) -> TypeRef {
    match ty {
        TypeRef::Json => TypeRef::JsonObject,
        ty => TypeRef::Map(Box::new(ty.clone())),
    }
}
