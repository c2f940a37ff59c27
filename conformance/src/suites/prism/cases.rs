//! What is called: every operation, with little and with all, for each of its successes.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::case::Call;
use crate::contract::{OperationSchemas, contract, items, operations, published};
use crate::instances::{Detail, Instances};

/// All cases.
#[derive(Debug)]
pub(super) struct Cases {
    /// The published document, by which answers are judged.
    pub(super) published: Value,
    /// The document with the overlay, by which requests are made.
    contract: Value,
    /// The operations, and how they are with the overlay.
    operations: Vec<(OperationSchemas, OperationSchemas)>,
    rounds: u64,
}

/// A call to make.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'c> {
    /// The operation.
    pub(super) operation: &'c OperationSchemas,
    /// What it takes, with the overlay.
    pub(super) request: &'c OperationSchemas,
    /// The success to ask for.
    pub(super) status: u16,
    /// The schema of its body.
    pub(super) schema: Option<&'c Value>,
    /// Which server to ask: the one that makes its answers up, or the other.
    pub(super) dynamic: bool,
    /// What both sides make their values up from.
    pub(super) seed: u64,
}

impl Cases {
    /// Reads the contract.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(super) fn new(rounds: u64) -> Result<Self> {
        let (published, contract) = (published()?, contract()?);
        let mut narrowed = operations(&contract);
        let pair = |operation: OperationSchemas| {
            let found = narrowed.iter().position(|one| one.id == operation.id);
            let found = found.with_context(|| format!("the overlay removes {}", operation.id))?;
            Ok((operation, narrowed.swap_remove(found)))
        };
        let operations = operations(&published).into_iter().map(pair);
        Ok(Self {
            operations: operations.collect::<Result<_>>()?,
            published,
            contract,
            rounds,
        })
    }

    /// How many operations there are.
    pub(super) fn operations(&self) -> usize {
        self.operations.len()
    }

    /// Each round goes through all operations, so that both servers have work throughout.
    pub(super) fn plan(&self) -> Vec<Planned<'_>> {
        let fixed = (0..2).map(|seed| (false, seed));
        let dynamic = (0..self.rounds.max(2)).map(|seed| (true, seed));
        let mut planned = Vec::new();
        for (dynamic, seed) in fixed.chain(dynamic) {
            for (operation, request) in &self.operations {
                for (status, schema) in &operation.successes {
                    planned.push(Planned {
                        operation,
                        request,
                        status: *status,
                        schema: schema.as_ref(),
                        dynamic,
                        seed,
                    });
                }
            }
        }
        planned
    }

    /// What makes the values of calls.
    pub(super) fn instances(&self) -> Instances<'_> {
        Instances::new(&self.contract, 0).for_requests()
    }

    /// The arguments of a call.
    ///
    /// # Errors
    ///
    /// A value cannot be written.
    pub(super) fn call(&self, planned: Planned<'_>, instances: &mut Instances<'_>) -> Result<Call> {
        instances.reseed(planned.seed);
        let detail = planned.detail();
        let operation = planned.request;
        let declared = &self.contract["paths"][&operation.path][&operation.method];
        let groups = &declared["x-query-validation"]["anyOf"];
        let groups: Vec<_> = items(groups).collect();
        let chosen = instances.random().pick(&groups).copied();
        let is_chosen = |name: &str| {
            chosen.is_some_and(|group| items(&group["required"]).any(|required| required == name))
        };
        let mut places: BTreeMap<&str, BTreeMap<String, Box<RawValue>>> = BTreeMap::new();
        for parameter in &operation.parameters {
            if detail == Detail::All || parameter.required || is_chosen(&parameter.name) {
                let mut value = instances.valid(&parameter.schema, detail);
                // A list without items is not there at all, but one of the group must be.
                if value.as_array().is_some_and(Vec::is_empty) {
                    value = instances.valid(&parameter.schema, Detail::All);
                }
                let value = sendable(&parameter.place, value, planned.seed);
                places
                    .entry(&parameter.place)
                    .or_default()
                    .insert(parameter.name.clone(), to_raw_value(&value)?);
            }
        }
        let schema = operation.request.as_ref();
        let schema = schema.filter(|_| detail == Detail::All || operation.request_required);
        let mut body = schema.map(|schema| instances.valid(schema, detail));
        if let Some(body) = &mut body {
            one_key(places.get("header"), body, planned.seed)?;
        }
        let body = body.as_ref().map(to_raw_value);
        Ok(Call {
            id: Value::Null,
            operation: operation.id.clone(),
            path: places.remove("path").unwrap_or_default(),
            query: places.remove("query").unwrap_or_default(),
            header: places.remove("header").unwrap_or_default(),
            body: body.transpose()?,
        })
    }
}

impl Planned<'_> {
    /// How much the call gives.
    pub(super) fn detail(&self) -> Detail {
        if self.seed.is_multiple_of(2) {
            Detail::Required
        } else {
            Detail::All
        }
    }
}

/// A call has one idempotency key, be it in the header or in the body, and it says something: the SDK
/// refuses two, and an empty one.
fn one_key(
    header: Option<&BTreeMap<String, Box<RawValue>>>,
    body: &mut Value,
    seed: u64,
) -> Result<()> {
    let Some(field) = body.get_mut("idempotencyKey") else {
        return Ok(());
    };
    let mut header = header.into_iter().flatten();
    let key = header.find(|(name, _)| name.eq_ignore_ascii_case("Idempotency-Key"));
    if let Some((_, key)) = key {
        *field = serde_json::from_str(key.get())?;
    } else if field.as_str().is_some_and(|key| key.trim().is_empty()) {
        *field = format!("key-{seed}").into();
    }
    Ok(())
}

/// What the contract says without words: nothing empty stands in a path or, unless a parameter has
/// `allowEmptyValue`, in a query. Headers hold visible ASCII.
fn sendable(place: &str, value: Value, seed: u64) -> Value {
    let fits = |text: &str| {
        !text.is_empty() && (place != "header" || text.bytes().all(|byte| byte.is_ascii_graphic()))
    };
    match value {
        Value::String(text) if !fits(&text) => format!("value-{seed}").into(),
        Value::Array(items) => {
            let items = items.into_iter();
            items.map(|item| sendable(place, item, seed)).collect()
        }
        value => value,
    }
}
