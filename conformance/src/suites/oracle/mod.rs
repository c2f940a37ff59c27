//! What the difference says goes over the wire is what random values say: a judge that shares no code with it.
//!
//! Every step between two published documents, both ways, and the pinned contract with one keyword changed: values
//! that the old schema of a request accepts are tried on the new one, and those that the new schema of an answer
//! accepts on what a program that knows the old one reads. A change that is called safe and has a counterexample
//! fails, and so does one that is called breaking and has none.

mod claim;
mod mutations;
mod reader;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, Error, Result, anyhow};
use clap::Args;
use paygentic_codegen::diff::{Diff, Wire, diff};
use paygentic_codegen::{Input, Model, OverlayMode, Source, document, generate};
use serde_json::{Map, Value, json};

use super::Figures;
use crate::contract::{OperationSchemas, operations, published};
use crate::instances::judge::Judge;
use crate::instances::{Detail, Instances};
use crate::part::Part;

/// What to run.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// How many values are tried before a change reported as breaking counts as having no counterexample.
    #[arg(long, default_value_t = 400)]
    pub tries: u64,
    /// How many values are tried for a change reported as safe.
    #[arg(long, default_value_t = 40)]
    pub safe_tries: u64,
    /// How many places of the contract are changed in each way.
    #[arg(long, default_value_t = 2)]
    pub places: usize,
}

/// This variable names the folder with the published documents; they are not part of the repository.
const FOLDER: &str = "PUBLISHED_SPECS";

/// `ORACLE_PART=2/8` takes an eighth of the steps.
const PART: &str = "ORACLE_PART";

/// Two versions of a document.
struct Step {
    name: String,
    old: Value,
    new: Value,
}

/// Runs the suite and prints what it finds.
///
/// # Errors
///
/// A document cannot be read.
pub fn run(options: &Options) -> Result<ExitCode> {
    let mut steps = published_steps()?;
    steps.extend(mutations::steps(&published()?, options.places));
    let part = Part::chosen(PART, Part::ALL).map_err(Error::msg)?;
    let mut tally = Figures::default();
    let steps = steps.iter().enumerate();
    for (_, step) in steps.filter(|(index, _)| part.includes(*index)) {
        check(step, options, &mut tally)?;
    }
    let failed = tally.failed;
    tally.print("oracle", None);
    Ok(match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// All steps between neighbours, there and back.
fn published_steps() -> Result<Vec<Step>> {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("{FOLDER} names {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json" || end == "yaml"))
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(path)?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let source = Source { name: &name, text: &text };
        let value = document::parse(&source).map_err(|findings| anyhow!("{findings}"))?;
        documents.push((name, value));
    }
    let pairs = documents.windows(2).flat_map(|pair| {
        let [one, other] = pair else {
            return Vec::new();
        };
        [(one, other), (other, one)]
            .map(|(old, new)| Step {
                name: format!("{} to {}", old.0, new.0),
                old: old.1.clone(),
                new: new.1.clone(),
            })
            .into()
    });
    Ok(pairs.collect())
}

/// Without the overlay, which changes the contract.
fn model(document: &Value) -> Option<Model> {
    let text = document.to_string();
    let document = Source { name: "document", text: &text };
    let input = Input { document, overlay: None, overlay_mode: OverlayMode::Lenient };
    Some(generate(&input).ok()?.model)
}

fn check(step: &Step, options: &Options, tally: &mut Figures) -> Result<()> {
    // A document that the generator rejects cannot be compared.
    let (Some(old), Some(new)) = (model(&step.old), model(&step.new)) else {
        return Ok(());
    };
    let difference = diff(&old, &new)?;
    let names = |model: &Model| -> Vec<(String, String)> {
        let all = model.operations();
        all.iter().map(|one| (one.id.clone(), one.name.clone())).collect()
    };
    let names = names(&new);
    let after = operations(&step.new);
    for before in operations(&step.old) {
        let Some(after) = after.iter().find(|other| other.id == before.id) else {
            continue;
        };
        let Some((_, name)) = names.iter().find(|(id, _)| *id == before.id) else {
            continue;
        };
        tally.operations += 1;
        tally.of += 1;
        let trial = Trial { step, options, difference: &difference, operation: name };
        for (way, tried) in trial.all(&before, after) {
            match tried {
                Ok(true) => tally.passed += 1,
                Ok(false) => tally.excepted += 1,
                Err(fault) => {
                    tally.failed += 1;
                    println!("{}: {name} {way}: {fault}", step.name);
                }
            }
        }
    }
    Ok(())
}

