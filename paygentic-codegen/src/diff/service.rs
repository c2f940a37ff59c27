//! The service as a whole: servers, authentication, configuration.

use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::Comparison;
use super::draft::Draft;
use super::matching;
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
        let item = |environment: &Environment| format!("Environment::{}", environment.name.ident);
        for environment in found.added {
            let draft = Draft::new(Subject::Service, Action::Added, &item(environment))
                .new_(&environment.url);
            self.push(draft.rust(Rust::Addition));
        }
        for environment in found.removed {
            let draft = Draft::new(Subject::Service, Action::Removed, &item(environment))
                .old(&environment.url);
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .wire(Wire::Breaking)
                    .note("use another server"),
            );
        }
        for (one, other) in found.pairs {
            if one.url != other.url {
                let draft = Draft::changed(Subject::Service, &item(other), Aspect::Address)
                    .old(&one.url)
                    .new_(&other.url);
                self.push(
                    draft
                        .wire(Wire::Risky)
                        .note("programs built before call the old address"),
                );
            }
            self.compare_variables(&item(other), &one.variables, &other.variables);
            if one.key_prefixes != other.key_prefixes {
                let words = |environment: &Environment| match environment.key_prefixes.as_slice() {
                    [] => "any key".to_owned(),
                    prefixes => format!("keys that begin with {}", prefixes.join(" or ")),
                };
                let draft = Draft::changed(Subject::Service, &item(other), Aspect::Configuration);
                let draft = draft.old(words(one)).new_(words(other)).wire(Wire::Risky);
                self.push(draft.note("a client with a key of another environment is refused"));
            }
            if one.default != other.default {
                let word = |environment: &Environment| {
                    if environment.default {
                        "the default"
                    } else {
                        "not the default"
                    }
                };
                let draft = Draft::changed(Subject::Service, &item(other), Aspect::Default);
                let draft = draft.old(word(one)).new_(word(other)).wire(Wire::Risky);
                self.push(draft.note("name the environment where it must not change"));
            }
        }
    }
}

impl Comparison<'_> {
    /// How callers give what requests are authenticated with, and what that is.
    fn compare_authentication(&mut self, old: &Service, new: &Service) {
        if takes(old) != takes(new) {
            let draft = Draft::changed(Subject::Service, "Client::new", Aspect::Security);
            let draft = draft.old(takes(old)).new_(takes(new)).rust(Rust::Breaking);
            let is_asked = |scheme: &SecurityScheme| {
                new.schemes.iter().any(|other| other.place == scheme.place)
            };
            // A token that nobody looks for does no harm.
            let is_lost = !new.schemes.is_empty() && !old.schemes.iter().all(is_asked);
            let draft = draft.wire(if is_lost { Wire::Breaking } else { Wire::Safe });
            return self.push(draft.note(match new.access {
                Access::Nothing => "give clients no token".to_owned(),
                _ => format!("give clients a {}", code(takes(new))),
            }));
        }
        if let ([one], [other]) = (old.schemes.as_slice(), new.schemes.as_slice())
            && !matches!(new.access, Access::Credentials(_))
        {
            return self.compare_scheme("Client", one, other);
        }
        let found = matching::by_key(&old.schemes, &new.schemes, |scheme| {
            scheme.name.ident.clone()
        });
        let item = |scheme: &SecurityScheme| format!("{}::{}", takes(new), scheme.name.ident);
        for scheme in found.added {
            let draft = Draft::new(Subject::Service, Action::Added, &item(scheme));
            self.push(draft.new_(scheme.place.to_string()).rust(Rust::Addition));
        }
        for scheme in found.removed {
            let draft = Draft::new(Subject::Service, Action::Removed, &item(scheme));
            self.push(draft.old(scheme.place.to_string()).rust(Rust::Breaking));
        }
        for (one, other) in found.pairs {
            self.compare_scheme(&item(other), one, other);
        }
    }

    fn compare_scheme(&mut self, item: &str, one: &SecurityScheme, other: &SecurityScheme) {
        if one.place != other.place {
            let draft = Draft::changed(Subject::Service, item, Aspect::Security);
            let draft = draft
                .old(one.place.to_string())
                .new_(other.place.to_string());
            let note = "programs built before send the token where it is not looked for";
            self.push(draft.wire(Wire::Breaking).note(note));
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
            all.map(|variable| (variable.name.ident.clone(), variable.ty.clone()))
                .collect()
        };
        let draft = Draft::changed(Subject::Service, item, Aspect::Type);
        let draft = draft.old(variables(old)).new_(variables(new));
        let draft = draft.breaks_if(types(old) != types(new));
        self.push(draft.wire(Wire::Risky));
    }

    fn variable(&mut self, old: &str, new: &str) {
        let draft = Draft::changed(Subject::Service, "Client::from_env", Aspect::Configuration);
        let draft = draft.old(old).new_(new).wire(Wire::Breaking);
        self.push(draft.note(format!("set {}", code(new))));
    }
}

/// What clients are made with.
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
        let values: Vec<&str> = variable
            .values
            .iter()
            .map(|value| value.wire.as_str())
            .collect();
        let values = match values.as_slice() {
            [] => String::new(),
            values => format!(" ({})", values.join(", ")),
        };
        format!("{}={}{values}", variable.name.wire, variable.default)
    };
    match all {
        [] => "an address without variables".to_owned(),
        all => all.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}
