//! Random responses and requests of every operation pass through its models unchanged.

mod mutate;
mod reading;
mod sites;
mod tally;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use crate::case::Call;
use crate::compare::{Difference, Kind, compare};
use crate::contract::{OperationSchemas, contract, operations, published};
use crate::instances::judge::Judge;
use crate::instances::{Detail, Instances};
use crate::operation::{self, Operation};
use crate::suites::calls::made_call;
use mutate::{Mutation, UNKNOWN, with_digits, without_digits};
use reading::Reading;
use sites::{Site, Sites};
use tally::Tally;

/// What to run.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// How many values of each body.
    #[arg(long, default_value_t = 50)]
    pub rounds: u64,
    /// The seed of the random values.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Only this operation.
    #[arg(long, value_name = "ID")]
    pub operation: Option<String>,
}

/// Errors are mostly of a few shared shapes, so they are asked less often than the rest.
const ERROR_ROUNDS: u64 = 10;

/// Runs the suite and prints what it finds.
///
/// # Errors
///
/// The contract cannot be read.
pub fn run(options: &Options) -> Result<ExitCode> {
    let tally = check(options)?;
    Ok(tally.print())
}

/// Runs the suite.
fn check(options: &Options) -> Result<Tally> {
    let (narrow, published) = (contract()?, published()?);
    let mut suite = Suite {
        options,
        judge: &Judge::new(&published).with_overlaps(),
        request_judge: &Judge::new(&published).for_requests(),
        narrow_judge: &Judge::new(&narrow).with_overlaps(),
        narrow: &narrow,
        answers: Instances::new(&narrow, options.seed).with_overlaps(),
        requests: Instances::new(&narrow, options.seed).for_requests(),
        tally: Tally::default(),
    };
    let pairs = operations(&narrow).into_iter().zip(operations(&published));
    for (index, (schemas, by)) in pairs.enumerate() {
        if options.operation.as_ref().is_none_or(|only| *only == schemas.id) {
            suite.operation(index as u64, &schemas, &by);
        }
    }
    Ok(suite.tally)
}

struct Suite<'d> {
    options: &'d Options,
    /// By the published document.
    judge: &'d Judge,
    /// The same for what a client sends.
    request_judge: &'d Judge,
    /// By the document with our overlay, which the values are made from.
    narrow_judge: &'d Judge,
    narrow: &'d Value,
    answers: Instances<'d>,
    requests: Instances<'d>,
    tally: Tally,
}

/// A body of an operation.
struct Body<'b> {
    operation: &'b str,
    name: String,
    seed: u64,
    rounds: u64,
    reading: Reading<'b>,
    /// With our overlay.
    schema: &'b Value,
    /// As published.
    published: &'b Value,
}

