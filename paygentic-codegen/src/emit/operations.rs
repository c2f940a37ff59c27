//! A constant for each operation, with the type of its mock response, for users' tests.

use super::file::{File, literal};
use crate::model::{Model, Operation, Resource, ResponseBody};

pub(super) fn file(model: &Model) -> String {
    let mut file = File::new(
        "A constant for each operation, to set its response in a [`MockTransport`](crate::testing::MockTransport).",
    );
    file.uses("operations");
    let mut table = String::from("operations! {\n");
    for resource in Resource::all(&model.resources) {
        table.push_str(&entries(&mut file, model, resource));
    }
    file.text(&(table + "}\n"));
    file.finish(&["crate::models::*"])
}

/// Whether there are any operations.
pub(super) fn is_needed(model: &Model) -> bool {
    !model.operations().is_empty()
}

fn entries(file: &mut File, model: &Model, resource: &Resource) -> String {
    if resource.operations.is_empty() {
        return String::new();
    }
    let lines = resource.operations.iter().map(|operation| {
        format!(
            "        {} {}: {},\n",
            operation.constant,
            literal(&operation.name),
            reply_type(file, model, operation)
        )
    });
    let lines: String = lines.collect();
    format!("    {} {{\n{lines}    }}\n", resource.module)
}

fn reply_type(file: &mut File, model: &Model, operation: &Operation) -> String {
    match &operation.response {
        ResponseBody::Empty => "()".to_owned(),
        ResponseBody::Bytes => {
            file.uses("Bytes");
            "Bytes".to_owned()
        }
        ResponseBody::Json(ty) => {
            file.uses_type(ty);
            model.named(ty).to_string()
        }
        // Without a single type for the body, the mock response is raw.
        ResponseBody::Answers(_) | ResponseBody::Events(_) => {
            file.uses("RawReply");
            "RawReply".to_owned()
        }
    }
}
