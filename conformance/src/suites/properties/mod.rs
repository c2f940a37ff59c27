//! Random responses and requests of every operation pass through its models unchanged.

mod mutate;
mod sites;

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, ensure};
use clap::Args;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use paygentic_generated::testing::{MockTransport, reply};
use serde_json::Value;

use super::Figures;
use super::calls::{Sender, builder, made_call};
use crate::case::{Call, Raw};
use crate::compare::{Difference, compare};
use crate::contract::{OperationSchemas, contract, operations, published};
use crate::instances::judge::Judge;
use crate::instances::{Detail, Instances};
use crate::operation::{self, Codec, Operation};
pub use mutate::Mutation;
use mutate::{UNKNOWN, with_digits, without_digits};
use sites::{Site, Sites};

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

/// Errors are mostly of a few shared shapes, so they are tested less often than the rest.
const ERROR_ROUNDS: u64 = 10;

pub fn run(options: &Options) -> Result<ExitCode> {
    let (figures, _) = check(options)?;
    Ok(figures.finish("properties", operation::count(), None))
}

/// The figures, and the mutations that could be applied.
pub fn check(options: &Options) -> Result<(Figures, BTreeSet<Mutation>)> {
    let (narrow, published) = (contract()?, published()?);
    let mut suite = Suite {
        options,
        narrow: &narrow,
        narrow_judge: &Judge::new(&narrow).with_overlaps(),
        answers: Side {
            judge: &Judge::new(&published).with_overlaps(),
            instances: Instances::new(&narrow, options.seed).with_overlaps(),
            mutations: &Mutation::ALL,
        },
        requests: Side {
            judge: &Judge::new(&published).for_requests(),
            instances: Instances::new(&narrow, options.seed).for_requests(),
            mutations: &[Mutation::Nothing, Mutation::Digits],
        },
        figures: Figures::default(),
        applied: BTreeSet::new(),
    };
    let pairs = operations(&narrow).into_iter().zip(operations(&published));
    for (index, (schemas, by)) in pairs.enumerate() {
        if options.operation.as_ref().is_none_or(|only| *only == schemas.id)
            && let Err(error) = suite.operation(index as u64, &schemas, &by)
        {
            suite.figures.count(&schemas.id, Err(error));
        }
    }
    Ok((suite.figures, suite.applied))
}

struct Suite<'d> {
    options: &'d Options,
    /// The document with our overlay, which the values are made from.
    narrow: &'d Value,
    narrow_judge: &'d Judge,
    answers: Side<'d>,
    requests: Side<'d>,
    figures: Figures,
    applied: BTreeSet<Mutation>,
}

/// What differs between requests and responses.
struct Side<'d> {
    /// By the published document.
    judge: &'d Judge,
    instances: Instances<'d>,
    mutations: &'d [Mutation],
}

/// A body of an operation, as far as it is described.
struct Body<'b> {
    name: String,
    reading: Reading<'b>,
    /// With our overlay.
    schema: &'b Value,
    /// As published.
    published: &'b Value,
}

/// How a body is passed through the SDK. Most have a type; where the SDK chooses among several, a call is needed.
enum Reading<'b> {
    Request(Codec),
    Answer(Codec),
    Error(Codec),
    /// As the response to a call, with a status.
    Call(&'b Call, u16),
}

impl Reading<'_> {
    fn take(&self, text: &str) -> Result<Raw> {
        let (call, status) = match self {
            Self::Request(codec) | Self::Answer(codec) | Self::Error(codec) => return codec(text),
            Self::Call(call, status) => (call, *status),
        };
        let mut response = reply(status, text.to_owned());
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        let mock = MockTransport::new(move |_| Ok(response.clone()));
        let sender = Sender::new(builder("http://localhost").transport(mock))?;
        sender.send(sender.prepare(call, None)?)?.out
    }
}

