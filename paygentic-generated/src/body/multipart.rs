//! Writes bodies of type `multipart/form-data`.

use std::borrow::Cow;

use http::HeaderValue;
use serde_json::value::RawValue;

use super::parts::{FileParts, Parts};
use super::{Body, BodyBuilder};
use crate::codec::Field;
use crate::error::Error;
use crate::param::{Param, Shape, Style, json_text, pairs_of_entry};
use crate::random;
use crate::values::{Content, FilePart};

/// Writes parts, and keeps the first error. The kinds of fields that `multipart!` knows are its
/// methods.
pub(crate) struct MultipartWriter {
    body: BodyBuilder,
    boundary: String,
    /// The content type that the document gives for the next field.
    content_type: Option<&'static str>,
    problem: Option<Error>,
}

/// The kinds of fields.
impl MultipartWriter {
    /// One part of text per value, for scalars and lists of scalars.
    pub(crate) fn text(&mut self, name: &str, value: &dyn Param) {
        let content_type = self.content_type;
        value.each(&mut |text| self.part(name, content_type, text));
    }

    /// A value of any shape: a scalar is text, an object JSON, and each item of a list is a part.
    pub(crate) fn value(&mut self, name: &str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            self.parts_of(name, &json);
        }
    }

    /// One part of JSON, whatever the value is.
    pub(crate) fn json(&mut self, name: &str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            let content_type = self.content_type.unwrap_or("application/json");
            self.part(name, Some(content_type), &json);
        }
    }

    /// Files.
    pub(crate) fn file(&mut self, name: &str, files: &impl FileParts) {
        let content_type = self.content_type;
        files.each(&mut |file| self.file_part(name, content_type, file));
    }

    /// An object or list in the style `form`, exploded; likewise below.
    pub(crate) fn form(&mut self, name: &str, value: &impl Field) {
        self.styled(name, value, Style::Form);
    }

    pub(crate) fn csv(&mut self, name: &str, value: &impl Field) {
        self.styled(name, value, Style::Joined(','));
    }

    pub(crate) fn ssv(&mut self, name: &str, value: &impl Field) {
        self.styled(name, value, Style::Joined(' '));
    }

    pub(crate) fn psv(&mut self, name: &str, value: &impl Field) {
        self.styled(name, value, Style::Joined('|'));
    }

    pub(crate) fn deep(&mut self, name: &str, value: &impl Field) {
        self.styled(name, value, Style::Deep);
    }

    /// Further properties.
    pub(crate) fn extra(&mut self, parts: &impl Parts) {
        parts.write(self);
    }

    /// Parts of any name, each by its shape.
    pub(super) fn entries(&mut self, entries: &impl Field) {
        let Some(json) = self.text_of("", entries) else {
            return;
        };
        match Shape::of(&json) {
            Ok(Shape::Map(entries)) => {
                for (name, value) in entries {
                    self.parts_of(&name, value.get());
                }
            }
            Ok(_) => {}
            Err(error) => self.check("", Err(error)),
        }
    }

    /// Sets the content type of the next field, if the document gives one.
    pub(crate) fn content_type(&mut self, content_type: Option<&'static str>) {
        self.content_type = content_type;
    }
}

impl MultipartWriter {
    /// `None` if the system has no randomness: then the boundary might occur in the data.
    fn new() -> Option<Self> {
        Some(MultipartWriter {
            body: BodyBuilder::default(),
            boundary: random::uuid()?,
            content_type: None,
            problem: None,
        })
    }

    /// Writes the parts, and returns the body with its content type, which has the boundary.
    pub(crate) fn write(parts: &dyn Parts, content_type: &str) -> Result<(Body, String), Error> {
        let mut writer = MultipartWriter::new().ok_or_else(|| {
            Error::invalid_request("the system has no randomness, which the form's boundary needs")
        })?;
        parts.write(&mut writer);
        if let Some(problem) = writer.problem {
            return Err(problem);
        }
        writer.body.text(&format!("--{}--\r\n", writer.boundary));
        let content_type = format!("{content_type}; boundary={}", writer.boundary);
        Ok((writer.body.build(), content_type))
    }

