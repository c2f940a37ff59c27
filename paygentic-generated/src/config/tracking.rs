//! The headers by which client and service find the same call in their logs.

use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::headers;
use crate::error::Error;
use crate::random;

/// The names of the headers; `None` if they are not sent.
#[derive(Clone, Debug)]
pub(crate) struct TrackingNames {
    pub(crate) request_id: Option<String>,
    pub(crate) attempt: Option<String>,
}

impl Default for TrackingNames {
    fn default() -> Self {
        TrackingNames {
            request_id: Some("x-client-request-id".to_owned()),
            attempt: Some("x-client-attempt".to_owned()),
        }
    }
}

/// Creates the ids of calls, and adds the headers.
#[derive(Debug)]
pub(crate) struct Tracking {
    request_id: Option<HeaderName>,
    attempt: Option<HeaderName>,
    /// The prefix of all ids of this client. A random id for each call would cost more than the rest of it.
    prefix: String,
    calls: AtomicU64,
}

impl Tracking {
    pub(crate) fn new(names: &TrackingNames) -> Result<Self, Error> {
        let prefix = random::uuid().map(|uuid| uuid[..18].replace('-', ""));
        Ok(Tracking {
            request_id: names.request_id.as_deref().map(name).transpose()?,
            attempt: names.attempt.as_deref().map(name).transpose()?,
            prefix: prefix.unwrap_or_else(|| format!("p{}", std::process::id())),
            calls: AtomicU64::new(1),
        })
    }

    /// Adds the id of a call to its headers, and returns it: that of the caller, or else a new one.
    pub(crate) fn identify(
        &self,
        given: Option<String>,
        headers: &mut HeaderMap,
    ) -> Result<String, Error> {
        let there = self.request_id.as_ref().and_then(|name| headers.get(name));
        let there = there.and_then(|value| value.to_str().ok());
        if let (None, Some(there)) = (&given, there) {
            return Ok(there.to_owned());
        }
        let id = given.unwrap_or_else(|| {
            let call = self.calls.fetch_add(1, Ordering::Relaxed);
            format!("{}-{call}", self.prefix)
        });
        if let Some(name) = &self.request_id {
            let value = HeaderValue::from_str(&id).map_err(|_| {
                Error::invalid_request("the client request id cannot be sent in a header")
            })?;
            headers.insert(name, value);
        }
        Ok(id)
    }

    /// Adds the number of an attempt.
    pub(crate) fn count(&self, attempt: u32, headers: &mut HeaderMap) {
        if let Some(name) = self.attempt.as_ref().filter(|name| !headers.contains_key(*name)) {
            // Usually there is only one attempt.
            let value = match attempt {
                1 => HeaderValue::from_static("1"),
                more => more.into(),
            };
            headers.insert(name, value);
        }
    }
}

fn name(text: &str) -> Result<HeaderName, Error> {
    let name = HeaderName::try_from(text).map_err(|_| {
        Error::configuration(format!("invalid header name `{}`", text.escape_debug()))
    })?;
    let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static("1"))]);
    headers::check(&headers).map_err(|error| Error::configuration(error.to_string()))?;
    Ok(name)
}