impl Suite<'_> {
    fn operation(
        &mut self,
        index: u64,
        schemas: &OperationSchemas,
        by: &OperationSchemas,
    ) -> Result<()> {
        if let Some(reason) = operation::unreached(&schemas.id) {
            eprintln!("not covered: {} {reason}", schemas.id);
            return Ok(());
        }
        let found = operation::find(&schemas.id)?;
        // Where the contract has no schema, as for files, anything passes.
        ensure!(found.request.is_some() || schemas.request.is_none(), "the SDK takes no body");
        // One without a body is covered too.
        self.figures.operations.entry(schemas.id.clone()).or_default();
        let seed = self.options.seed.wrapping_add(index << 32);
        let instances = &mut self.requests.instances;
        instances.reseed(seed);
        let call = made_call(self.narrow, schemas, instances, Detail::Required, seed)?;
        for body in bodies(found, &call, schemas, by) {
            self.body(&schemas.id, &body, seed);
        }
        Ok(())
    }

    /// Values of a body, as they are and mutated.
    fn body(&mut self, operation: &str, body: &Body<'_>, seed: u64) {
        let is_request = matches!(body.reading, Reading::Request(_));
        let side = if is_request { &mut self.requests } else { &mut self.answers };
        let seed = seed ^ (body.name.bytes().map(u64::from).sum::<u64>() << 48);
        let rounds = match body.reading {
            Reading::Error(_) => self.options.rounds.div_ceil(ERROR_ROUNDS),
            _ => self.options.rounds,
        };
        for round in 0..rounds {
            side.instances.reseed(seed.wrapping_add(round));
            let value = side.instances.valid(body.schema, Detail::of((round + 1) % 4));
            if let Err(error) = is_valid(side.judge, body.published, &value) {
                self.figures.count(operation, Err(error.context("a generated value")));
                continue;
            }
            let sites = Sites { document: self.narrow, judge: self.narrow_judge };
            let sites = sites.of(body.schema, &value);
            for mutation in side.mutations {
                let mutated = mutation.apply(&sites, &value, side.instances.random());
                let Some(mutated) = mutated else { continue };
                self.applied.insert(*mutation);
                // In a request, null and an absent property have different meanings.
                let may = |one: &Difference| !is_request && mutation.excuses(one, &sites);
                let outcome = through(self.narrow, body, &mutated, &may).and_then(|out| {
                    if is_request && *mutation == Mutation::Nothing {
                        return is_valid(side.judge, body.published, &out).context("is written");
                    }
                    is_known(&sites, &out, *mutation)
                });
                let outcome = outcome.map_err(|error| {
                    let title = format!("{} {mutation:?} (round {round})", body.name);
                    anyhow!("{title}: {error:#}\n    {mutated}")
                });
                self.figures.count(operation, outcome.map(|()| true));
            }
        }
    }
}

fn is_valid(judge: &Judge, schema: &Value, value: &Value) -> Result<()> {
    let faults = judge.faults(schema, value);
    ensure!(faults.is_empty(), "invalid: {}", faults.join("; "));
    Ok(())
}

/// The output of the model, if it differs from the input only where it may.
fn through(
    document: &Value,
    body: &Body<'_>,
    value: &Value,
    may: &dyn Fn(&Difference) -> bool,
) -> Result<Value> {
    let out = body.reading.take(&with_digits(value)).context("cannot be read")?;
    let out = without_digits(out.get())?;
    let found = compare(document, body.schema, value, &out).into_iter();
    let wrong: Vec<_> = found.filter(|one| !may(one)).map(|one| one.to_string()).collect();
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(out)
}

/// An unknown alternative keeps everything. The values here are of known alternatives, except for those that forbid the
/// added property.
fn is_known(sites: &[Site], out: &Value, mutation: Mutation) -> Result<()> {
    let kept = sites.iter().find(|site| {
        site.is_record()
            && !site.is_open()
            && !sites.iter().any(|other| other.is_closed() && other.is_around(site))
            && out.pointer(&format!("{}/{UNKNOWN}", site.pointer)).is_some()
    });
    let kept = kept.filter(|_| mutation == Mutation::UnknownFields);
    ensure!(kept.is_none(), "is not of a known shape: {:?}", kept.map(|site| &site.pointer));
    Ok(())
}

fn bodies<'b>(
    operation: &'b Operation,
    call: &'b Call,
    schemas: &'b OperationSchemas,
    by: &'b OperationSchemas,
) -> Vec<Body<'b>> {
    let mut bodies = Vec::new();
    let mut add = |name: String, reading, schema: &'b Option<_>, published: &'b Option<_>| {
        if let (Some(schema), Some(published)) = (schema, published) {
            bodies.push(Body { name, reading, schema, published });
        }
    };
    for ((status, schema), (_, published)) in schemas.successes.iter().zip(&by.successes) {
        let reading = match operation.is_read_by_call {
            true => Reading::Call(call, *status),
            false => Reading::Answer(operation.response),
        };
        add(status.to_string(), reading, schema, published);
    }
    for ((status, schema), (_, published)) in schemas.errors.iter().zip(&by.errors) {
        if let Some((_, codec)) = operation.errors.iter().find(|(name, _)| name == status) {
            add(status.clone(), Reading::Error(*codec), schema, published);
        }
    }
    if let Some(codec) = operation.request {
        add("request".to_owned(), Reading::Request(codec), &schemas.request, &by.request);
    }
    bodies
}
