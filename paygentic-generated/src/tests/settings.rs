//! Clients that are configured by environment variables. These are per process, so each case runs in a
//! process of its own, which executes this test again.

use std::process::Command;

use crate::Client;

const CASE: &str = "SETTINGS_OF_A_TEST";

/// The result of `Client::from_env` with these variables: the client or the error, as text.
fn from_env(variables: &[(&str, &str)]) -> String {
    run("client", variables)
}

fn run(case: &str, variables: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::settings::inner", "--nocapture"])
        .env_clear()
        .envs(variables.iter().copied())
        .env(CASE, case)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, rest) = text.split_once("<<").unwrap();
    rest.split_once(">>").unwrap().0.to_owned()
}

/// Runs only in the process that `run` starts.
#[test]
fn inner() {
    if let Ok(case) = std::env::var(CASE) {
        let client = match case.as_str() {
            "client" => Client::from_env(),
            _ => {
                let builder = Client::builder().environment("https://api.example");
                let builder = builder.service(&super::sample::shop::SERVICE);
                builder.from_env().and_then(|builder| builder.build())
            }
        };
        match client {
            Ok(client) => println!("<<{client:?}>>"),
            Err(error) => println!("<<{error}>>"),
        }
    }
}

#[test]
fn token_and_environment_come_from_variables() {
    let service = &crate::generated::SERVICE;
    let (token, environment) = (service.schemes[0].variable, service.environment_variable);
    for missing in [&[][..], &[(token, "")], &[(token, "  ")]] {
        let error = from_env(missing);
        assert!(error.contains(token) && error.contains("missing or empty"), "{error}");
    }
    let url = "https://api.example/v";
    let client = from_env(&[(token, "Bearer s3cret"), (environment, url)]);
    assert!(client.starts_with("Client") && client.contains(url), "{client}");
    assert!(!client.contains("s3cret"), "{client}");
    let error = from_env(&[(token, "x"), (environment, "http://api.example")]);
    assert!(error.contains("not encrypted"), "{error}");
    assert!(error.contains(environment), "{error}");
    for unknown in ["sandbocks-of-another", "5ecret", "has.no.scheme"] {
        let error = from_env(&[(token, "x"), (environment, unknown)]);
        let choices = service.environments.iter();
        let mut parts = choices
            .map(|known| format!("`{}`", known.name))
            .chain([environment.to_owned(), "an address such as `https://api.example`".to_owned()]);
        assert!(parts.all(|part| error.contains(&part)), "{error}");
        assert!(!error.contains("5ecret"), "{error}");
    }
    for known in service.environments.iter().filter(|known| !known.address.contains('{')) {
        for name in [known.name.to_owned(), known.name.to_uppercase()] {
            let client = from_env(&[(token, "s3cret"), (environment, &name)]);
            let address = known.address.trim_end_matches('/');
            assert!(client.contains(address), "{name}: {client}");
        }
    }
    let error = from_env(&[(token, "a b")]);
    assert!(error.contains("the token holds a space"), "{error}");
}

#[test]
fn each_credential_has_its_own_variable() {
    let error = run("shop", &[("SHOP_API_KEY", " ")]);
    assert!(
        error.contains("none of the environment variables SHOP_BASIC_AUTH, SHOP_BEARER"),
        "{error}"
    );
    let client = run("shop", &[("SHOP_API_KEY", "s3cret"), ("SHOP_BASIC_AUTH", "ann:s3cret:")]);
    assert!(client.contains(r#"credentials: ["basic_auth", "api_key"]"#), "{client}");
    assert!(!client.contains("s3cret"), "{client}");
    let error = run("shop", &[("SHOP_BASIC_AUTH", ":")]);
    assert!(error.contains("`basic_auth` is empty"), "{error}");
}
