//! The credentials of the caller by security scheme, before they are checked.

use std::fmt;

use crate::transport::Secret;

/// The credentials for each scheme.
#[derive(Clone, Default)]
pub(crate) struct Given(Vec<(&'static str, Text)>);

/// The credentials for one scheme.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// A token or a key; for a user name and a password, both with a colon between them.
    Whole(Secret<String>),
    /// A user name and a password.
    Pair(Secret<String>, Secret<String>),
}

impl Text {
    pub(super) fn whole(&self) -> &str {
        match self {
            Text::Whole(Secret(text)) | Text::Pair(Secret(text), _) => text,
        }
    }

    pub(super) fn pair(&self) -> (&str, &str) {
        match self {
            Text::Whole(Secret(text)) => text.split_once(':').unwrap_or((text, "")),
            Text::Pair(Secret(user), Secret(password)) => (user, password),
        }
    }
}

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl Given {
    /// Sets a token or a key.
    pub(crate) fn text(&mut self, scheme: &'static str, text: impl AsRef<str>) {
        self.set(scheme, Text::Whole(Secret(text.as_ref().to_owned())));
    }

    /// Credentials of one token or key only.
    pub(crate) fn of(scheme: &'static str, text: impl AsRef<str>) -> Self {
        let mut given = Given::default();
        given.text(scheme, text);
        given
    }

    /// Sets a user name and a password.
    pub(crate) fn pair(
        &mut self,
        scheme: &'static str,
        user: impl AsRef<str>,
        password: impl AsRef<str>,
    ) {
        let secret = |text: &str| Secret(text.to_owned());
        let pair = Text::Pair(secret(user.as_ref()), secret(password.as_ref()));
        self.set(scheme, pair);
    }

    fn set(&mut self, scheme: &'static str, text: Text) {
        self.0.retain(|(name, _)| *name != scheme);
        self.0.push((scheme, text));
    }

    pub(crate) fn get(&self, scheme: &str) -> Option<&Text> {
        let (_, text) = self.0.iter().find(|(name, _)| *name == scheme)?;
        Some(text)
    }

    /// Adds other credentials, which replace those for the same scheme.
    pub(crate) fn add(&mut self, other: Given) {
        for (scheme, text) in other.0 {
            self.set(scheme, text);
        }
    }

    /// Shows which schemes have credentials, without the credentials.
    pub(crate) fn describe(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(name);
        for (scheme, _) in &self.0 {
            shown.field(scheme, &format_args!("***"));
        }
        shown.finish()
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe("Given", f)
    }
}
