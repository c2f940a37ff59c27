//! Compares the service as a whole: servers, authentication, configuration.

use super::catalogue as rules;
use super::change::Rust;
use super::comparison::Comparison;
use super::matching;
use super::pending_change::PendingChange;
use crate::markdown::code;
use crate::model::{Access, Environment, SecurityScheme, ServerVariable, Service};

impl Comparison<'_> {
    pub(super) fn compare_service(&mut self) {
        let (old, new) = (&self.old.service, &self.new.service);
        self.compare_authentication(old, new);
        if old.environment_variable != new.environment_variable {
            self.variable(&old.environment_variable, &new.environment_variable);
        }
        let found = matching::by_key(&old.environments, &new.environments, |environment| {
            environment.name.ident.clone()
        });
        for environment in found.added {
            let pending = PendingChange::of_service(&rules::SERVER_ADDED, &item(environment));
            self.push(pending.new_(&environment.url).rust(Rust::Addition));
        }
        for environment in found.removed {
            let pending = PendingChange::of_service(&rules::SERVER_REMOVED, &item(environment));
            self.push(pending.old(&environment.url).rust(Rust::Breaking));
        }
        for (one, other) in found.pairs {
            self.compare_environments(one, other);
        }
    }

    fn compare_environments(&mut self, old: &Environment, new: &Environment) {
        let changed = |rule| PendingChange::of_service(rule, &item(new));
        if address(&old.url) != address(&new.url) {
            self.push(changed(&rules::SERVER_ADDRESS_CHANGED).both(&old.url, &new.url));
        }
        self.compare_variables(&item(new), &old.variables, &new.variables);
        if old.key_prefixes != new.key_prefixes {
            let shown = |environment: &Environment| match environment.key_prefixes.as_slice() {
                [] => "any key".to_owned(),
                prefixes => format!("keys that start with {}", prefixes.join(" or ")),
            };
            self.push(changed(&rules::SERVER_KEYS_CHANGED).both(shown(old), shown(new)));
        }
        if old.default != new.default {
            let word = |one: &Environment| one.default.then(|| "the default".to_owned());
            self.push(changed(&rules::SERVER_DEFAULT_CHANGED).between(word(old), word(new)));
        }
    }

    /// Which credentials callers pass, and how.
    fn compare_authentication(&mut self, old: &Service, new: &Service) {
        if takes(old) != takes(new) {
            let is_still_accepted = |scheme: &SecurityScheme| {
                new.schemes.iter().any(|other| other.place == scheme.place)
            };
            // Credentials that the server does not require are harmless; requirements of operations are reported with
            // the operations.
            let is_lost = !new.schemes.is_empty()
                && !old.schemes.is_empty()
                && !old.schemes.iter().any(is_still_accepted);
            let rule =
                if is_lost { &rules::CREDENTIALS_REFUSED } else { &rules::CREDENTIALS_CHANGED };
            let advice = match new.access {
                Access::Nothing => "create clients without a token".to_owned(),
                _ => format!("create clients with a {}", code(takes(new))),
            };
            let pending =
                PendingChange::of_service(rule, "Client::new").both(takes(old), takes(new));
            return self.push(pending.rust(Rust::Breaking).with(advice));
        }
        if let ([one], [other]) = (old.schemes.as_slice(), new.schemes.as_slice())
            && !matches!(new.access, Access::Credentials(_))
        {
            return self.compare_scheme("Client", one, other);
        }
        let found =
            matching::by_key(&old.schemes, &new.schemes, |scheme| scheme.name.ident.clone());
        let item = |scheme: &SecurityScheme| format!("{}::{}", takes(new), scheme.name.ident);
        for scheme in found.added {
            let pending = PendingChange::of_service(&rules::SCHEME_ADDED, &item(scheme));
            self.push(pending.new_(scheme.place.to_string()).rust(Rust::Addition));
        }
        for scheme in found.removed {
            let pending = PendingChange::of_service(&rules::SCHEME_REMOVED, &item(scheme));
            self.push(pending.old(scheme.place.to_string()).rust(Rust::Breaking));
        }
        for (one, other) in found.pairs {
            self.compare_scheme(&item(other), one, other);
        }
    }

    fn compare_scheme(&mut self, item: &str, one: &SecurityScheme, other: &SecurityScheme) {
        if !one.place.is_same(&other.place) {
            let pending = PendingChange::of_service(&rules::SCHEME_MOVED, item);
            self.push(pending.both(one.place.to_string(), other.place.to_string()));
        }
        if one.variable != other.variable {
            self.variable(&one.variable, &other.variable);
        }
    }

    /// The variables of a server's address, and so the type of its environment.
    fn compare_variables(&mut self, item: &str, old: &[ServerVariable], new: &[ServerVariable]) {
        if old == new {
            return;
        }
        let types = |all: &[ServerVariable]| -> Vec<_> {
            let all = all.iter();
            all.map(|variable| (variable.name.ident.clone(), variable.ty.clone())).collect()
        };
        let pending = PendingChange::of_service(&rules::SERVER_VARIABLES_CHANGED, item);
        let pending = pending.both(variables(old), variables(new));
        self.push(pending.breaks_if(types(old) != types(new)));
    }

    fn variable(&mut self, old: &str, new: &str) {
        let pending =
            PendingChange::of_service(&rules::ENVIRONMENT_VARIABLE_RENAMED, "Client::from_env");
        self.push(pending.both(old, new));
    }
}

/// An address in normal form: the host in lower case, no default port, no trailing slash.
fn address(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.trim_end_matches('/').to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let scheme = scheme.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "https" => ":443",
        _ => ":80",
    };
    // Names of variables are case-sensitive.
    let host = if host.contains('{') { host.to_owned() } else { host.to_ascii_lowercase() };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}://{host}{}", path.trim_end_matches('/'))
}

fn item(environment: &Environment) -> String {
    format!("Environment::{}", environment.name.ident)
}

/// What clients are created with.
fn takes(service: &Service) -> &str {
    match &service.access {
        Access::Nothing => "nothing",
        Access::Token | Access::OptionalToken => "token",
        Access::Credentials(name) => name,
    }
}

/// Variables with their defaults and values: `region=eu (eu, us)`.
fn variables(all: &[ServerVariable]) -> String {
    let one = |variable: &ServerVariable| {
        let values: Vec<&str> = variable.values.iter().map(|value| value.wire.as_str()).collect();
        let values = match values.as_slice() {
            [] => String::new(),
            values => format!(" ({})", values.join(", ")),
        };
        format!("{}={}{values}", variable.name.wire, variable.default)
    };
    match all {
        [] => "no variables".to_owned(),
        all => all.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}