/// One operation in one step.
struct Trial<'t> {
    step: &'t Step,
    options: &'t Options,
    difference: &'t Diff,
    operation: &'t str,
}

/// Whether it is so; not if it is argued.
type Tried = Result<bool, String>;

impl Trial<'_> {
    /// What goes both ways, as far as it differs.
    fn all(
        &self,
        before: &OperationSchemas,
        after: &OperationSchemas,
    ) -> Vec<(&'static str, Tried)> {
        let mut tried = Vec::new();
        if let (Some(old), Some(new)) = (&before.request, &after.request) {
            tried.extend(self.request("request", &["request"], old, new));
        }
        let (old, new) = (parameters(before), parameters(after));
        tried.extend(self.request("parameters", &["path", "query", "header"], &old, &new));
        for (status, old) in &before.successes {
            let same = after.successes.iter().find(|(other, _)| other == status);
            if let (Some(old), Some((_, Some(new)))) = (old, same) {
                tried.extend(self.answer(old, new));
            }
        }
        tried
    }

    fn request(
        &self,
        way: &'static str,
        parts: &[&str],
        old: &Value,
        new: &Value,
    ) -> Option<(&'static str, Tried)> {
        let claim = claim::request(self.difference, self.operation, parts);
        // Building validators is expensive, and most operations are unchanged.
        self.tries(&claim)?;
        let mut made = Instances::new(&self.step.old, 1).for_requests();
        let judge = Judge::new(&self.step.new).for_requests();
        let is_valid = |value: &Value| judge.is_valid(new, value);
        self.decide(way, claim, old, &mut made, &is_valid)
    }

    fn answer(&self, old: &Value, new: &Value) -> Option<(&'static str, Tried)> {
        let claim = claim::response(self.difference, self.operation);
        self.tries(&claim)?;
        let mut made = Instances::new(&self.step.new, 1);
        let read = reader::lenient(&self.step.old);
        let judge = Judge::new(&read);
        let old = reader::lenient(old);
        let is_valid = |value: &Value| judge.is_valid(&old, value);
        self.decide("response", claim, new, &mut made, &is_valid)
    }

    /// How many values are tried; none of what may go either way, and of what is as it was.
    fn tries(&self, claim: &claim::Claim) -> Option<u64> {
        match claim.wire {
            Wire::Risky => None,
            Wire::Safe if !claim.is_touched => None,
            Wire::Safe => Some(self.options.safe_tries),
            Wire::Breaking => Some(self.options.tries),
        }
    }

    /// Tries values of a schema on a judge, until one is refused.
    fn decide(
        &self,
        way: &'static str,
        claim: claim::Claim,
        schema: &Value,
        made: &mut Instances<'_>,
        is_valid: &dyn Fn(&Value) -> bool,
    ) -> Option<(&'static str, Tried)> {
        let tries = self.tries(&claim)?;
        let mut refused = None;
        for round in 0..tries {
            made.reseed(round);
            let detail = match round {
                0 => Detail::Required,
                1 => Detail::All,
                _ => Detail::Random,
            };
            let value = made.valid(schema, detail);
            // A value that the schema itself does not accept is no evidence.
            if made.judge().is_valid(schema, &value) && !is_valid(&value) {
                refused = Some(value);
                break;
            }
        }
        let tried = match (claim.wire, refused) {
            (Wire::Safe, Some(value)) if !claim.is_argued => {
                Err(format!("reported as safe ({}), and {value} is refused", claim.ids.join(", ")))
            }
            (Wire::Breaking, None) if !claim.is_argued => Err(format!(
                "reported as breaking ({}), and {tries} values are accepted",
                claim.ids.join(", ")
            )),
            (Wire::Safe, None) | (Wire::Breaking, Some(_)) => Ok(true),
            _ => Ok(false),
        };
        Some((way, tried))
    }
}

/// How many parameters stand before one in a path.
fn position(path: &str, name: &str) -> usize {
    let before = path.split(&format!("{{{name}}}")).next().unwrap_or_default();
    before.matches('{').count()
}

/// The parameters of an operation as the schema of an object.
fn parameters(operation: &OperationSchemas) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in &operation.parameters {
        // The name of a path parameter goes nowhere, but its position does; and those of headers have no case.
        let name = match parameter.place.as_str() {
            "path" => position(&operation.path, &parameter.name).to_string(),
            "header" => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        };
        let key = format!("{} {name}", parameter.place);
        if parameter.required {
            required.push(key.clone());
        }
        properties.insert(key, parameter.schema.clone());
    }
    json!({ "type": "object", "properties": properties, "required": required })
}
