//! Which server a request goes to.

use super::mock::wait;
use super::sample::shop::{Environment, servers::*};
use crate::config::BaseUrl;
use crate::support::*;
use crate::testing::MockTransport;
use crate::{Client, ClientBuilder};

static FILES: Operation = Operation::new("files", "files.list", Method::GET, "/files")
    .public()
    .servers(&[("", "https://files.example/v1/"), ("none", "https://other.example")]);

/// The address of a request, the same from both clients.
fn sent_to(environment: Option<&str>) -> Result<String, String> {
    let mock = MockTransport::replying(204, "");
    fn set<C: crate::builder::Buildable>(
        builder: ClientBuilder<C>,
        environment: Option<&str>,
    ) -> ClientBuilder<C> {
        match environment {
            Some(environment) => builder.environment(environment),
            None => builder,
        }
        .service(&super::sample::shop::SERVICE)
    }
    let builder = set(Client::builder(), environment).transport(mock.clone());
    let client = builder.build().map_err(|error| error.to_string())?;
    wait(Call::<_, ()>::empty(&client, &FILES)).map_err(|error| error.to_string())?;
    #[cfg(feature = "blocking")]
    {
        let builder = set(crate::blocking::Client::builder(), environment);
        let client = builder.transport(mock.clone()).build().unwrap();
        Call::<_, ()>::empty(&client, &FILES).send().unwrap();
        assert_eq!(mock.requests()[0].uri(), mock.requests()[1].uri());
    }
    Ok(mock.requests()[0].uri().to_string())
}

#[test]
fn an_operation_goes_to_its_own_server() {
    // Not every document has a default environment.
    if crate::Environment::preset().is_some() {
        assert_eq!(sent_to(None).unwrap(), "https://files.example/v1/files");
    }
}

#[test]
fn a_base_url_of_the_caller_applies_to_all_operations() {
    let sent = sent_to(Some("http://127.0.0.1:4010/prefix")).unwrap();
    assert_eq!(sent, "http://127.0.0.1:4010/prefix/files");
}

#[test]
fn the_server_of_the_environment_is_used_and_otherwise_the_first() {
    static OPERATION: Operation = Operation::new("a", "a", Method::GET, "/")
        .servers(&[("live", "https://live.example"), ("test", "https://test.example")]);
    assert_eq!(OPERATION.server("test"), Some("https://test.example"));
    assert_eq!(OPERATION.server("other"), Some("https://live.example"));
}

#[test]
fn variables_have_defaults_and_setters() {
    assert_eq!(Environment::default().base_url(), "https://eu.shop.example/v1");
    assert_eq!(Environment::from("cloud").base_url(), "https://eu.shop.example/v1");
    assert_eq!(Environment::from("test").base_url(), "https://test.shop.example");
    let server = CloudServer::new().region(Region::Us).path("v2/");
    assert_eq!(server.address(), "https://us.shop.example/v2");
    let environment = Environment::from(server.clone());
    assert_eq!(environment, Environment::Cloud(server));
    assert_eq!(environment.base_url(), "https://us.shop.example/v2");
    assert_eq!(environment.name(), Some("cloud"));
    assert_eq!(Environment::from("https://x.example").name(), None);
}

#[test]
fn a_server_variable_cannot_change_the_host() {
    for region in ["evil.example/", "evil.example#", "x@evil.example", ""] {
        let server = CloudServer::new().region(region);
        assert!(BaseUrl::new(server.address(), false).is_err(), "{server:?}");
    }
}
