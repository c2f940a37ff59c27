//! Request bodies that are not JSON.

use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::Call;
use crate::body::{Body, BodyBuilder, MultipartWriter, Parts, form, unreadable};
use crate::codec::Field;
use crate::error::Error;
use crate::param::Style;
use crate::values::FilePart;

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl<C, T> Call<'_, C, T> {
    /// Sends a file of a content type, unless the file has one of its own. For a range such as
    /// `image/*` it must have one, but any type will do where any is allowed.
    pub(crate) fn file_body(
        mut self,
        file: impl Into<FilePart>,
        content_type: &'static str,
    ) -> Self {
        let file = file.into();
        let content_type = match (file.content_type.as_deref(), content_type) {
            (Some(own), _) => own,
            (None, "*/*") => "application/octet-stream",
            (None, range) if range.contains('*') => {
                self.fail(Error::invalid_request(format!(
                    "the body may be `{range}`: say which with `FilePart::content_type`"
                )));
                return self;
            }
            (None, declared) => declared,
        };
        let mut body = BodyBuilder::default();
        match body.content(&file.content) {
            Ok(()) => self.set_typed_body(body.build(), content_type),
            Err(error) => self.fail(unreadable(&file.content, &error)),
        }
        self
    }

    /// Likewise, if there is one.
    pub(crate) fn optional_file_body(
        self,
        file: Option<FilePart>,
        content_type: &'static str,
    ) -> Self {
        match file {
            Some(file) => self.file_body(file, content_type),
            None => self,
        }
    }

    /// Sends an object as `application/x-www-form-urlencoded`, with a style for each property whose
    /// document gives one.
    pub(crate) fn form_body(mut self, body: &impl Field, styles: &[(&str, Style)]) -> Self {
        match form(body, styles) {
            Ok(text) => {
                let content_type = "application/x-www-form-urlencoded";
                self.set_body(text, HeaderValue::from_static(content_type));
            }
            Err(error) => {
                self.fail(Error::invalid_request(format!("the body cannot be written: {error}")))
            }
        }
        self
    }

    /// Likewise, if there is one.
    pub(crate) fn optional_form_body(
        self,
        body: &Option<impl Field>,
        styles: &[(&str, Style)],
    ) -> Self {
        match body {
            Some(body) => self.form_body(body, styles),
            None => self,
        }
    }

    /// Sends parts as `multipart/form-data`, or as another multipart type.
    pub(crate) fn multipart_body(mut self, body: &dyn Parts, content_type: &'static str) -> Self {
        match MultipartWriter::write(body, content_type) {
            Ok((body, content_type)) => self.set_typed_body(body, &content_type),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Likewise, if there is one.
    pub(crate) fn optional_multipart_body(
        self,
        body: &Option<impl Parts>,
        content_type: &'static str,
    ) -> Self {
        match body {
            Some(body) => self.multipart_body(body, content_type),
            None => self,
        }
    }

    fn set_typed_body(&mut self, body: Body, content_type: &str) {
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => self.set_body(body, content_type),
            Err(_) => self.fail(Error::invalid_request(format!(
                "invalid content type `{}`",
                content_type.escape_debug()
            ))),
        }
    }

    pub(super) fn set_body(&mut self, body: impl Into<Body>, content_type: HeaderValue) {
        let request = &mut self.outgoing.request;
        request.headers.insert(CONTENT_TYPE, content_type);
        request.body = Some(body.into());
    }
}
