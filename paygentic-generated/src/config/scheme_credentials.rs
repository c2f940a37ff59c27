//! The credentials of the caller by security scheme, before they are checked.

use std::fmt;

use crate::transport::Redacted;

/// The credentials for each scheme.
#[derive(Clone, Default)]
pub(crate) struct CredentialSet(Vec<(&'static str, Secret)>);

/// The credentials for one scheme.
#[derive(Clone, Debug)]
pub(crate) enum Secret {
    /// A token or a key; for a user name and a password, both with a colon between them.
    Single(Redacted<String>),
    /// A user name and a password.
    UserPassword(Redacted<String>, Redacted<String>),
}

impl Secret {
    pub(super) fn token(&self) -> &str {
        match self {
            Secret::Single(Redacted(text)) | Secret::UserPassword(Redacted(text), _) => text,
        }
    }

    pub(super) fn user_and_password(&self) -> (&str, &str) {
        match self {
            Secret::Single(Redacted(text)) => text.split_once(':').unwrap_or((text, "")),
            Secret::UserPassword(Redacted(user), Redacted(password)) => (user, password),
        }
    }
}

// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl CredentialSet {
    /// Sets a token or a key.
    pub(crate) fn set_token(&mut self, scheme: &'static str, text: impl AsRef<str>) {
        self.set(scheme, Secret::Single(Redacted(text.as_ref().to_owned())));
    }

    /// Credentials of one token or key only.
    pub(crate) fn from_token(scheme: &'static str, text: impl AsRef<str>) -> Self {
        let mut credentials = CredentialSet::default();
        credentials.set_token(scheme, text);
        credentials
    }

    /// Sets a user name and a password.
    pub(crate) fn set_basic(
        &mut self,
        scheme: &'static str,
        user: impl AsRef<str>,
        password: impl AsRef<str>,
    ) {
        let secret = |text: &str| Redacted(text.to_owned());
        let pair = Secret::UserPassword(secret(user.as_ref()), secret(password.as_ref()));
        self.set(scheme, pair);
    }

    fn set(&mut self, scheme: &'static str, text: Secret) {
        self.0.retain(|(name, _)| *name != scheme);
        self.0.push((scheme, text));
    }

    pub(crate) fn get(&self, scheme: &str) -> Option<&Secret> {
        let (_, text) = self.0.iter().find(|(name, _)| *name == scheme)?;
        Some(text)
    }

    /// Adds other credentials, which replace those for the same scheme.
    pub(crate) fn add(&mut self, other: CredentialSet) {
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

impl fmt::Debug for CredentialSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe("CredentialSet", f)
    }
}
