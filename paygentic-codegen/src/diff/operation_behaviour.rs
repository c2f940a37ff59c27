//! Compares how operations behave, apart from their types: authentication, server, pagination, limits.

use std::collections::BTreeSet;

use super::catalogue as rules;
use super::comparison::Comparison;
use super::operations::{deprecation, of};
use crate::model::{
    Access, Idempotency, Operation, OperationServer, Pagination, RateLimit, SecurityScheme,
};

impl Comparison<'_> {
    pub(super) fn compare_operation_behaviour(&mut self, old: &Operation, new: &Operation) {
        self.compare_security(old, new);
        self.compare_scopes(old, new);
        if old.servers != new.servers {
            let pending = of(&rules::OPERATION_SERVER_CHANGED, new);
            self.push(pending.both(servers(&old.servers), servers(&new.servers)));
        }
        if old.idempotency != new.idempotency {
            let (before, after) = (key(&old.idempotency), key(&new.idempotency));
            let rule = match before {
                Some(_) => &rules::IDEMPOTENCY_CHANGED,
                None => &rules::IDEMPOTENCY_ADDED,
            };
            self.push(of(rule, new).between(before, after));
        }
        if old.pagination != new.pagination {
            let rule = match old.pagination {
                Pagination::None => &rules::PAGINATION_ADDED,
                _ => &rules::PAGINATION_CHANGED,
            };
            let shown = (pages(&old.pagination), pages(&new.pagination));
            self.push(of(rule, new).between(shown.0, shown.1));
        }
        if old.rate_limit != new.rate_limit {
            let (before, after) = (old.rate_limit.as_ref(), new.rate_limit.as_ref());
            let rule = match is_tighter(before, after) {
                true => &rules::RATE_LIMIT_TIGHTENED,
                false => &rules::RATE_LIMIT_RELAXED,
            };
            self.push(of(rule, new).between(before.map(calls), after.map(calls)));
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => {
                let pending = of(&rules::OPERATION_DEPRECATED, new);
                self.push(pending.between(None, Some("deprecated".to_owned())));
            }
            (true, false) => self.push(deprecation(|rule| of(rule, new), [true, false])),
            _ => {}
        }
    }

    fn compare_security(&mut self, old: &Operation, new: &Operation) {
        let before = sent(old, &self.old.service.schemes);
        let after = sent(new, &self.new.service.schemes);
        let shown = (self.security(old, true), self.security(new, false));
        // A change of the only token is reported for the client.
        let is_moved = old.is_authenticated()
            && new.is_authenticated()
            && before.len() == after.len()
            && shown.0 == shown.1;
        if before == after || is_moved {
            return;
        }
        // The credentials sent before are one of the accepted alternatives.
        let meets = |sent: &BTreeSet<String>| after.iter().any(|needed| needed.is_subset(sent));
        let rule = match before.iter().all(meets) {
            true => &rules::SECURITY_CHANGED,
            false => &rules::SECURITY_REQUIRED,
        };
        self.push(of(rule, new).both(shown.0, shown.1));
    }

    /// The scopes that a token must have.
    fn compare_scopes(&mut self, old: &Operation, new: &Operation) {
        if old.scopes == new.scopes {
            return;
        }
        let shown = |operation: &Operation| match operation.scopes.len() {
            0 => "no scope".to_owned(),
            _ => {
                let scopes = operation.scopes.iter().map(String::as_str);
                format!("scope {}", scopes.collect::<Vec<_>>().join(", "))
            }
        };
        let rule = match new.scopes.is_subset(&old.scopes) {
            true => &rules::SCOPE_REMOVED,
            false => &rules::SCOPE_ADDED,
        };
        self.push(of(rule, new).both(shown(old), shown(new)));
    }

    /// The credentials that an operation requires, as text.
    fn security(&self, operation: &Operation, is_old: bool) -> String {
        let service = if is_old { &self.old.service } else { &self.new.service };
        let is_optional = operation.security.iter().any(Vec::is_empty);
        match (&service.access, operation.is_authenticated()) {
            (Access::Credentials(_), true) => {
                format!("with {}", service.describe_security(operation))
            }
            (_, true) if is_optional => "token optional".to_owned(),
            (_, true) => "token required".to_owned(),
            (_, false) => "no token".to_owned(),
        }
    }
}

/// The alternative sets of credentials that an operation requires, as they are sent.
fn sent(operation: &Operation, schemes: &[SecurityScheme]) -> BTreeSet<BTreeSet<String>> {
    let place = |index: &usize| Some(schemes.get(*index)?.place.to_string().to_ascii_lowercase());
    let sets = operation.security.iter();
    let mut sets: BTreeSet<BTreeSet<String>> =
        sets.map(|set| set.iter().filter_map(place).collect()).collect();
    if sets.is_empty() {
        sets.insert(BTreeSet::new());
    }
    sets
}

fn servers(servers: &[OperationServer]) -> String {
    match servers {
        [] => "the client's server".to_owned(),
        servers => {
            let urls = servers.iter().map(|server| server.url.as_str());
            urls.collect::<Vec<_>>().join(", ")
        }
    }
}

fn calls(limit: &RateLimit) -> String {
    format!("{} in {}", limit.max, limit.window)
}

fn is_tighter(old: Option<&RateLimit>, new: Option<&RateLimit>) -> bool {
    match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new.max < old.max || new.window != old.window,
    }
}

fn key(idempotency: &Idempotency) -> Option<String> {
    let header = idempotency.header.as_ref().map(|name| format!("header {name}"));
    let body = idempotency.body.as_ref().map(|name| format!("request {}", name.wire));
    let places: Vec<String> = header.into_iter().chain(body).collect();
    (!places.is_empty()).then(|| places.join(" or "))
}

fn pages(pagination: &Pagination) -> Option<String> {
    match pagination {
        Pagination::None => None,
        Pagination::Offset { limit, offset } => Some(format!("by {limit} and {offset}")),
        Pagination::Token { token } => Some(format!("by {token}")),
        Pagination::Page { limit, page, first } => {
            Some(format!("by {limit} and {page}, from {first}"))
        }
        Pagination::After { after, .. } => Some(format!("by {after}")),
        Pagination::Address => Some("by the URL of the next page".to_owned()),
    }
}
