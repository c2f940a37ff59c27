//! Resolves what the client knows about the service: servers, environment variables, authentication.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Builder;
use crate::model::{Access, Service};
use crate::names;

impl Builder<'_> {
    /// Reads servers, security and the overlay's `x-client`.
    pub(super) fn service(&mut self) -> Service {
        self.read_security();
        self.read_servers();
        let document = self.document;
        let client = document.extensions.get("x-client");
        let text = |key: &str| client.and_then(|client| client.get(key)).and_then(Value::as_str);
        let title = match document.info.title.trim() {
            "" => "API",
            title => title,
        };
        let prefix = text("env-prefix").map_or_else(|| names::constant(title), str::to_owned);
        let mut service = Service {
            name: names::words(title).join("-"),
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            version: document.info.version.clone(),
            environment_variable: format!("{prefix}_ENVIRONMENT"),
            schemes: Vec::new(),
            access: Access::Nothing,
            environments: self.environments(text("default-environment")),
            path_starts: self.path_starts(),
        };
        self.complete_access(&mut service, &prefix, text("token-variable"));
        service
    }

    /// Version segments at the start of paths, and a first segment that all paths share, such as `api`.
    /// Resource names are excluded, because the base URL of a gateway may end with one. So are segments
    /// at the end of a server URL, because then the duplication is intended.
    fn path_starts(&self) -> Vec<String> {
        let servers = self.servers.all().iter();
        let ends: Vec<_> = servers
            .filter_map(|server| server.url.trim_end_matches('/').rsplit('/').next())
            .collect();
        let paths = self.document.paths.paths.keys();
        let paths: Vec<_> = paths.map(|path| path.trim_matches('/')).collect();
        let starts: BTreeSet<_> = paths
            .iter()
            .filter_map(|path| Some(path.split_once('/')?.0))
            .filter(|start| !start.contains('{') && !ends.contains(start))
            .collect();
        let is_shared = |start: &str| {
            let rests = paths.iter().filter_map(|path| path.strip_prefix(start)?.strip_prefix('/'));
            let next: BTreeSet<_> = rests.clone().map(|rest| rest.split('/').next()).collect();
            rests.count() == paths.len() && next.len() > 1
        };
        starts
            .into_iter()
            .filter(|start| is_version(start) || is_shared(start))
            .map(str::to_owned)
            .collect()
    }
}

/// Matches `v1`, `v2beta`, `V3` and the like: more than `names::is_version`, because only first segments are tested.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']);
    digits.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}
