//! What is particular to a service; its one value is emitted.

/// The service this crate talks to.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its name.
    pub(crate) name: &'static str,
    /// The environment variable that holds the token.
    pub(crate) token_variable: &'static str,
    /// The environment variable that names the environment.
    pub(crate) environment_variable: &'static str,
    /// How requests are authenticated.
    pub(crate) auth: Auth,
    /// The segments that the paths of operations begin with. An address that ends with one would have
    /// it twice.
    pub(crate) path_starts: &'static [&'static str],
}

/// How requests are authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// Which of these is used depends on the document.
#[allow(dead_code)]
pub(crate) enum Auth {
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// The token in a header of this name.
    Header(&'static str),
    /// Not at all.
    None,
}
