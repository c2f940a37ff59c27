//! Bodies that are not JSON.

use bytes::Bytes;
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
    /// Sends bytes of a content type.
    pub(crate) fn bytes_body(mut self, body: impl Into<Bytes>, content_type: &'static str) -> Self {
        self.set_body(body.into(), HeaderValue::from_static(content_type));
        self
    }

    /// Sends a file of a content type, unless the file has one of its own.
    pub(crate) fn file_body(
        mut self,
        file: impl Into<FilePart>,
        content_type: &'static str,
    ) -> Self {
        let file = file.into();
        let mut body = BodyBuilder::default();
        match body.content(&file.content) {
            Ok(()) => {
                let content_type = file.content_type.as_deref().unwrap_or(content_type);
                self.set_streamed(&body.build(), content_type);
            }
            Err(error) => self.fail(unreadable(&file.content, &error)),
        }
        self
    }

    /// Sends an object as `application/x-www-form-urlencoded`, with a style for each property whose
    /// document gives one.
    pub(crate) fn form_body(mut self, body: &impl Field, styles: &[(&str, Style)]) -> Self {
        match form(body, styles) {
            Ok(text) => {
                let content_type = "application/x-www-form-urlencoded";
                self.set_body(text.into(), HeaderValue::from_static(content_type));
            }
            Err(error) => self.fail(Error::invalid_request(format!(
                "the body cannot be written: {error}"
            ))),
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

    /// Sends parts as `multipart/form-data`.
    pub(crate) fn multipart_body(mut self, body: &dyn Parts) -> Self {
        match MultipartWriter::write(body) {
            Ok((body, content_type)) => self.set_streamed(&body, &content_type),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Likewise, if there is one.
    pub(crate) fn optional_multipart_body(self, body: &Option<impl Parts>) -> Self {
        match body {
            Some(body) => self.multipart_body(body),
            None => self,
        }
    }

    /// Until transports take a [`Body`], files on disk are read here.
    fn set_streamed(&mut self, body: &Body, content_type: &str) {
        let Ok(content_type) = HeaderValue::from_str(content_type) else {
            return self.fail(Error::invalid_request(format!(
                "invalid content type `{}`",
                content_type.escape_debug()
            )));
        };
        match body.to_bytes() {
            Ok(bytes) => self.set_body(bytes, content_type),
            Err(error) => self.fail(Error::invalid_request(format!(
                "the body cannot be read: {error}"
            ))),
        }
    }

    pub(super) fn set_body(&mut self, body: Bytes, content_type: HeaderValue) {
        let request = &mut self.outgoing.request;
        request.headers.insert(CONTENT_TYPE, content_type);
        request.body = Some(body);
    }
}
