//! Checks that the environment of a client exists, and that a key belongs to it.

use std::fmt;

use crate::error::Error;
use crate::service::{Service, Surroundings};

/// A name longer than this is not repeated in an error: it may be a secret in the wrong place.
const LONGEST_NAME: usize = 24;

/// The environment that a client is for.
pub(crate) struct Target {
    pub(crate) service: &'static Service,
    /// Its name; `None` if the caller gave an address.
    pub(crate) name: Option<&'static str>,
    /// Its address, or what was given for one.
    pub(crate) address: String,
    /// Whether a key for another environment is refused.
    pub(crate) checks_keys: bool,
}

impl Target {
    /// Refuses what is neither the name of an environment nor anything like an address.
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
        let is_word = text.len() <= LONGEST_NAME
            && !text.contains(|letter: char| letter.is_ascii_digit())
            && !self.all_prefixes().any(|prefix| text.starts_with(prefix));
        let said = match near.is_some() || is_word {
            true => format!("`{text}` is not an environment"),
            false => "the name of the environment is not known".to_owned(),
        };
        let suggestion = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(Error::configuration(format!("{said}{suggestion} ({})", self.choices())))
    }

    /// The error of an environment that a variable names.
    pub(crate) fn of_variable(&self, error: &Error) -> Error {
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

    /// What can be given.
    fn choices(&self) -> String {
        let names = self.service.environments.iter();
        let mut choices: Vec<String> = names.map(|known| format!("`{}`", known.name)).collect();
        choices.push("an address such as `https://api.example`".to_owned());
        format!("it can be {}", in_words(&choices))
    }

    /// The name that was meant, if it is near enough to tell.
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

    /// Refuses a key that is for another environment. The key itself is not in the error.
    pub(crate) fn check_key(&self, key: &str) -> Result<(), Error> {
        let Some(own) = self.known().filter(|_| self.checks_keys) else {
            return Ok(());
        };
        let is_of = |known: &Surroundings| {
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

    /// What is known of the environment: it has this name, or the address that the caller gave.
    fn known(&self) -> Option<&'static Surroundings> {
        let address = self.address.trim_end_matches('/');
        let is_this = |known: &&Surroundings| match self.name {
            Some(name) => known.name == name,
            None => known.address.trim_end_matches('/').eq_ignore_ascii_case(address),
        };
        self.service.environments.iter().find(is_this)
    }
}

/// How a call says where it was sent: by name where there are several.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.filter(|_| self.service.environments.len() > 1) {
            Some(name) => write!(f, "the environment `{name}`"),
            None => write!(f, "`{}`", self.address),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.name, f)
    }
}

/// `a`, `a or b`, `a, b or c`.
fn in_words(choices: &[String]) -> String {
    match choices {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        other => other.join(", "),
    }
}

/// The edit distance: how many letters must be changed, added or left out to make one word of the other. It is
/// written out because a crate for it would be a dependency of every program, for one message.
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