impl Suite<'_> {
    fn operation(&mut self, index: u64, schemas: &OperationSchemas, by: &OperationSchemas) {
        let id = schemas.id.as_str();
        let found = match (operation::find(id), operation::unreached(id)) {
            (Ok(found), _) => found,
            (Err(_), Some(reason)) => return self.tally.unreached(id, reason),
            (Err(_), None) => return self.tally.fail(id, "the SDK has no such operation"),
        };
        self.tally.operations += 1;
        let seed = self.options.seed.wrapping_add(index << 32);
        self.requests.reseed(seed);
        let call = made_call(self.narrow, schemas, &mut self.requests, Detail::Required, seed);
        match call {
            Ok(call) => {
                for body in answers(found, &call, (schemas, by), seed, self.options.rounds) {
                    self.answer(&body);
                }
            }
            Err(error) => self.tally.fail(id, &error.to_string()),
        }
        match (found.request, &schemas.request, &by.request) {
            // Where the contract has no schema, as for files, anything passes.
            (_, None, None) => {}
            (Some(codec), Some(schema), Some(published)) => self.request(&Body {
                operation: id,
                name: "request".to_owned(),
                seed: seed ^ (1 << 63),
                rounds: self.options.rounds,
                reading: Reading::Type(codec),
                schema,
                published,
            }),
            _ => self.tally.fail(id, "contract and SDK differ on whether it has a body"),
        }
    }

    /// Answers, as they are and mutated.
    fn answer(&mut self, body: &Body<'_>) {
        for round in 0..body.rounds {
            self.answers.reseed(body.seed.wrapping_add(round));
            let value = self.answers.valid(body.schema, detail(round));
            let faults = self.judge.faults(body.published, &value);
            if !faults.is_empty() {
                self.tally.fail(&body.title(round, "made"), &faults.join("; "));
                continue;
            }
            let outcome = self.through(body, &value, &by_nature).map(drop);
            self.tally.count(body.operation, &body.title(round, "valid"), outcome, &value);
            let sites = Sites { document: self.narrow, judge: self.narrow_judge };
            let sites = sites.of(body.schema, &value);
            for mutation in Mutation::ALL {
                let mutated = mutation.apply(&sites, &value, self.answers.random());
                if let Some(mutated) = mutated {
                    let may = |one: &Difference| mutation.excuses(one, &sites);
                    let outcome = self.through(body, &mutated, &may);
                    let outcome = outcome.and_then(|out| known(&sites, &out, mutation));
                    let title = body.title(round, &format!("{mutation:?}"));
                    self.tally.kind(&format!("{mutation:?}"));
                    self.tally.count(body.operation, &title, outcome, &mutated);
                }
            }
        }
    }

    /// Requests; what is written is judged too.
    fn request(&mut self, body: &Body<'_>) {
        for round in 0..body.rounds {
            self.requests.reseed(body.seed.wrapping_add(round));
            let value = self.requests.valid(body.schema, detail(round));
            let faults = self.request_judge.faults(body.published, &value);
            if !faults.is_empty() {
                self.tally.fail(&body.title(round, "made"), &faults.join("; "));
                continue;
            }
            // In a request, null and an absent property have different meanings.
            let outcome = self.through(body, &value, &|_| false).and_then(|out| {
                let faults = self.request_judge.faults(body.published, &out);
                if faults.is_empty() {
                    Ok(())
                } else {
                    Err(format!("is written invalid: {}", faults.join("; ")))
                }
            });
            self.tally.count(body.operation, &body.title(round, "valid"), outcome, &value);
            let sites = Sites { document: self.narrow, judge: self.narrow_judge };
            let sites = sites.of(body.schema, &value);
            if let Some(exact) = Mutation::Digits.apply(&sites, &value, self.requests.random()) {
                let outcome = self.through(body, &exact, &|_| false).map(drop);
                let title = body.title(round, "Digits");
                self.tally.kind("Digits");
                self.tally.count(body.operation, &title, outcome, &exact);
            }
        }
    }

    /// The output of the model, if it differs from the input only where it may.
    fn through(
        &self,
        body: &Body<'_>,
        value: &Value,
        may: &dyn Fn(&Difference) -> bool,
    ) -> Result<Value, String> {
        let out = body.reading.take(&with_digits(value));
        let out = out.map_err(|failure| format!("is not read: {}", failure.message))?;
        let out = without_digits(out.get())?;
        let found = compare(self.narrow, body.schema, value, &out).into_iter();
        let wrong: Vec<_> = found.filter(|one| !may(one)).collect();
        if wrong.is_empty() {
            return Ok(out);
        }
        let wrong: Vec<_> = wrong.iter().map(Difference::to_string).collect();
        Err(wrong.join("; "))
    }
}

/// An unknown alternative keeps everything. The values here are of known alternatives, except for those that forbid the
/// added property.
fn known(sites: &[Site], out: &Value, mutation: Mutation) -> Result<(), String> {
    let kept = sites.iter().find(|site| {
        site.is_record()
            && !site.is_open()
            && !sites.iter().any(|other| other.is_closed() && other.is_around(site))
            && out.pointer(&format!("{}/{UNKNOWN}", site.pointer)).is_some()
    });
    match kept {
        Some(site) if mutation == Mutation::UnknownFields => {
            Err(format!("{} is not of a known shape", site.pointer))
        }
        _ => Ok(()),
    }
}

/// In a response, null and an absent property have the same meaning.
fn by_nature(one: &Difference) -> bool {
    one.kind == Kind::LostNull
}

impl Body<'_> {
    fn title(&self, round: u64, what: &str) -> String {
        format!("{} {} {what} (round {round})", self.operation, self.name)
    }
}

fn detail(round: u64) -> Detail {
    match round % 4 {
        0 => Detail::All,
        1 => Detail::Required,
        _ => Detail::Random,
    }
}

/// What an operation answers, successes and errors, as far as it is described.
fn answers<'b>(
    operation: &'b Operation,
    call: &'b Call,
    (schemas, by): (&'b OperationSchemas, &'b OperationSchemas),
    seed: u64,
    rounds: u64,
) -> Vec<Body<'b>> {
    let mut bodies = Vec::new();
    let body = |name: String, reading, schema, published, rounds| Body {
        operation: &schemas.id,
        seed: seed ^ (name.bytes().map(u64::from).sum::<u64>() << 48),
        name,
        rounds,
        reading,
        schema,
        published,
    };
    for ((status, schema), (_, published)) in schemas.successes.iter().zip(&by.successes) {
        if let (Some(schema), Some(published)) = (schema, published) {
            bodies.push(body(
                status.to_string(),
                match operation.is_read_by_call {
                    true => Reading::Call(operation, call, *status),
                    false => Reading::Type(operation.response),
                },
                schema,
                published,
                rounds,
            ));
        }
    }
    for ((status, schema), (_, published)) in schemas.errors.iter().zip(&by.errors) {
        let declared = operation.errors.iter().find(|(name, _)| name == status);
        if let (Some(schema), Some(published), Some((_, codec))) = (schema, published, declared) {
            let rounds = rounds.div_ceil(ERROR_ROUNDS);
            bodies.push(body(status.clone(), Reading::Type(*codec), schema, published, rounds));
        }
    }
    bodies
}
