//! Prints the examples of operations, in the documentation of their methods and as functions that a test runs.

use super::Files;
use super::example_code::lines;
use super::file::{HEADER, literal};
use crate::model::{Example, Model, Operation};

/// The crate that examples import; `xtask` replaces the name in crates with another one.
const CRATE: &str = "paygentic_generated";

/// The return type of the functions that run examples.
const RESULT: &str = "Result<(), Box<dyn std::error::Error>>";

/// The lines of the documentation section with the example.
pub(super) fn section(operation: &Operation) -> Vec<String> {
    let Some(example) = &operation.example else {
        return Vec::new();
    };
    let mut section = vec![
        String::new(),
        "# Example".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        format!("# use {CRATE}::{{Client, models::*}};"),
    ];
    section.extend(imports(example).into_iter().map(|import| format!("# {import}")));
    section.push(format!("# async fn example(client: Client) -> {RESULT} {{"));
    section.extend(lines(operation, example));
    section.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    section
}

/// The imports of an example besides the client and the models.
fn imports(example: &Example) -> Vec<&'static str> {
    let json = example.arguments.iter().any(|one| one.value.has_json());
    let map = example.arguments.iter().any(|one| one.value.has_map());
    let imports = [(json, "use serde_json::json;"), (map, "use std::collections::BTreeMap;")];
    imports.into_iter().filter(|(is_used, _)| *is_used).map(|(_, import)| import).collect()
}

/// The module with a function for each example, which a test of the conformance crate runs.
pub(super) fn functions(model: &Model) -> Files {
    let examples: Vec<(&Operation, &Example)> = model
        .operations()
        .into_iter()
        .filter_map(|operation| Some((operation, operation.example.as_ref()?)))
        .collect();
    if examples.is_empty() {
        return Files::new();
    }
    let mut imports: Vec<&str> =
        examples.iter().flat_map(|(_, example)| imports(example)).collect();
    imports.sort_unstable_by(|one, other| other.cmp(one));
    imports.dedup();
    let mut text = format!("{HEADER}//! The examples of the documentation.\n\n");
    imports.iter().for_each(|import| text.push_str(&format!("{import}\n")));
    text.push_str(&format!("use {CRATE}::models::*;\n\nuse super::Example;\n\n"));
    text.push_str("/// Every example, by operation.\npub static EXAMPLES: &[Example] = &[\n");
    for (operation, example) in examples {
        let id = literal(&operation.id);
        text.push_str(&format!("    Example {{ id: {id}, run: |client| Box::pin(async move {{\n"));
        for line in lines(operation, example) {
            text.push_str(&format!("        {line}\n"));
        }
        text.push_str("        Ok(())\n    }) },\n");
    }
    text.push_str("];\n");
    Files::from([("mod.rs".to_owned(), text)])
}
