//! Writes values into a path, a query, a header or a cookie.
//!
//! Scalars and lists of scalars, which nearly all parameters are, hand on their text
//! ([`Param`]). Objects, maps and unions are written as JSON with their own codec, and that text is
//! split ([`style`]): so their digits do not change, and no type needs a second codec.

mod path;
mod shape;
mod style;
mod writer;

use http::HeaderValue;

pub(crate) use path::{PathStyle, styled_segment};
pub(crate) use shape::Shape;
pub(crate) use style::{Style, json_text, pairs_of_entry};
pub(crate) use writer::ParameterWriter;

use crate::error::Error;
use crate::values::{Date, Decimal, IsoDuration, Nullable, Timestamp};

/// A value that is written as text, outside JSON.
pub(crate) trait Param {
    /// Emits the text: once, or not at all for an absent value, or once per item of a list.
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

/// The query, header and cookie parameters of an operation; implemented by `params!`.
pub(crate) trait Parameters {
    /// Adds them to the request.
    fn write(&self, request: &mut ParameterWriter<'_>);
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
