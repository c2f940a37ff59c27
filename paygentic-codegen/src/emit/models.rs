//! The models: a file with the types of each resource, one with shared types, and one with ids.

use indexmap::IndexMap;

use super::file::{File, HEADER};
use super::{enums, multipart, objects, response_enums, unions};
use crate::model::{Model, TypeDef, TypeKind};

/// The modules of ids, and of types that several resources or none use.
const IDS: &str = "ids";
const SHARED: &str = "shared";

/// The files below `models/`.
pub(super) fn files(model: &Model) -> Vec<(String, Result<String, syn::Error>)> {
    let mut homes: IndexMap<&str, Vec<&TypeDef>> = IndexMap::new();
    for resource in &model.resources {
        homes.insert(&resource.module, Vec::new());
    }
    for def in &model.types {
        homes.entry(home(def)).or_default().push(def);
    }
    homes.retain(|_, types| !types.is_empty());
    let mut modules: Vec<&str> = homes.keys().copied().collect();
    modules.extend((!model.ids.is_empty()).then_some(IDS));
    let mut files = vec![("mod.rs".to_owned(), Ok(index(&modules)))];
    if !model.ids.is_empty() {
        let mut file = File::new("Ids, each kind with a type of its own.");
        file.uses("id");
        file.text(&enums::ids(&model.ids));
        files.push((format!("{IDS}.rs"), Ok(file.finish(&[]))));
    }
    files.extend(
        homes
            .into_iter()
            .map(|(module, types)| (format!("{module}.rs"), types_file(model, module, &types))),
    );
    files
}

/// The module of a type: that of the only resource that uses it, else the shared one.
fn home(def: &TypeDef) -> &str {
    let mut resources = def.resources.iter();
    match (resources.next(), resources.next()) {
        (Some(only), None) => only,
        _ => SHARED,
    }
}

fn index(modules: &[&str]) -> String {
    let mut modules = modules.to_vec();
    modules.sort_unstable();
    let mut text = format!("{HEADER}//! The types of requests and responses.\n\n");
    modules.iter().for_each(|module| text.push_str(&format!("mod {module};\n")));
    text.push('\n');
    modules.iter().for_each(|module| text.push_str(&format!("pub use {module}::*;\n")));
    text
}

fn types_file(model: &Model, module: &str, types: &[&TypeDef]) -> Result<String, syn::Error> {
    let docs = if module == SHARED {
        "Types that several resources share.".to_owned()
    } else {
        format!("Types of `{module}`.")
    };
    let mut file = File::new(&docs);
    for def in types {
        match &def.kind {
            TypeKind::Enum(variants) => {
                file.uses("open_enum");
                file.text(&enums::table(def, variants));
            }
            TypeKind::Union(union) => unions::print(&mut file, model, def, union)?,
            TypeKind::Object(object) => objects::print(&mut file, model, def, object),
            TypeKind::Parameters(object) => {
                objects::print_parameters(&mut file, model, def, object);
            }
            TypeKind::Multipart(object) => multipart::print(&mut file, model, def, object),
            TypeKind::Answers(list) => response_enums::print(&mut file, model, def, list)?,
        }
    }
    Ok(file.finish(&["super::*"]))
}
