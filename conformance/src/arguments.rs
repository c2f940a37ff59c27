//! The arguments of a call, read by the names of the contract.

use std::collections::BTreeSet;
use std::fmt;

use paygentic_generated::{Bytes, Call, Client};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::case;
use crate::report::Failure;
use crate::table::{Sending, Sent};
use crate::{bytes, roundtrip};

/// The arguments of a case, and which of them were read: one that nothing reads is a mistake.
#[derive(Debug)]
pub struct Arguments<'a> {
    case: &'a case::Call,
    read: BTreeSet<(Place, &'a str)>,
    body_is_read: bool,
    unlisted: Vec<(&'a str, &'a str)>,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        })
    }
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

    fn all(&self, place: Place) -> impl Iterator<Item = (&'a str, &'a RawValue)> + use<'a> {
        let values = match place {
            Place::Path => &self.case.path,
            Place::Query => &self.case.query,
            Place::Header => &self.case.header,
            Place::Cookie => &self.case.cookie,
        };
        values.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    fn find(&self, place: Place, name: &str) -> Option<(&'a str, &'a RawValue)> {
        self.all(place).find(|(given, _)| match place {
            Place::Header => given.eq_ignore_ascii_case(name),
            Place::Path | Place::Query | Place::Cookie => *given == name,
        })
    }
}

/// What the emitted tables call.
// Which of these they call depends on the contract.
#[allow(dead_code)]
impl Arguments<'_> {
    /// A parameter, if it is given.
    pub(crate) fn optional<T: DeserializeOwned>(
        &mut self,
        place: Place,
        name: &str,
    ) -> Result<Option<T>, Failure> {
        let Some((given, value)) = self.find(place, name) else {
            return Ok(None);
        };
        self.read.insert((place, given));
        match serde_json::from_str(value.get()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Failure::case(format!(
                "{place} parameter `{name}` is of a wrong type: {error}"
            ))),
        }
    }

    /// A parameter that must be given.
    pub(crate) fn required<T: DeserializeOwned>(
        &mut self,
        place: Place,
        name: &str,
    ) -> Result<T, Failure> {
        self.optional(place, name)?
            .ok_or_else(|| Failure::case(format!("{place} parameter `{name}` is missing")))
    }

    pub(crate) fn path<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Failure> {
        self.required(Place::Path, name)
    }

    pub(crate) fn query<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Failure> {
        self.required(Place::Query, name)
    }

    pub(crate) fn header<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Failure> {
        self.required(Place::Header, name)
    }

    pub(crate) fn cookie<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Failure> {
        self.required(Place::Cookie, name)
    }

    /// A parameter that can have one value only, which the SDK sends by itself.
    pub(crate) fn constant(
        &mut self,
        place: Place,
        name: &str,
        value: &Value,
    ) -> Result<(), Failure> {
        match self.optional::<Value>(place, name)? {
            Some(given) if given != *value => {
                Err(Failure::case(format!("{place} parameter `{name}` can be {value} only")))
            }
            _ => Ok(()),
        }
    }

    /// Whether all of these parameters are given.
    pub(crate) fn given(&self, names: &[(Place, &str)]) -> bool {
        names.iter().all(|(place, name)| self.find(*place, name).is_some())
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
            .map_err(|error| Failure::case(format!("the body is of a wrong type: {error}")))
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
        read.map(Some)
            .map_err(|failure| Failure::case(format!("the body is no bytes: {}", failure.message)))
    }

    /// Gives a call the idempotency key in a header, if there is one.
    pub(crate) fn keyed<'c, T>(
        &mut self,
        call: Call<'c, Client, T>,
        name: &str,
    ) -> Result<Call<'c, Client, T>, Failure> {
        let key: Option<String> = self.optional(Place::Header, name)?;
        Ok(match key {
            Some(key) => call.idempotency_key(key),
            None => call,
        })
    }

    /// Hands over the call, if every argument of the case is in it.
    pub(crate) fn send<'c, T: 'c>(
        &self,
        call: Call<'c, Client, T>,
        write: fn(&T) -> Result<Box<RawValue>, Failure>,
    ) -> Result<Sending<'c>, Failure> {
        for place in [Place::Path, Place::Query, Place::Header, Place::Cookie] {
            let mut names = self.all(place).map(|(name, _)| name);
            if let Some(name) = names.find(|name| !self.read.contains(&(place, name))) {
                return Err(Failure::case(format!(
                    "the operation has no {place} parameter `{name}`"
                )));
            }
        }
        if self.case.body.is_some() && !self.body_is_read {
            return Err(Failure::case("the operation has no request body"));
        }
        let unlisted = self.unlisted.iter();
        let call = unlisted.fold(call, |call, (name, value)| call.header(name, value));
        let query = call.query().map(|(name, _)| name.to_owned()).collect();
        let request = call.body().map(<[u8]>::to_vec);
        Ok(Box::pin(async move {
            let response = call.with_response().await?;
            Ok(Sent {
                query,
                request,
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                body: response.body().clone(),
                out: write(response.value()),
            })
        }))
    }
}

/// No group of parameters is given of which one must be.
#[allow(dead_code)]
pub(crate) fn none_of(groups: &[&[&str]]) -> Failure {
    let groups: Vec<String> = groups.iter().map(|group| group.join(" and ")).collect();
    Failure::case(format!("one of these is missing: {}", groups.join(", ")))
}

/// How a JSON answer is written.
pub(crate) use roundtrip::write as write_json;
