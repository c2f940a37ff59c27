//! Calls of every operation, with arguments made from their schemas, and how they are sent.

use std::collections::BTreeMap;

use anyhow::Result;
use paygentic_generated::{Client, ClientBuilder, Error, RetryPolicy};
use serde_json::Value;
use serde_json::value::to_raw_value;
use tokio::runtime::{Builder, Runtime};

use crate::arguments::{Arguments, Prepared, Success};
use crate::case::{Call, Raw};
use crate::contract::{OperationSchemas, contract, items, operations};
use crate::dispatch;
use crate::instances::{Detail, Instances};
use crate::operation;

/// The builder of a client that sends credentials wherever operations require them, and never retries.
pub(super) fn builder(url: &str) -> ClientBuilder<Client> {
    let builder = Client::builder().environment(url).retries(RetryPolicy::never());
    dispatch::authenticated(builder, "parity")
}

/// Sends calls, one after the other.
pub(super) struct Sender {
    client: Client,
    runtime: Runtime,
}

impl Sender {
    pub(super) fn new(client: ClientBuilder<Client>) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { client: client.build()?, runtime })
    }

    /// Prepares a call with a header that the contract does not have.
    pub(super) fn prepare(
        &self,
        call: &Call,
        header: Option<(&str, &str)>,
    ) -> Result<Prepared<'_>> {
        let operation = operation::find(&call.operation)?;
        (operation.call)(&self.client, &mut Arguments::new(call, header))
    }

    pub(super) fn send(&self, call: Prepared<'_>) -> Result<Success, Error> {
        self.runtime.block_on(call.response)
    }
}

/// Generates this number of calls of each operation: with required values only, with all, and with some. The calls
/// of an operation stay the same as long as its schemas do.
pub fn made_calls(rounds: u64) -> Result<Vec<Call>> {
    let contract = contract()?;
    let mut instances = Instances::new(&contract, 0).for_requests();
    let mut calls = Vec::new();
    for operation in operations(&contract) {
        if operation::unreached(&operation.id).is_some() {
            continue;
        }
        let start = operation
            .id
            .bytes()
            .fold(0_u64, |seed, byte| seed.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte));
        for round in 0..rounds {
            let seed = start.wrapping_add(round);
            instances.reseed(seed);
            let detail = Detail::of(round);
            let mut call = made_call(&contract, &operation, &mut instances, detail, seed)?;
            call.id = format!("{}/{round}", operation.id).into();
            calls.push(call);
        }
    }
    Ok(calls)
}

pub(super) fn made_call(
    document: &Value,
    operation: &OperationSchemas,
    instances: &mut Instances<'_>,
    detail: Detail,
    seed: u64,
) -> Result<Call> {
    let declared = &document["paths"][&operation.path][&operation.method];
    let groups = &declared["x-query-validation"]["anyOf"];
    let groups: Vec<_> = items(groups).collect();
    let chosen = instances.random().pick(&groups).copied();
    let is_chosen = |name: &str| {
        chosen.is_some_and(|group| items(&group["required"]).any(|required| required == name))
    };
    let mut places: BTreeMap<&str, BTreeMap<String, Raw>> = BTreeMap::new();
    for parameter in &operation.parameters {
        let is_given = match detail {
            Detail::Required => false,
            Detail::All => true,
            Detail::Random => instances.random().one_in(2),
        };
        if is_given || parameter.required || is_chosen(&parameter.name) {
            let mut value = instances.valid(&parameter.schema, detail);
            // An empty list is not sent, but one parameter of the group must be.
            if value.as_array().is_some_and(Vec::is_empty) {
                value = instances.valid(&parameter.schema, Detail::All);
            }
            let value = sendable(&parameter.place, value, seed);
            places
                .entry(&parameter.place)
                .or_default()
                .insert(parameter.name.clone(), to_raw_value(&value)?);
        }
    }
    let schema = operation.request.as_ref();
    let schema = schema.filter(|_| detail != Detail::Required || operation.request_required);
    let mut body = schema.map(|schema| instances.valid(schema, detail));
    if let Some(body) = &mut body {
        one_key(places.get("header"), body, seed)?;
    }
    let body = body.as_ref().map(to_raw_value);
    Ok(Call {
        id: Value::Null,
        operation: operation.id.clone(),
        path: places.remove("path").unwrap_or_default(),
        query: places.remove("query").unwrap_or_default(),
        header: places.remove("header").unwrap_or_default(),
        cookie: places.remove("cookie").unwrap_or_default(),
        body: body.transpose()?,
    })
}

/// A call has one idempotency key, in the header or in the body, and it is not empty: the SDK
/// rejects two keys, and an empty one.
fn one_key(header: Option<&BTreeMap<String, Raw>>, body: &mut Value, seed: u64) -> Result<()> {
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

/// A value that can be sent: it is not empty in a path or, unless a parameter has `allowEmptyValue`, in a
/// query. Headers hold visible ASCII.
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
