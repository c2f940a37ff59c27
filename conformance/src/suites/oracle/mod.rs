//! The suite `oracle`: checks the wire verdicts of the diff with random values, by a judge that shares no code with it.
//!
//! Every step between two published documents, both ways, and the pinned contract with one keyword changed: values
//! that the old schema of a request accepts are tried on the new one, and those that the new schema of a response
//! accepts on a program that knows the old one. A change that is called safe and has a counterexample
//! fails, and so does one that is called breaking and has none.

mod claim;
mod mutations;
mod reader;

use std::process::ExitCode;

use anyhow::{Context as _, Error, Result, anyhow};
use clap::Args;
use paygentic_codegen::diff::{Diff, Wire, diff};
use paygentic_codegen::{Input, Model, OverlayMode, Source, generate};
use serde_json::{Map, Value, json};

use super::{Figures, published};
use crate::contract::{self, OperationSchemas, operations};
use crate::instances::judge::Judge;
use crate::instances::{Detail, Instances};
use crate::part::Part;

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

/// `ORACLE_PART=2/8` takes an eighth of the steps.
const PART: &str = "ORACLE_PART";

/// Two versions of a document.
struct Step {
    name: String,
    old: Value,
    new: Value,
}

impl Step {
    fn both_ways(name: &str, old: &Value, new: &Value) -> [Self; 2] {
        [(old, new, ""), (new, old, ", back")].map(|(old, new, way)| Self {
            name: format!("{name}{way}"),
            old: old.clone(),
            new: new.clone(),
        })
    }
}

pub fn run(options: &Options) -> Result<ExitCode> {
    let versions = published::versions()?;
    let versions = versions.iter().map(|path| published::read(path)).collect::<Result<Vec<_>>>()?;
    let mut steps = Vec::new();
    for pair in versions.windows(2) {
        if let [(older, old), (newer, new)] = pair {
            steps.extend(Step::both_ways(&format!("{older} to {newer}"), old, new));
        }
    }
    steps.extend(mutations::steps(&contract::published()?, options.places));
    let part = Part::chosen(PART, Part::ALL).map_err(Error::msg)?;
    let mut figures = Figures::default();
    let steps = steps.iter().enumerate();
    for (_, step) in steps.filter(|(index, _)| part.includes(*index)) {
        check(step, options, &mut figures)?;
    }
    let tried = figures.operations.len();
    Ok(figures.finish("oracle", tried, None))
}

/// Without the overlay, which changes the contract.
fn model(document: &Value) -> Option<Model> {
    let text = document.to_string();
    let document = Source { name: "document", text: &text };
    let input = Input { document, overlay: None, overlay_mode: OverlayMode::Lenient };
    Some(generate(&input).ok()?.model)
}

fn check(step: &Step, options: &Options, figures: &mut Figures) -> Result<()> {
    // A document that the generator rejects cannot be compared.
    let (Some(old), Some(new)) = (model(&step.old), model(&step.new)) else {
        return Ok(());
    };
    let difference = diff(&old, &new)?;
    let (known, after) = (new.operations(), operations(&step.new));
    for before in operations(&step.old) {
        let Some(after) = after.iter().find(|other| other.id == before.id) else {
            continue;
        };
        let Some(known) = known.iter().find(|known| known.id == before.id) else {
            continue;
        };
        let title = format!("{}: {}", step.name, known.name);
        figures.operations.entry(title.clone()).or_default();
        let trial = Trial { step, options, difference: &difference, operation: &known.name };
        for (way, outcome) in trial.all(&before, after) {
            figures.count(&title, outcome.context(way));
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

impl<'t> Trial<'t> {
    /// Requests and responses, as far as they differ: whether the claim holds, or cannot be tested.
    fn all(
        &self,
        before: &OperationSchemas,
        after: &OperationSchemas,
    ) -> Vec<(&'static str, Result<bool>)> {
        let mut tried = Vec::new();
        let mut add = |way, outcome: Option<_>| tried.extend(outcome.map(|outcome| (way, outcome)));
        if let (Some(old), Some(new)) = (&before.request, &after.request) {
            add("request", self.request(&["request"], old, new));
        }
        let (old, new) = (parameters(before), parameters(after));
        add("parameters", self.request(&["path", "query", "header"], &old, &new));
        for (status, old) in &before.successes {
            let same = after.successes.iter().find(|(other, _)| other == status);
            if let (Some(old), Some((_, Some(new)))) = (old, same) {
                add("response", self.answer(old, new));
            }
        }
        tried
    }

    fn request(&self, parts: &[&str], old: &Value, new: &Value) -> Option<Result<bool>> {
        let claim = claim::request(self.difference, self.operation, parts);
        self.decide(&claim, (old, new), || {
            let made = Instances::new(&self.step.old, 1).for_requests();
            (made, Judge::new(&self.step.new).for_requests())
        })
    }

    fn answer(&self, old: &Value, new: &Value) -> Option<Result<bool>> {
        let claim = claim::response(self.difference, self.operation);
        self.decide(&claim, (new, &reader::lenient(old)), || {
            let judge = Judge::new(&reader::lenient(&self.step.old)).with_overlaps();
            (Instances::new(&self.step.new, 1), judge)
        })
    }

    /// Tries values of one schema on the judge of another, until one is rejected. Nothing is tried if the claim is risky,
    /// or nothing changed.
    fn decide(
        &self,
        claim: &claim::Claim,
        (from, to): (&Value, &Value),
        // Building validators is expensive, and most operations are unchanged.
        sides: impl FnOnce() -> (Instances<'t>, Judge),
    ) -> Option<Result<bool>> {
        let tries = match claim.wire {
            Wire::Safe if claim.is_touched => self.options.safe_tries,
            Wire::Breaking => self.options.tries,
            Wire::Risky | Wire::Safe => return None,
        };
        let (mut made, judge) = sides();
        let mut values = (0..tries).map(|round| {
            made.reseed(round);
            let value = made.valid(from, Detail::of(round));
            // A value that the schema itself does not accept is no evidence.
            (made.judge().is_valid(from, &value), value)
        });
        let refused = values.find(|(is_valid, value)| *is_valid && !judge.is_valid(to, value));
        let ids = claim.ids.join(", ");
        Some(match (claim.wire, refused) {
            (Wire::Safe, None) | (Wire::Breaking, Some(_)) => Ok(true),
            _ if claim.is_untestable => Ok(false),
            (_, Some((_, value))) => {
                Err(anyhow!("reported as safe ({ids}), but {value} is rejected"))
            }
            (_, None) => Err(anyhow!("reported as breaking ({ids}), but {tries} values pass")),
        })
    }
}

/// The number of parameters before one in a path.
fn position(path: &str, name: &str) -> usize {
    let before = path.split(&format!("{{{name}}}")).next().unwrap_or_default();
    before.matches('{').count()
}

/// The parameters of an operation as the schema of an object.
fn parameters(operation: &OperationSchemas) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in &operation.parameters {
        // A path parameter is identified by its position, not its name; header names are case-insensitive.
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
