//! Mistakes in the configuration: an unknown environment, or a key for another one.

use super::mock::{customers, wait};
use crate::service::{Access, CredentialLocation, EnvironmentSpec, Scheme, Service};
use crate::testing::{MockTransport, reply};
use crate::{Client, ClientBuilder, Error};

/// Keys identify their environment, except those of the third one.
static SERVICE: Service = Service {
    name: "test",
    environment_variable: "E",
    schemes: &[Scheme { name: "token", variable: "T", location: CredentialLocation::Bearer }],
    access: Access::Token,
    path_starts: &[],
    environments: &[
        EnvironmentSpec {
            name: "production",
            address: "https://api.example",
            key_prefixes: &["sk_live_", "rk_live_"],
        },
        EnvironmentSpec {
            name: "sandbox",
            address: "https://sandbox.example",
            key_prefixes: &["sk_test_"],
        },
        EnvironmentSpec { name: "local", address: "http://localhost:1/", key_prefixes: &[] },
    ],
};

/// The result of building a client with this address and token, the same for both clients.
fn made(address: &str, token: &str, checks: bool) -> Result<(), Error> {
    fn set<C: crate::builder::Buildable>(
        builder: ClientBuilder<C>,
        address: &str,
        token: &str,
        checks: bool,
    ) -> ClientBuilder<C> {
        let mut builder = builder.environment(address).service(&SERVICE);
        builder.credential_set().set_token("token", token);
        builder.set_key_check(checks);
        builder
    }
    let mock = MockTransport::replying(401, r#"{"message": "Who are you?"}"#);
    let made = set(Client::builder(), address, token, checks);
    let made = made.transport(mock.clone()).build();
    #[cfg(feature = "blocking")]
    {
        let other = set(crate::blocking::Client::builder(), address, token, checks);
        let other = other.transport(mock.clone()).build();
        let text = |error: Option<&Error>| error.map(ToString::to_string);
        assert_eq!(text(other.as_ref().err()), text(made.as_ref().err()));
        if let Ok(other) = other {
            let error = customers(&other).delete("cus_1").send().unwrap_err();
            assert!(error.to_string().contains("sent to"), "{error}");
        }
    }
    wait(customers(&made?).delete("cus_1"))
}

fn problem(address: &str, token: &str) -> String {
    let error = made(address, token, true).unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("5ecret"), "{text}");
    }
    error.to_string()
}

#[test]
fn a_key_for_another_environment_is_refused_at_once() {
    for (address, token, names) in [
        ("https://api.example", "sk_test_5ecret", ["`production`", "`sandbox`"]),
        ("https://sandbox.example/", "sk_live_5ecret", ["`sandbox`", "`production`"]),
        ("https://sandbox.example", "Bearer rk_live_5ecret", ["`rk_live_`", "`production`"]),
        ("http://localhost:1", "sk_live_5ecret", ["`local`", "`production`"]),
    ] {
        let problem = problem(address, token);
        assert!(names.iter().all(|name| problem.contains(name)), "{problem}");
    }
}

#[test]
fn other_keys_are_accepted_in_any_environment() {
    for (address, token, checks) in [
        ("https://api.example", "sk_live_5ecret", true),
        ("https://api.example", "another-5ecret", true),
        ("https://mock.example", "sk_live_5ecret", true),
        ("https://sandbox.example", "sk_live_5ecret", false),
    ] {
        let error = made(address, token, checks).unwrap_err();
        assert!(error.is_unauthorized(), "{address} {token}: {error}");
    }
}

#[test]
fn an_unknown_environment_is_reported_with_the_known_ones() {
    for (name, near) in [
        ("Sanbox", Some("sandbox")),
        ("prod", Some("production")),
        ("PRODUCTON", Some("production")),
        ("staging", None),
    ] {
        let problem = problem(name, "sk_live_5ecret");
        assert!(problem.contains(&format!("`{name}` is not an environment")), "{problem}");
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        match hint {
            Some(hint) => assert!(problem.contains(&hint), "{problem}"),
            None => assert!(!problem.contains("did you mean"), "{problem}"),
        }
        let choices = "`production`, `sandbox`, `local` or an address";
        assert!(problem.contains(choices), "{problem}");
    }
}

#[test]
fn a_key_passed_as_the_environment_is_not_printed() {
    for key in ["sk_live_5ecret", "5ecret", "rk_live_ecret"] {
        let problem = problem(key, "x");
        assert!(!problem.contains("ecret"), "{problem}");
        assert!(problem.contains("`sandbox`"), "{problem}");
    }
}

#[test]
fn an_unauthorized_error_says_where_the_key_was_sent() {
    let error = made("https://mock.example/v", "another-5ecret", true).unwrap_err();
    let expected = "401 Unauthorized: Who are you? (sent to `https://mock.example/v`)";
    assert!(error.to_string().contains(expected), "{error}");
    let mock = MockTransport::new(|_| Ok(reply(403, "{}")));
    let builder = Client::builder().environment("https://mock.example");
    let mut builder = builder.service(&SERVICE).transport(mock);
    builder.credential_set().set_token("token", "x");
    let error = wait(customers(&builder.build().unwrap()).delete("cus_1")).unwrap_err();
    assert!(!error.to_string().contains("sent to"), "{error}");
}
