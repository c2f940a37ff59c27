//! Prints the model as Rust. Emitters make no decisions: everything they print is in the model.

mod bodies;
mod client;
mod conformance;
mod docs;
mod enums;
mod example_code;
mod examples;
mod file;
mod models;
mod multipart;
mod objects;
mod operation_docs;
mod operations;
mod parameters;
mod request;
mod resources;
mod response_enums;
mod rust_types;
mod service;
mod unions;

use std::collections::BTreeMap;

use crate::model::{Model, Resource};

/// Emitted files: contents by path below the `generated` folder.
pub type Files = BTreeMap<String, String>;

/// Prints every file of the generated module.
///
/// An error names the file whose code could not be parsed for formatting; that is a bug in the emitter.
pub fn emit(model: &Model) -> Result<Files, String> {
    let mut files = Files::new();
    let mut add = |path: &str, file: Result<String, syn::Error>| match file {
        Ok(text) => {
            files.insert(path.to_owned(), text);
            Ok(())
        }
        Err(error) => Err(format!("emitted code of `{path}` is not valid Rust: {error}")),
    };
    add("mod.rs", Ok(root(model)))?;
    add("service.rs", Ok(service::file(&model.service)))?;
    add("client.rs", Ok(client::file(&model.resources)))?;
    if operations::is_needed(model) {
        add("operations.rs", Ok(operations::file(model)))?;
    }
    for (path, file) in models::files(model) {
        add(&format!("models/{path}"), file)?;
    }
    add("resources/mod.rs", Ok(resources::index(&model.resources)))?;
    for resource in Resource::all(&model.resources) {
        add(&format!("resources/{}.rs", resource.module), resources::file(model, resource))?;
    }
    Ok(files)
}

/// Prints the tables through which the conformance crate of this repository calls every operation; paths
/// are below its `dispatch` folder.
pub fn conformance(model: &Model) -> Files {
    conformance::files(model)
}

/// Prints the examples of the operations as functions, for a test that runs them.
pub fn examples(model: &Model) -> Files {
    examples::functions(model)
}

/// The root of the generated module.
fn root(model: &Model) -> String {
    let accessors = if model.resources.is_empty() { "" } else { "mod client;\n" };
    let operations = match operations::is_needed(model) {
        true => "pub mod operations;\n",
        false => "",
    };
    format!(
        "{}//! What is generated from the contract.\n\n\
         #![allow(unused_imports, unused_macros)]\n\
         #![allow(clippy::large_enum_variant, clippy::too_many_arguments, clippy::new_without_default, clippy::should_implement_trait)]\n\n\
         {accessors}pub mod models;\n{operations}pub mod resources;\nmod service;\n\n\
         pub use service::{};\npub(crate) use service::SERVICE;\n",
        file::HEADER,
        service::exports(&model.service)
    )
}
