//! Whether a new document lacks so many operations that it is more likely truncated, too old or of another API than a new version.

use anyhow::{Result, bail};
use paygentic_codegen::diff::{DifferentApis, Document, route};
use paygentic_codegen::lower::METHODS;
use paygentic_codegen::markdown::one_line;
use serde_json::Value;

use super::candidate::REFUSED;

/// An update needs `--allow-removals` if it removes more than one operation in this many. The largest share so far that
/// the publisher removed on purpose was one in ten.
const ONE_IN: usize = 5;

/// The number of operations that the error names.
const NAMED: usize = 5;

/// An operation, by what stays the same from one version to the next.
struct Operation<'d> {
    id: Option<&'d str>,
    /// The method and the path without the names of its parameters.
    route: String,
    shown: String,
}

/// Refuses a document that lacks a large part of the operations of the pinned contract, or has nothing in common with it.
/// Compares the documents themselves, so that its error precedes any error about their content.
pub fn check(pinned: &str, published: &str, from: &str, allowed: bool) -> Result<()> {
    let (pinned, published): (Value, Value) =
        (serde_yaml::from_str(pinned)?, serde_yaml::from_str(published)?);
    let (old, new) = (operations(&pinned), operations(&published));
    let is_in_new = |old: &&Operation<'_>| {
        new.iter().any(|new| old.id.is_some() && old.id == new.id || old.route == new.route)
    };
    let (kept, removed): (Vec<&Operation<'_>>, Vec<_>) = old.iter().partition(is_in_new);
    let apis = DifferentApis {
        old: summary(&pinned, old.len(), kept.len()),
        new: summary(&published, new.len(), kept.len()),
    };
    if !apis.old.is_version_of(&apis.new) {
        return Err(anyhow::Error::new(apis).context(REFUSED));
    }
    if allowed || removed.len() * ONE_IN <= old.len() {
        return Ok(());
    }
    let named: Vec<&str> = removed.iter().take(NAMED).map(|one| one.shown.as_str()).collect();
    let more = match removed.len().saturating_sub(named.len()) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    bail!(
        "{from} lacks {} of the {} operations of the pinned contract; nothing was changed. Is it complete, and the newest \
         document? If these operations were really removed from the API, pass --allow-removals:\n  {}{more}",
        removed.len(),
        old.len(),
        named.join("\n  ")
    )
}

fn summary(document: &Value, operations: usize, common: usize) -> Document {
    let text = |key: &str| document["info"][key].as_str().unwrap_or_default().to_owned();
    Document { name: text("title"), version: text("version"), operations, common }
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let mut found = Vec::new();
    for (path, item) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        let item = referenced(document, item);
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let (id, method) = (operation["operationId"].as_str(), method.to_uppercase());
            let shown = format!("{method} {path}");
            found.push(Operation {
                id,
                route: format!("{method} {}", route(path)),
                shown: one_line(&id.map_or(shown.clone(), |id| format!("{id} ({shown})"))),
            });
        }
    }
    found
}

/// The path item, or the one that it refers to in the same document.
fn referenced<'d>(document: &'d Value, item: &'d Value) -> &'d Value {
    let reference = item["$ref"].as_str().and_then(|to| to.strip_prefix('#'));
    reference.and_then(|pointer| document.pointer(pointer)).unwrap_or(item)
}
