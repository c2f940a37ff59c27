//! Constructors of `Call`, for emitted methods.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::response_variants::ResponseVariants;
use super::template::Template;
use super::{Call, Decode, Options, Outgoing};
use crate::codec::{AsSerialize, Field};
use crate::download::check_file;
use crate::error::Error;
use crate::idempotency::BodyKey;
use crate::json;
use crate::operation::Operation;
use crate::pagination::Page;
use crate::param::{Param, ParameterWriter, Parameters, PathStyle, styled_segment};
use crate::request::{Request, encode};

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl<'c, C, T> Call<'c, C, T> {
    pub(super) fn new(
        client: &'c C,
        operation: &'static Operation,
        accept: &'static str,
        decode: Decode<T>,
    ) -> Self {
        let mut request = Request::new(operation.method.clone());
        request.headers.insert(ACCEPT, HeaderValue::from_static(accept));
        let mut call = Call {
            client,
            outgoing: Box::new(Outgoing {
                operation,
                request,
                options: Options::default(),
                in_body: BodyKey::default(),
                is_streamed: false,
                is_file: false,
            }),
            decode,
            template: Template::new(operation.path),
            problem: None,
        };
        call.template.copy(&mut call.outgoing.request);
        call
    }

    /// A call whose response is JSON.
    pub(crate) fn json(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Field,
    {
        Call::new(client, operation, "application/json", |received| {
            json::read(received.body()).map_err(|error| received.unreadable(error))
        })
    }

    /// A call whose response has one of several shapes.
    pub(crate) fn response_variants(client: &'c C, operation: &'static Operation) -> Self
    where
        T: ResponseVariants,
    {
        Call::new(client, operation, T::ACCEPT, |received| T::read(received))
    }

    /// A call whose response is a page of a list. The first item that cannot be read is its error.
    pub(crate) fn list(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Page + Field,
    {
        Call::new(client, operation, "application/json", |received| {
            let (page, unreadable) = T::read_page(received).map_err(|error| {
                // Not only items are invalid: the first error of a strict read is returned.
                let strictly = json::read::<T>(received.body()).err();
                strictly.map_or(error, |error| received.unreadable(error))
            })?;
            match unreadable.into_iter().next() {
                Some(error) => Err(error),
                None => Ok(page),
            }
        })
    }

    /// The same call, with the response read in another way.
    pub(crate) fn reading<U>(self, decode: Decode<U>) -> Call<'c, C, U> {
        Call {
            client: self.client,
            outgoing: self.outgoing,
            decode,
            template: self.template,
            problem: self.problem,
        }
    }

    /// Fills the next placeholder of the path, with commas between the values of a list.
    pub(crate) fn segment<P: Param + Field>(mut self, value: impl Into<P>) -> Self {
        let value = value.into();
        if let Some(reason) = value.invalid_reason() {
            let name = self.template.placeholder().unwrap_or_default();
            self.fail(Error::invalid_request(format!("path parameter `{name}`: {reason}")));
        }
        let (mut text, mut comma) = (String::new(), "");
        value.each(&mut |part| {
            text.push_str(comma);
            text.extend(encode(part));
            comma = ",";
        });
        self.fill(&text);
        self
    }

    /// Fills the next placeholder of the path with a value of any shape.
    pub(crate) fn styled_segment<P: Field>(
        mut self,
        value: impl Into<P>,
        style: PathStyle,
    ) -> Self {
        let name = self.template.placeholder().unwrap_or_default();
        match styled_segment(name, &value.into(), style) {
            Ok(text) => self.fill(&text),
            Err(error) => self.fail(Error::invalid_request(format!(
                "path parameter `{name}` cannot be written: {error}"
            ))),
        }
        self
    }

    /// Adds query, header and cookie parameters.
    pub(crate) fn params(mut self, parameters: &dyn Parameters) -> Self {
        let mut writer = ParameterWriter::new(&mut self.outgoing.request);
        parameters.write(&mut writer);
        if let Some(problem) = writer.problem {
            self.fail(problem);
        }
        self
    }

    /// Sends a value as JSON.
    pub(crate) fn json_body(mut self, body: &impl Field) -> Self {
        match serde_json::to_vec(&AsSerialize(body)) {
            Ok(text) => self.set_body(text, HeaderValue::from_static("application/json")),
            Err(error) => {
                self.fail(Error::invalid_request(format!("the body cannot be written: {error}")));
            }
        }
        self
    }

    /// Looks for an idempotency key in this field of the body.
    pub(crate) fn key_in_body(mut self, field: &(impl Field + Param)) -> Self {
        self.outgoing.in_body = BodyKey::of(field);
        self
    }

    /// Sends a value as JSON, if there is one.
    pub(crate) fn optional_json_body(self, body: &Option<impl Field>) -> Self {
        match body {
            Some(body) => self.json_body(body),
            None => self,
        }
    }

    /// Sets another content type than `application/json` for the JSON body, if there is one.
    pub(crate) fn content_type(mut self, content_type: &'static str) -> Self {
        if self.outgoing.request.body.is_some() {
            let value = HeaderValue::from_static(content_type);
            self.outgoing.request.headers.insert(CONTENT_TYPE, value);
        }
        self
    }

    /// Names another type than `application/json` for the JSON that is asked for.
    pub(crate) fn accept(mut self, accept: &'static str) -> Self {
        self.outgoing.request.headers.insert(ACCEPT, HeaderValue::from_static(accept));
        self
    }

    fn fill(&mut self, text: &str) {
        if let Err(problem) = self.template.fill(text, &mut self.outgoing.request) {
            self.fail(Error::invalid_request(problem));
        }
    }

    /// The request to send, or the first error in it.
    pub(crate) fn checked(self) -> Result<Box<Outgoing>, Error> {
        match self.problem {
            None => Ok(self.outgoing),
            Some(problem) => Err(problem),
        }
    }

    /// Keeps the first error; it is returned when the call is sent.
    pub(super) fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error.in_operation(self.outgoing.operation.name));
    }
}

#[allow(dead_code)]
impl<'c, C> Call<'c, C, ()> {
    /// A call whose response has no content.
    pub(crate) fn empty(client: &'c C, operation: &'static Operation) -> Self {
        Call::new(client, operation, "application/json", |received| received.refuse_page())
    }
}

#[allow(dead_code)]
impl<'c, C> Call<'c, C, Bytes> {
    /// A call whose response is bytes other than JSON.
    pub(crate) fn bytes(client: &'c C, operation: &'static Operation) -> Self {
        Call::new(client, operation, "*/*", |received| Ok(received.body().clone()))
    }

    /// A call that is answered with a file, which is neither JSON nor a page.
    pub(crate) fn file(client: &'c C, operation: &'static Operation) -> Self {
        let mut call = Call::new(client, operation, "*/*", |received| {
            check_file(received)?;
            Ok(received.body().clone())
        });
        call.outgoing.is_file = true;
        call
    }
}
