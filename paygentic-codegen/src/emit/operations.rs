//! The names of operations, each with what it is answered with, for tests of users.

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

/// Whether there is anything to name.
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
            answer(file, model, operation)
        )
    });
    let lines: String = lines.collect();
    format!("    {} {{\n{lines}    }}\n", resource.module)
}

fn answer(file: &mut File, model: &Model, operation: &Operation) -> String {
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
        // What has no one shape is answered with a response as it is.
        ResponseBody::Answers(_) | ResponseBody::Events(_) => {
            file.uses("RawReply");
            "RawReply".to_owned()
        }
    }
}
