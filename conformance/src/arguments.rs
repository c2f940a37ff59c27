//! The arguments of a call, read by the names of the contract: a case that names a parameter wrongly must not pass.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use anyhow::{Context as _, Error, Result, anyhow, bail, ensure};
use http::HeaderMap;
use paygentic_generated::{Bytes, Call, Client};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::case::{self, Raw};

/// The arguments of a case that are still unused: one that remains unused is an error.
#[derive(Debug)]
pub struct Arguments<'a> {
    given: BTreeMap<(Location, String), &'a RawValue>,
    body: Option<&'a RawValue>,
    unlisted: Option<(&'a str, &'a str)>,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A call that is not sent yet.
#[expect(missing_debug_implementations, reason = "futures have none")]
pub struct Prepared<'c> {
    /// The names in the query of the request.
    pub query: Vec<String>,
    pub has_body: bool,
    /// Sends it.
    pub response: Pin<Box<dyn Future<Output = Result<Success, paygentic_generated::Error>> + 'c>>,
}

/// A successful response, as it was received and as it is encoded again.
#[derive(Debug)]
pub struct Success {
    pub status: u16,
    pub headers: HeaderMap,
    pub out: Result<Raw>,
}

impl<'a> Arguments<'a> {
    /// The arguments of a case, and a header that the contract does not have.
    pub fn new(case: &'a case::Call, unlisted: Option<(&'a str, &'a str)>) -> Self {
        let mut given = BTreeMap::new();
        for (location, values) in [
            (Location::Path, &case.path),
            (Location::Query, &case.query),
            (Location::Header, &case.header),
            (Location::Cookie, &case.cookie),
        ] {
            given.extend(values.iter().map(|(name, raw)| (key(location, name), raw.as_ref())));
        }
        Self { given, body: case.body.as_deref(), unlisted }
    }
}

/// Header names are case-insensitive.
fn key(location: Location, name: &str) -> (Location, String) {
    match location {
        Location::Header => (location, name.to_ascii_lowercase()),
        Location::Path | Location::Query | Location::Cookie => (location, name.to_owned()),
    }
}

/// What the emitted table calls.
// Which of these it calls depends on the contract.
#[allow(dead_code)]
impl Arguments<'_> {
    /// A parameter, if it is given.
    pub(crate) fn optional<T: DeserializeOwned>(
        &mut self,
        location: Location,
        name: &str,
    ) -> Result<Option<T>> {
        let value = self.given.remove(&key(location, name));
        let read = value.map(|value| serde_json::from_str(value.get())).transpose();
        read.with_context(|| format!("{location:?} parameter `{name}` has the wrong type"))
    }

    /// A parameter that must be given.
    pub(crate) fn required<T: DeserializeOwned>(
        &mut self,
        location: Location,
        name: &str,
    ) -> Result<T> {
        let value = self.optional(location, name)?;
        value.with_context(|| format!("{location:?} parameter `{name}` is missing"))
    }

    /// A constant parameter, which the SDK sends by itself.
    pub(crate) fn constant(&mut self, location: Location, name: &str, value: &Value) -> Result<()> {
        let given: Option<Value> = self.optional(location, name)?;
        let is_right = given.is_none_or(|given| given == *value);
        ensure!(is_right, "{location:?} parameter `{name}` must be {value}");
        Ok(())
    }

    /// Whether all of these parameters are given.
    pub(crate) fn given(&self, names: &[(Location, &str)]) -> bool {
        names.iter().all(|(location, name)| self.given.contains_key(&key(*location, name)))
    }

    /// The body.
    pub(crate) fn body<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.optional_body()?.context("the body is missing")
    }

    /// The body, if it is given.
    pub(crate) fn optional_body<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let read = self.body.take().map(|body| serde_json::from_str(body.get())).transpose();
        read.context("the body has the wrong type")
    }

    /// A file as the body.
    pub(crate) fn bytes_body(&mut self) -> Result<Bytes> {
        self.body::<String>().map(Bytes::from)
    }

    /// A file as the body, if it is given.
    pub(crate) fn optional_bytes_body(&mut self) -> Result<Option<Bytes>> {
        Ok(self.optional_body::<String>()?.map(Bytes::from))
    }

    /// Sets the idempotency key of a call from a header, if there is one.
    pub(crate) fn keyed<'c, T>(
        &mut self,
        call: Call<'c, Client, T>,
        name: &str,
    ) -> Result<Call<'c, Client, T>> {
        Ok(match self.optional::<String>(Location::Header, name)? {
            Some(key) => call.idempotency_key(key),
            None => call,
        })
    }

    /// Prepares the call, if every argument of the case is in it.
    pub(crate) fn prepare<'c, T: 'c>(
        &self,
        call: Call<'c, Client, T>,
        write: fn(&T) -> Result<Raw>,
    ) -> Result<Prepared<'c>> {
        if let Some((location, name)) = self.given.keys().next() {
            bail!("the operation has no {location:?} parameter `{name}`");
        }
        ensure!(self.body.is_none(), "the operation has no request body");
        let call = self.unlisted.iter().fold(call, |call, (name, value)| call.header(name, value));
        Ok(Prepared {
            query: call.query().map(|(name, _)| name.to_owned()).collect(),
            has_body: call.body().is_some(),
            response: Box::pin(async move {
                let response = call.with_response().await?;
                Ok(Success {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    out: write(response.value()),
                })
            }),
        })
    }
}

/// The error if none of several groups of parameters is given.
#[allow(dead_code)]
pub(crate) fn none_of(groups: &[&[&str]]) -> Error {
    let groups: Vec<String> = groups.iter().map(|group| group.join(" and ")).collect();
    anyhow!("one of these is missing: {}", groups.join(", "))
}
