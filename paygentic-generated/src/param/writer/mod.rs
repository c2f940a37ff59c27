//! Writes the parameters of `params!` into a request, with one method for each location and style.
//!
//! Methods that take a [`Param`] are for scalars and lists of scalars; those that take a [`Field`] are
//! for objects, maps, free-form JSON, and unions of anything.

mod cookie;
mod header;
mod query;

use super::Param;
use super::style::json_text;
use crate::codec::Field;
use crate::error::Error;
use crate::request::Request;

/// Adds parameters to a request, and keeps the first error.
pub(crate) struct ParameterWriter<'r> {
    request: &'r mut Request,
    pub(crate) problem: Option<Error>,
}

impl<'r> ParameterWriter<'r> {
    pub(crate) fn new(request: &'r mut Request) -> Self {
        ParameterWriter { request, problem: None }
    }

    /// Records an error if the caller has set a value that cannot be sent.
    pub(crate) fn sendable(&mut self, name: &str, value: &impl Field) {
        if let Some(reason) = value.invalid_reason() {
            let problem = format!("parameter `{name}`: {reason}");
            self.problem.get_or_insert(Error::invalid_request(problem));
        }
    }

    /// The JSON text of a value, if it is there and can be written.
    fn text_of(&mut self, name: &str, value: &impl Field) -> Option<String> {
        json_text(value).unwrap_or_else(|error| {
            self.check(name, Err(error));
            None
        })
    }

    fn check(&mut self, name: &str, written: serde_json::Result<()>) {
        if let Err(error) = written {
            self.fail(Error::invalid_request(format!(
                "the parameter `{name}` cannot be written: {error}"
            )));
        }
    }

    fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }
}

fn collect(value: &dyn Param) -> Vec<String> {
    let mut texts = Vec::new();
    value.each(&mut |text| texts.push(text.to_owned()));
    texts
}
