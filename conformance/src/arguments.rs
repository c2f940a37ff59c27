//! The arguments of a call, read by the names of the contract: a case that names a parameter wrongly must not pass.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::HeaderMap;
use paygentic_generated::{Bytes, Call, Client, Error};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::report::Failure;
use crate::{bytes, case};

/// The arguments of a case, and which of them were read: one that nothing reads is a mistake.
#[derive(Debug)]
pub struct Arguments<'a> {
    case: &'a case::Call,
    read: BTreeSet<(Location, &'a str)>,
    body_is_read: bool,
    unlisted: Vec<(&'a str, &'a str)>,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        })
    }
}

/// A call that is not sent yet.
#[expect(missing_debug_implementations, reason = "futures have none")]
pub struct Prepared<'c> {
    /// The names in the query of the request.
    pub query: Vec<String>,
    /// The body of the request.
    pub request: Option<Vec<u8>>,
    /// Sends it.
    pub response: Pin<Box<dyn Future<Output = Result<Success, Error>> + 'c>>,
}

/// A successful response, as it was received and as it is encoded again.
#[derive(Debug)]
pub struct Success {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The value, encoded again.
    pub out: Result<Box<RawValue>, Failure>,
}

impl<'a> Arguments<'a> {
    /// The arguments of a case.
    pub fn new(case: &'a case::Call) -> Self {
        Self { case, read: BTreeSet::new(), body_is_read: false, unlisted: Vec::new() }
    }

    /// Sends a header that the contract does not have.
    pub fn with_header(mut self, name: &'a str, value: &'a str) -> Self {
        self.unlisted.push((name, value));
        self
    }

    fn all(&self, location: Location) -> impl Iterator<Item = (&'a str, &'a RawValue)> + use<'a> {
        let values = match location {
            Location::Path => &self.case.path,
            Location::Query => &self.case.query,
            Location::Header => &self.case.header,
            Location::Cookie => &self.case.cookie,
        };
        values.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    fn find(&self, location: Location, name: &str) -> Option<(&'a str, &'a RawValue)> {
        self.all(location).find(|(given, _)| match location {
            Location::Header => given.eq_ignore_ascii_case(name),
            Location::Path | Location::Query | Location::Cookie => *given == name,
        })
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
    ) -> Result<Option<T>, Failure> {
        let Some((given, value)) = self.find(location, name) else {
            return Ok(None);
        };
        self.read.insert((location, given));
        match serde_json::from_str(value.get()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Failure::case(format!(
                "{location} parameter `{name}` has the wrong type: {error}"
            ))),
        }
    }

    /// A parameter that must be given.
    pub(crate) fn required<T: DeserializeOwned>(
        &mut self,
        location: Location,
        name: &str,
    ) -> Result<T, Failure> {
        self.optional(location, name)?
            .ok_or_else(|| Failure::case(format!("{location} parameter `{name}` is missing")))
    }

    /// A parameter that can have one value only, which the SDK sends by itself.
    pub(crate) fn constant(
        &mut self,
        location: Location,
        name: &str,
        value: &Value,
    ) -> Result<(), Failure> {
        match self.optional::<Value>(location, name)? {
            Some(given) if given != *value => {
                Err(Failure::case(format!("{location} parameter `{name}` can be {value} only")))
            }
            _ => Ok(()),
        }
    }

    /// Whether all of these parameters are given.
    pub(crate) fn given(&self, names: &[(Location, &str)]) -> bool {
        names.iter().all(|(location, name)| self.find(*location, name).is_some())
    }

    /// The body.
    pub(crate) fn body<T: DeserializeOwned>(&mut self) -> Result<T, Failure> {
        self.optional_body()?.ok_or_else(|| Failure::case("the body is missing"))
    }

    /// The body, if it is given.
    pub(crate) fn optional_body<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Failure> {
        self.body_is_read = true;
        let Some(body) = &self.case.body else {
            return Ok(None);
        };
        serde_json::from_str(body.get())
            .map(Some)
            .map_err(|error| Failure::case(format!("the body has the wrong type: {error}")))
    }

    /// A body of bytes.
    pub(crate) fn bytes_body(&mut self) -> Result<Bytes, Failure> {
        self.optional_bytes_body()?.ok_or_else(|| Failure::case("the body is missing"))
    }

    /// A body of bytes, if it is given.
    pub(crate) fn optional_bytes_body(&mut self) -> Result<Option<Bytes>, Failure> {
        self.body_is_read = true;
        let Some(body) = &self.case.body else {
            return Ok(None);
        };
        let read = bytes::read(body.get());
        read.map(Some).map_err(|failure| {
            Failure::case(format!("invalid bytes in the body: {}", failure.message))
        })
    }

    /// Gives a call the idempotency key in a header, if there is one.
    pub(crate) fn keyed<'c, T>(
        &mut self,
        call: Call<'c, Client, T>,
        name: &str,
    ) -> Result<Call<'c, Client, T>, Failure> {
        let key: Option<String> = self.optional(Location::Header, name)?;
        Ok(match key {
            Some(key) => call.idempotency_key(key),
            None => call,
        })
    }

    /// Prepares the call, if every argument of the case is in it.
    pub(crate) fn prepare<'c, T: 'c>(
        &self,
        call: Call<'c, Client, T>,
        write: fn(&T) -> Result<Box<RawValue>, Failure>,
    ) -> Result<Prepared<'c>, Failure> {
        for location in [Location::Path, Location::Query, Location::Header, Location::Cookie] {
            let mut names = self.all(location).map(|(name, _)| name);
            if let Some(name) = names.find(|name| !self.read.contains(&(location, name))) {
                return Err(Failure::case(format!(
                    "the operation has no {location} parameter `{name}`"
                )));
            }
        }
        if self.case.body.is_some() && !self.body_is_read {
            return Err(Failure::case("the operation has no request body"));
        }
        let unlisted = self.unlisted.iter();
        let call = unlisted.fold(call, |call, (name, value)| call.header(name, value));
        Ok(Prepared {
            query: call.query().map(|(name, _)| name.to_owned()).collect(),
            request: call.body().map(<[u8]>::to_vec),
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
pub(crate) fn none_of(groups: &[&[&str]]) -> Failure {
    let groups: Vec<String> = groups.iter().map(|group| group.join(" and ")).collect();
    Failure::case(format!("one of these is missing: {}", groups.join(", ")))
}
