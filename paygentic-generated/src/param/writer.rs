//! The kinds of parameters that `params!` knows, one method each.
//!
//! Those that take a [`Param`] are for scalars and lists of scalars; those that take a [`Field`] are
//! for objects, maps, free-form JSON, and unions of anything.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::COOKIE;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::shape::{Shape, leaf};
use super::style::{Lists, Style, json_text, pairs, texts};
use super::{Param, header_value};
use crate::codec::Field;
use crate::error::Error;
use crate::request::{QueryValue, Request};

/// What a cookie cannot hold, and `%`, so that a server that decodes gets what was sent.
const NOT_IN_COOKIE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'%').add(b',').add(b';').add(b'\\');

/// Adds parameters to a request, and keeps the first error.
pub(crate) struct ParameterWriter<'r> {
    request: &'r mut Request,
    pub(crate) problem: Option<Error>,
}

/// In the query.
impl<'r> ParameterWriter<'r> {
    pub(crate) fn new(request: &'r mut Request) -> Self {
        ParameterWriter { request, problem: None }
    }

    /// Notes what the caller gave and a parameter cannot be.
    pub(crate) fn sendable(&mut self, name: &str, value: &impl Field) {
        if let Some(fault) = value.fault() {
            let problem = format!("parameter `{name}`: {fault}");
            self.problem.get_or_insert(Error::invalid_request(problem));
        }
    }

    /// Adds one pair to the query per value: `form`, exploded.
    pub(crate) fn query(&mut self, name: &'static str, value: &dyn Param) {
        value.each(&mut |text| {
            let value = QueryValue::new(text.to_owned());
            self.request.query.push((name.into(), value));
        });
    }

    /// Adds one pair to the query, with commas between the values: `form`, not exploded. The commas
    /// are encoded too.
    pub(crate) fn csv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, ',');
    }

    /// Adds one pair to the query, with spaces between the values: `spaceDelimited`.
    pub(crate) fn ssv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, ' ');
    }

    /// Adds one pair to the query, with bars between the values: `pipeDelimited`.
    pub(crate) fn psv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, '|');
    }

    /// Adds an object or anything else as `form`, exploded: the entries of an object are parameters
    /// of their own.
    pub(crate) fn form(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Form);
    }

    /// Adds an object or anything else as `form`, not exploded. The commas between the entries of an
    /// object are not encoded, those between the items of a list are.
    pub(crate) fn form_csv(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Joined(','));
    }

    /// Adds an object or anything else as `spaceDelimited`.
    pub(crate) fn form_ssv(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Joined(' '));
    }

    /// Adds an object or anything else as `pipeDelimited`.
    pub(crate) fn form_psv(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Joined('|'));
    }

    /// Adds an object as `deepObject`.
    pub(crate) fn deep(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Deep);
    }

    /// Adds a value as JSON.
    pub(crate) fn json(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Json);
    }

    /// Where the next pair of the query will stand.
    pub(crate) fn mark(&self) -> usize {
        self.request.query.len()
    }

    /// `allowReserved` for the pairs since the mark.
    pub(crate) fn reserved(&mut self, mark: usize) {
        for (_, value) in self.request.query.iter_mut().skip(mark) {
            value.allow_reserved();
        }
    }

    fn joined(&mut self, name: &'static str, value: &dyn Param, delimiter: char) {
        let texts = collect(value);
        if !texts.is_empty() {
            let value = QueryValue::list(&texts, delimiter);
            self.request.query.push((name.into(), value));
        }
    }

    fn styled(&mut self, name: &'static str, value: &impl Field, style: Style) {
        if let Some(json) = self.text_of(name, value) {
            self.styled_json(name, &json, style);
        }
    }

    fn styled_json(&mut self, name: &'static str, json: &str, style: Style) {
        let delimiter = match style {
            Style::Joined(delimiter) => delimiter,
            _ => ',',
        };
        let is_object = json.starts_with('{');
        let query = &mut self.request.query;
        let written = pairs(name, json, style, Lists::Repeated, &mut |pair, texts| {
            let pair = if pair == name { Cow::Borrowed(name) } else { Cow::Owned(pair.to_owned()) };
            let value = match texts {
                [text] => QueryValue::new(text.to_string()),
                texts if is_object && delimiter == ',' => QueryValue::entries(texts),
                texts => QueryValue::list(texts, delimiter),
            };
            query.push((pair, value));
        });
        self.check(name, written);
    }
}