    fn parts_of(&mut self, name: &str, json: &str) {
        match Shape::of(json) {
            Ok(Shape::List(items)) => {
                for item in items {
                    self.part_of(name, item.get());
                }
            }
            Ok(_) => self.part_of(name, json),
            Err(error) => self.check(name, Err(error)),
        }
    }

    fn part_of(&mut self, name: &str, json: &str) {
        let content_type = self.content_type;
        match Shape::of(json) {
            // The caller set `null`: it is written as an empty value, as in other forms.
            Ok(Shape::Null) => self.part(name, content_type, ""),
            Ok(Shape::Text(text)) => self.part(name, content_type, &text),
            Ok(Shape::List(_) | Shape::Map(_)) => {
                self.part(name, content_type.or(Some("application/json")), json);
            }
            Err(error) => self.check(name, Err(error)),
        }
    }

    fn styled(&mut self, name: &str, value: &impl Field, style: Style) {
        let Some(json) = self.text_of(name, value) else {
            return;
        };
        let delimiter = match style {
            Style::Joined(delimiter) => delimiter.to_string(),
            _ => String::new(),
        };
        let content_type = self.content_type;
        let written = serde_json::from_str::<&RawValue>(&json).and_then(|json| {
            pairs_of_entry(name, json, style, &mut |name, texts| {
                self.part(name, content_type, &texts.join(&delimiter));
            })
        });
        self.check(name, written);
    }

    /// A part of text. Without a content type it counts as `text/plain`, in UTF-8.
    fn part(&mut self, name: &str, content_type: Option<&str>, text: &str) {
        self.head(name, None, content_type);
        self.body.text(text);
        self.body.text("\r\n");
    }

    fn file_part(&mut self, name: &str, content_type: Option<&str>, file: &FilePart) {
        let content_type = file.content_type.as_deref().or(content_type);
        let content_type = content_type.unwrap_or("application/octet-stream");
        // Servers recognize a file by its file name.
        let file_name = file.name().unwrap_or(name);
        self.head(name, Some(file_name), Some(content_type));
        if let Err(error) = self.body.content(&file.content) {
            self.fail(unreadable(&file.content, &error));
        }
        self.body.text("\r\n");
    }

    fn head(&mut self, name: &str, file_name: Option<&str>, content_type: Option<&str>) {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escaped(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", escaped(file_name)));
        }
        if let Some(content_type) = content_type {
            if HeaderValue::from_str(content_type).is_err() {
                self.fail(Error::invalid_request(format!(
                    "invalid content type `{}` of the file `{}`",
                    content_type.escape_debug(),
                    name.escape_debug()
                )));
            }
            head.push_str(&format!("\r\nContent-Type: {content_type}"));
        }
        head.push_str("\r\n\r\n");
        self.body.text(&head);
    }

    fn text_of(&mut self, name: &str, value: &impl Field) -> Option<String> {
        json_text(value).unwrap_or_else(|error| {
            self.check(name, Err(error));
            None
        })
    }

    fn check(&mut self, name: &str, written: serde_json::Result<()>) {
        if let Err(error) = written {
            self.fail(Error::invalid_request(format!(
                "the field `{}` cannot be written: {error}",
                name.escape_debug()
            )));
        }
    }

    fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }
}

/// Why a file cannot be sent.
pub(crate) fn unreadable(content: &Content, error: &std::io::Error) -> Error {
    let place = match content {
        Content::Memory(_) | Content::Reader { .. } => "in memory".into(),
        Content::Disk(path) => path.to_string_lossy(),
    };
    Error::invalid_request(format!("cannot read the file {place}: {error}"))
}

/// A name escaped as in the HTML standard, so that it cannot end the header or start another.
fn escaped(name: &str) -> Cow<'_, str> {
    if !name.contains(['"', '\r', '\n']) {
        return Cow::Borrowed(name);
    }
    let name = name.replace('"', "%22");
    Cow::Owned(name.replace('\r', "%0D").replace('\n', "%0A"))
}
