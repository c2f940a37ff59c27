//! The service as a whole: servers, authentication, configuration.

use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::Comparison;
use super::draft::Draft;
use super::matching;
use crate::markdown::code;
use crate::model::{Auth, Environment};

impl Comparison<'_> {
    pub(super) fn compare_service(&mut self) {
        let (old, new) = (&self.old.service, &self.new.service);
        if old.auth != new.auth {
            let draft = Draft::changed(Subject::Service, "Client", Aspect::Security);
            let draft = draft.old(auth(&old.auth)).new_(auth(&new.auth));
            // A token that nobody looks for does no harm.
            self.push(if new.auth == Auth::None {
                draft
            } else {
                let note = "programs built before send the token where it is not looked for";
                draft.wire(Wire::Breaking).note(note)
            });
        }
        let names = [
            (&old.token_variable, &new.token_variable),
            (&old.environment_variable, &new.environment_variable),
        ];
        for (one, other) in names.into_iter().filter(|(one, other)| one != other) {
            let draft = Draft::changed(Subject::Service, "Client::from_env", Aspect::Configuration);
            self.push(
                draft
                    .old(one)
                    .new_(other)
                    .wire(Wire::Breaking)
                    .note(format!("set {}", code(other))),
            );
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

fn auth(auth: &Auth) -> String {
    match auth {
        Auth::None => "nothing".to_owned(),
        Auth::Bearer => "bearer token".to_owned(),
        Auth::Header(name) => format!("header {name}"),
    }
}
