//! Parameters in cookies: `form`. An exploded value is several cookies, because `&` is no separator in that
//! header.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::COOKIE;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{ParameterWriter, collect};
use crate::codec::Field;
use crate::error::Error;
use crate::param::Param;
use crate::param::style::{Lists, Style, pairs};

/// Characters that a cookie cannot hold, and `%`, so that a server that decodes gets what was sent.
const NOT_IN_COOKIE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'%').add(b',').add(b';').add(b'\\');

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

/// Whether a text can be the name of a cookie.
fn is_token(name: &str) -> bool {
    let is_mark = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}
