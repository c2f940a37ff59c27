//! Values in a path, a query or a header.

use http::HeaderValue;

use crate::error::Error;
use crate::request::Request;
use crate::values::{Date, Decimal, IsoDuration, Nullable, Timestamp};

/// A value that is written as text, outside JSON.
pub(crate) trait Param {
    /// Hands on the text: once, or not at all for an absent value, or once per item of a list.
    fn each(&self, emit: &mut dyn FnMut(&str));
}

macro_rules! as_display {
    ($($type:ty),*) => {$(
        impl Param for $type {
            fn each(&self, emit: &mut dyn FnMut(&str)) {
                emit(&self.to_string());
            }
        }
    )*};
}

as_display!(i64, f64, bool, Timestamp, Date);

macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl Param for $type {
            fn each(&self, emit: &mut dyn FnMut(&str)) {
                emit(self.as_str());
            }
        }
    )*};
}

as_text!(String, Decimal, IsoDuration);

impl<T: Param> Param for Option<T> {
    fn each(&self, emit: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.each(emit);
        }
    }
}

impl<T: Param> Param for Nullable<T> {
    fn each(&self, emit: &mut dyn FnMut(&str)) {
        if let Nullable::Value(value) = self {
            value.each(emit);
        }
    }
}

impl<T: Param> Param for Vec<T> {
    fn each(&self, emit: &mut dyn FnMut(&str)) {
        for value in self {
            value.each(emit);
        }
    }
}

/// The query and header parameters of an operation; implemented by `params!`.
pub(crate) trait Parameters {
    /// Adds them to the request.
    fn write(&self, request: &mut ParameterWriter<'_>);
}

/// Adds parameters to a request, and keeps the first error.
pub(crate) struct ParameterWriter<'r> {
    pub(crate) request: &'r mut Request,
    pub(crate) problem: Option<Error>,
}

impl ParameterWriter<'_> {
    /// Adds one pair to the query per value.
    pub(crate) fn query(&mut self, name: &'static str, value: &dyn Param) {
        value.each(&mut |text| self.request.query.push((name.into(), text.to_owned())));
    }

    /// Adds one pair to the query, with commas between the values.
    pub(crate) fn csv(&mut self, name: &'static str, value: &dyn Param) {
        let mut texts = Vec::new();
        value.each(&mut |text| texts.push(text.to_owned()));
        if !texts.is_empty() {
            self.request.query.push((name.into(), texts.join(",")));
        }
    }

    /// Adds a header, with commas between the values.
    pub(crate) fn header(&mut self, name: &'static str, value: &dyn Param) {
        let mut texts = Vec::new();
        value.each(&mut |text| texts.push(text.to_owned()));
        if texts.is_empty() {
            return;
        }
        match header_value(name, &texts.join(",")) {
            Ok(value) => match http::HeaderName::try_from(name) {
                Ok(name) => drop(self.request.headers.insert(name, value)),
                Err(_) => self.fail(Error::invalid_request(format!(
                    "`{name}` is no header name"
                ))),
            },
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }
}

/// Checks a header value: a line break in it would start another header.
pub(crate) fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    let printable = text.bytes().all(|byte| byte >= 0x20 && byte != 0x7f);
    match HeaderValue::from_str(text) {
        Ok(value) if printable => Ok(value),
        _ => Err(Error::invalid_request(format!(
            "the value of the header `{name}` holds a line break or another control character"
        ))),
    }
}
