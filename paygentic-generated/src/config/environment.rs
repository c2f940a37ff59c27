//! Checks that the environment of a client exists, and that a key belongs to it.

use std::fmt;

use crate::error::Error;
use crate::service::{EnvironmentSpec, Service};

/// A name longer than this is not repeated in an error: it may be a secret in the wrong place.
const MAX_NAME_LEN: usize = 24;

/// The environment that a client is for.
pub(crate) struct SelectedEnvironment {
    pub(crate) service: &'static Service,
    /// Its name; `None` if the caller gave an address.
    pub(crate) name: Option<&'static str>,
    /// Its address, or the text that the caller set; it may be invalid.
    pub(crate) address: String,
    /// Whether a key for another environment is an error.
    pub(crate) checks_keys: bool,
}

impl SelectedEnvironment {
    /// Rejects text that is neither the name of an environment nor similar to an address.
    pub(crate) fn check_name(&self) -> Result<(), Error> {
        let text = self.address.as_str();
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ');
        if self.name.is_some()
            || text.eq_ignore_ascii_case("localhost")
            || !text.chars().all(is_part)
        {
            return Ok(());
        }
        let near = self.nearest(text);
        let is_word = text.len() <= MAX_NAME_LEN
            && !text.contains(|letter: char| letter.is_ascii_digit())
            && !self.all_prefixes().any(|prefix| text.starts_with(prefix));
        let said = match near.is_some() || is_word {
            true => format!("`{text}` is not an environment"),
            false => "the name of the environment is not known".to_owned(),
        };
        let suggestion = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(Error::configuration(format!("{said}{suggestion} ({})", self.choices())))
    }

    /// The error for an environment that comes from an environment variable.
    pub(crate) fn variable_error(&self, error: &Error) -> Error {
        let variable = self.service.environment_variable;
        let mut message = format!("the environment variable {variable} has a wrong value: {error}");
        let choices = self.choices();
        if !message.contains(&choices) {
            message.push_str(&format!(" ({choices})"));
        }
        Error::configuration(message)
    }

    fn all_prefixes(&self) -> impl Iterator<Item = &'static str> {
        let environments = self.service.environments.iter();
        environments.flat_map(|known| known.key_prefixes.iter().copied())
    }

    /// The list of valid values, for error messages.
    fn choices(&self) -> String {
        let names = self.service.environments.iter();
        let mut choices: Vec<String> = names.map(|known| format!("`{}`", known.name)).collect();
        choices.push("an address such as `https://api.example`".to_owned());
        format!("it can be {}", join_choices(&choices))
    }

    /// The environment whose name is most similar, if it is similar enough.
    fn nearest(&self, text: &str) -> Option<&'static str> {
        let text = text.to_ascii_lowercase();
        let far = |name: &str| match text.len() >= 3 && name.starts_with(&text) {
            true => 0,
            false => distance(name, &text),
        };
        let names = self.service.environments.iter().map(|known| known.name);
        let (far, name) = names.map(|name| (far(name), name)).min()?;
        (far <= 2 && far < name.len() / 2).then_some(name)
    }

    /// Rejects a key for another environment. The error does not contain the key.
    pub(crate) fn check_key(&self, key: &str) -> Result<(), Error> {
        let Some(own) = self.spec().filter(|_| self.checks_keys) else {
            return Ok(());
        };
        let is_of = |known: &EnvironmentSpec| {
            let mut prefixes = known.key_prefixes.iter();
            prefixes.find(|prefix| key.starts_with(*prefix)).copied()
        };
        if is_of(own).is_some() {
            return Ok(());
        }
        let mut others = self.service.environments.iter();
        let Some((other, prefix)) = others.find_map(|known| Some((known.name, is_of(known)?)))
        else {
            return Ok(());
        };
        Err(Error::configuration(format!(
            "the client is for the environment `{}`, and its key for `{other}`, because it begins with \
             `{prefix}`; give it a key of `{}`, or choose the environment `{other}` \
             in the builder or with {}={other} (`check_key_environment(false)` allows such keys)",
            own.name, own.name, self.service.environment_variable
        )))
    }

    /// The description of the environment with this name, or with the address that the caller has set.
    fn spec(&self) -> Option<&'static EnvironmentSpec> {
        let address = self.address.trim_end_matches('/');
        let is_this = |known: &&EnvironmentSpec| match self.name {
            Some(name) => known.name == name,
            None => known.address.trim_end_matches('/').eq_ignore_ascii_case(address),
        };
        self.service.environments.iter().find(is_this)
    }
}

/// Where a call was sent, for errors: by name if the service has several environments.
impl fmt::Display for SelectedEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.filter(|_| self.service.environments.len() > 1) {
            Some(name) => write!(f, "the environment `{name}`"),
            None => write!(f, "`{}`", self.address),
        }
    }
}

impl fmt::Debug for SelectedEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.name, f)
    }
}

/// `a`, `a or b`, `a, b or c`.
fn join_choices(choices: &[String]) -> String {
    match choices {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        other => other.join(", "),
    }
}

/// The edit distance: how many letters must be changed, added or removed to turn one name into the other. It is
/// implemented here because a crate for it would be a dependency of every program, for one message.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, candidate) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *candidate);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
