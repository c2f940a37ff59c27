//! Parses the address of a server: documents write it in many ways, and some cannot be used.

use openapiv3::Server;

/// What an address is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A complete address, with variables in braces.
    Whole {
        url: String,
        /// Whether `https` was added.
        is_completed: bool,
    },
    /// A path, below the address that the document was read from.
    Path(String),
    /// An address that requests cannot be sent to, and the reason.
    Unusable(&'static str),
}

impl Address {
    pub(super) fn of(server: &Server) -> Self {
        let url = server.url.trim().trim_end_matches('/');
        let filled = filled(server, url);
        let whole = |url: String, is_completed| match check(&self::filled(server, &url)) {
            Ok(()) => Self::Whole { url, is_completed },
            Err(why) => Self::Unusable(why),
        };
        let first = filled.split('/').next().unwrap_or_default();
        match filled.split_once("://") {
            Some((scheme, _)) => match scheme.to_ascii_lowercase().as_str() {
                "https" | "http" => whole(url.to_owned(), false),
                _ => Self::Unusable("its scheme is not HTTP or HTTPS"),
            },
            None if filled.starts_with("//") => whole(format!("https:{url}"), true),
            // `http:` and `https:` are what is left of an address without a host.
            None if first.ends_with(':') => Self::Unusable("it has no host"),
            None if first.contains('.') && !first.starts_with('.') => {
                whole(format!("https://{url}"), true)
            }
            None => Self::Path(format!("/{}", filled.trim_start_matches(['.', '/']))),
        }
    }
}

/// The address with the defaults of its variables.
pub(super) fn filled(server: &Server, url: &str) -> String {
    let variables = server.variables.iter().flatten();
    variables.fold(url.to_owned(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

/// The scheme and the host of an address.
pub(super) fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |index| index + 3);
    let end = url[start..].find('/').map_or(url.len(), |index| start + index);
    &url[..end]
}

/// The host of an address, without its port.
pub(super) fn host(url: &str) -> &str {
    let origin = origin(url);
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// Whether requests can be sent to an address.
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