/// In headers.
impl ParameterWriter<'_> {
    /// Adds a header, with commas between the values: `simple`.
    pub(crate) fn header(&mut self, name: &'static str, value: &dyn Param) {
        let texts = collect(value);
        if !texts.is_empty() {
            self.add_header(name, &texts.join(","));
        }
    }

    /// Adds an object or anything else as a header: `simple`, not exploded (`k,v`).
    pub(crate) fn header_object(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            let texts = Shape::of(&json).and_then(|shape| Ok(texts(&shape)?.join(",")));
            self.add_text(name, texts);
        }
    }

    /// Adds an object or anything else as a header: `simple`, exploded (`k=v`).
    pub(crate) fn header_exploded(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            self.add_text(name, exploded(&json));
        }
    }

    /// Adds a header that holds JSON.
    pub(crate) fn header_json(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            self.add_header(name, &ascii(&json));
        }
    }

    fn add_text(&mut self, name: &'static str, text: serde_json::Result<String>) {
        match text {
            Ok(text) if text.is_empty() => {}
            Ok(text) => self.add_header(name, &text),
            Err(error) => self.check(name, Err(error)),
        }
    }

    fn add_header(&mut self, name: &'static str, text: &str) {
        match header_value(name, text) {
            Ok(value) => match http::HeaderName::try_from(name) {
                Ok(name) => drop(self.request.headers.insert(name, value)),
                Err(_) => {
                    self.fail(Error::invalid_request(format!("invalid header name `{name}`")))
                }
            },
            Err(error) => self.fail(error),
        }
    }
}

/// In cookies: `form`. What is exploded gives several cookies, since `&` parts none in that header.
impl ParameterWriter<'_> {
    /// Adds one cookie per value.
    pub(crate) fn cookie(&mut self, name: &'static str, value: &dyn Param) {
        value.each(&mut |text| self.add_cookie(name, &[text.into()]));
    }

    /// Adds one cookie, with commas between the values.
    pub(crate) fn cookie_csv(&mut self, name: &'static str, value: &dyn Param) {
        let texts: Vec<_> = collect(value).into_iter().map(Cow::Owned).collect();
        if !texts.is_empty() {
            self.add_cookie(name, &texts);
        }
    }

    /// Adds an object or anything else, exploded: the entries of an object are cookies of their own.
    pub(crate) fn cookie_form(&mut self, name: &'static str, value: &impl Field) {
        self.styled_cookie(name, value, Style::Form);
    }

    /// Adds an object or anything else, not exploded.
    pub(crate) fn cookie_form_csv(&mut self, name: &'static str, value: &impl Field) {
        self.styled_cookie(name, value, Style::Joined(','));
    }

    /// Adds a cookie that holds JSON.
    pub(crate) fn cookie_json(&mut self, name: &'static str, value: &impl Field) {
        self.styled_cookie(name, value, Style::Json);
    }

    fn styled_cookie(&mut self, name: &'static str, value: &impl Field, style: Style) {
        if let Some(json) = self.text_of(name, value) {
            let written = pairs(name, &json, style, Lists::Repeated, &mut |pair, texts| {
                self.add_cookie(pair, texts);
            });
            self.check(name, written);
        }
    }

    fn add_cookie(&mut self, name: &str, texts: &[Cow<'_, str>]) {
        if !is_token(name) {
            return self.fail(Error::invalid_request(format!(
                "invalid cookie name `{}`",
                name.escape_debug()
            )));
        }
        let headers = &mut self.request.headers;
        let mut cookies = match headers.get(COOKIE).and_then(|value| value.to_str().ok()) {
            Some(before) => format!("{before}; "),
            None => String::new(),
        };
        cookies.push_str(name);
        for (index, text) in texts.iter().enumerate() {
            cookies.push(if index == 0 { '=' } else { ',' });
            cookies.extend(utf8_percent_encode(text, NOT_IN_COOKIE));
        }
        match HeaderValue::try_from(cookies) {
            Ok(mut value) => {
                // It often is a secret.
                value.set_sensitive(true);
                headers.insert(COOKIE, value);
            }
            Err(_) => self.fail(Error::invalid_request("the cookies do not fit in a header")),
        }
    }
}

/// What is the same for all of them.
impl ParameterWriter<'_> {
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

/// The items of a list, or `key=value` per entry of an object, with commas between them.
fn exploded(json: &str) -> serde_json::Result<String> {
    let shape = Shape::of(json)?;
    let Shape::Map(entries) = shape else {
        return Ok(texts(&shape)?.join(","));
    };
    let mut pieces = Vec::new();
    for (key, value) in entries {
        if let Some(value) = leaf(value)? {
            pieces.push(format!("{key}={value}"));
        }
    }
    Ok(pieces.join(","))
}

/// JSON in ASCII: a header holds nothing else, and JSON has an escape for every other character.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && letter != '\u{7f}' {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

/// Whether a text can be the name of a cookie or a header.
fn is_token(name: &str) -> bool {
    let is_mark = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}
