//! Classifies the URL of a server. Documents write it in many ways, and some of them are unusable.

use openapiv3::Server;

/// A classified server URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// An absolute URL, with variables in braces.
    Absolute {
        url: String,
        /// Whether the scheme was missing, and `https` was added.
        is_scheme_added: bool,
    },
    /// The path of a relative URL. The URL of the document, which it is relative to, is not known.
    Path(String),
    /// A URL that requests cannot be sent to, with the reason.
    Unusable(&'static str),
}

impl Address {
    pub(super) fn of(server: &Server) -> Self {
        let url = server.url.trim().trim_end_matches('/');
        let filled = filled(server, url);
        let absolute = |url: String, is_scheme_added| match check(&self::filled(server, &url)) {
            Ok(()) => Self::Absolute { url, is_scheme_added },
            Err(why) => Self::Unusable(why),
        };
        let first = filled.split('/').next().unwrap_or_default();
        match filled.split_once("://") {
            Some((scheme, _)) => match scheme.to_ascii_lowercase().as_str() {
                "https" | "http" => absolute(url.to_owned(), false),
                _ => Self::Unusable("its scheme is not HTTP or HTTPS"),
            },
            None if filled.starts_with("//") => absolute(format!("https:{url}"), true),
            // Trimming slashes leaves `http:` or `https:` of a URL without a host.
            None if first.ends_with(':') => Self::Unusable("it has no host"),
            None if first.contains('.') && !first.starts_with('.') => {
                absolute(format!("https://{url}"), true)
            }
            None => Self::Path(format!("/{}", filled.trim_start_matches(['.', '/']))),
        }
    }
}

/// The URL with the defaults of its variables.
pub(super) fn filled(server: &Server, url: &str) -> String {
    let variables = server.variables.iter().flatten();
    variables.fold(url.to_owned(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

/// The scheme and authority of a URL.
pub(super) fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |index| index + 3);
    let end = url[start..].find('/').map_or(url.len(), |index| start + index);
    &url[..end]
}

/// The host of a URL, without its port.
pub(super) fn host(url: &str) -> &str {
    let origin = origin(url);
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// Checks that requests can be sent to a URL.
fn check(url: &str) -> Result<(), &'static str> {
    let is_odd = |c: char| !c.is_ascii_graphic() || "<>\"\\^`|".contains(c);
    if url.contains(['{', '}']) {
        return Err("one of its variables has no default");
    }
    if url.contains(is_odd) {
        return Err("it contains characters that URLs do not allow");
    }
    if url.contains(['?', '#']) {
        return Err("it has a query or a fragment");
    }
    if origin(url).contains('@') {
        return Err("it contains a user name or a password");
    }
    if host(url).is_empty() {
        return Err("it has no host");
    }
    Ok(())
}
