//! The suite `examples`: the publisher's examples of bodies in the newest document are decoded into the
//! models and encoded again, and every value that the document describes must be preserved.

use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::Value;

use super::{Figures, published};
use crate::compare::{Kind, compare};
use crate::contract::{OperationSchemas, entries, operations, resolve};
use crate::operation::roundtrip;

/// An example of a body.
#[derive(Debug)]
pub struct Example<'d> {
    pub name: String,
    pub operation: &'d str,
    /// The status of a response; `None` for a request.
    pub status: Option<u16>,
    pub json: &'d Value,
    pub schema: &'d Value,
}

pub fn run() -> Result<ExitCode> {
    let mut figures = Figures::default();
    let Some(newest) = published::versions()?.pop() else {
        let why = format!("{} does not name a folder with published documents", published::FOLDER);
        return Ok(figures.finish("examples", 0, Some(why)));
    };
    let (_, document) = published::read(&newest)?;
    let all = operations(&document);
    for example in all.iter().flat_map(|operation| examples(&document, operation)) {
        let outcome = judge(&document, &example).map_err(|error| error.context(example.name));
        figures.count(example.operation, outcome.map(|()| true));
    }
    Ok(figures.finish("examples", all.len(), None))
}

/// The examples of the media types of an operation. Those in schemas are of single values, which `properties` generates.
pub fn examples<'d>(document: &'d Value, operation: &'d OperationSchemas) -> Vec<Example<'d>> {
    let declared = &resolve(document, &document["paths"][&operation.path])[&operation.method];
    let responses = entries(&declared["responses"]).map(|(status, response)| {
        // `4XX` is any status of its class; `default` is any error status.
        (Some(status.replace(['X', 'x'], "0").parse().unwrap_or(500)), response)
    });
    let mut found = Vec::new();
    for (status, body) in responses.chain([(None, &declared["requestBody"])]) {
        for (_, media) in entries(&resolve(document, body)["content"]) {
            let one = media.get("example").map(|json| ("example", json));
            let named = entries(&media["examples"]).filter_map(|(name, example)| {
                Some((name.as_str(), resolve(document, example).get("value")?))
            });
            found.extend(one.into_iter().chain(named).map(|(name, json)| Example {
                name: status.map_or_else(|| name.to_owned(), |status| format!("{status} {name}")),
                operation: &operation.id,
                status,
                json,
                schema: &media["schema"],
            }));
        }
    }
    found
}

/// An error describes what the model does not preserve.
fn judge(document: &Value, example: &Example<'_>) -> Result<()> {
    let out = roundtrip(example.operation, example.status, &example.json.to_string())?;
    for one in compare(document, example.schema, example.json, &serde_json::from_str(out.get())?) {
        match one.kind {
            Kind::Undescribed => {
                eprintln!("{} {}: no model has {}", example.operation, example.name, one.at)
            }
            // To a model, null and absent are the same; examples omit even required properties.
            Kind::LostNull | Kind::AddedNull => {}
            _ => bail!("{one}"),
        }
    }
    Ok(())
}
