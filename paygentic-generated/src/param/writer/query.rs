//! Parameters in the query: `form`, `spaceDelimited`, `pipeDelimited`, `deepObject` and JSON.

use std::borrow::Cow;

use super::{ParameterWriter, collect};
use crate::codec::Field;
use crate::param::Param;
use crate::param::style::{Lists, Style, pairs};
use crate::request::QueryValue;

impl ParameterWriter<'_> {
    /// Adds one pair to the query per value: `form`, exploded.
    pub(crate) fn query(&mut self, name: &'static str, value: &dyn Param) {
        value.each(&mut |text| {
            let value = QueryValue::new(text.to_owned());
            self.request.query.push((name.into(), value));
        });
    }

    /// Adds one pair to the query, with commas between the values: `form`, not exploded. A comma
    /// inside a value is encoded, those between the values are not.
    pub(crate) fn csv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, ',');
    }

    /// Adds one pair to the query, with spaces between the values, written `%20`: `spaceDelimited`.
    pub(crate) fn ssv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, ' ');
    }

    /// Adds one pair to the query, with bars between the values, written `%7C`: `pipeDelimited`.
    pub(crate) fn psv(&mut self, name: &'static str, value: &dyn Param) {
        self.joined(name, value, '|');
    }

    /// Adds an object or anything else as `form`, exploded: the entries of an object are parameters
    /// of their own.
    pub(crate) fn form(&mut self, name: &'static str, value: &impl Field) {
        self.styled(name, value, Style::Form);
    }

    /// Adds an object or anything else as `form`, not exploded, like [`csv`](Self::csv).
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

    /// The index of the next pair of the query.
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
        let query = &mut self.request.query;
        let written = pairs(name, json, style, Lists::Repeated, &mut |pair, texts| {
            let pair = if pair == name { Cow::Borrowed(name) } else { Cow::Owned(pair.to_owned()) };
            let value = match texts {
                [text] => QueryValue::new(text.to_string()),
                texts => QueryValue::list(texts, delimiter),
            };
            query.push((pair, value));
        });
        self.check(name, written);
    }
}
