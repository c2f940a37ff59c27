//! Several security schemes: what is sent, and what stays secret.

use std::error::Error as _;

use http::Request;

use super::mock::wait;
use super::sample::shop::{Credentials, SERVICE};
use crate::config::CredentialSet;
use crate::service::Service;
use crate::support::*;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;
use crate::{Bytes, Client, RetryPolicy};

macro_rules! operations {
    ($($constant:ident $security:expr;)*) => {$(
        static $constant: Operation =
            Operation::new("get", "things.get", Method::GET, "/things").security($security);
    )*};
}

operations! {
    BASIC_OR_KEY &[&["basic_auth"], &["api_key"]];
    BOTH_HEADERS &[&["api_key", "app_id"]];
    KEY_OR_NOTHING &[&["api_key"], &[]];
    QUERY &[&["query_key"]];
    COOKIE &[&["session"]];
    NONE &[];
}
static QUERY_TWICE: Operation =
    Operation::new("get", "things.get", Method::GET, "/t?api%20key=a&b=c")
        .security(&[&["query_key"]]);

fn all() -> Credentials {
    Credentials::new()
        .basic_auth("ann", "p4ssword: ü")
        .bearer("b3arer-s3cret")
        .api_key("k3y-s3cret")
        .app_id("app-1")
        .query_key("qu3ry/s3cret")
        .session("s3ssion-s3cret")
}

fn call<'c, C>(client: &'c C, operation: &'static Operation) -> Call<'c, C, ()> {
    Call::empty(client, operation)
}

fn client(mock: &MockTransport, credentials: Credentials) -> Client {
    let mut builder = Client::builder()
        .environment("https://api.example/v1")
        .service(&SERVICE)
        .transport(mock.clone());
    builder.credential_set().add(credentials.0);
    builder.build().unwrap()
}

/// What the async client sends, after making sure that the blocking one sends the same.
fn sent(
    operation: &'static Operation,
    credentials: &Credentials,
) -> Result<Request<Bytes>, String> {
    let mock = MockTransport::replying(204, "");
    let client = client(&mock, credentials.clone());
    wait(call(&client, operation)).map_err(|error| error.to_string())?;
    let request = mock.requests().remove(0);
    #[cfg(feature = "blocking")]
    {
        let mock = MockTransport::replying(204, "");
        let mut builder = crate::blocking::Client::builder()
            .environment("https://api.example/v1")
            .service(&SERVICE)
            .transport(mock.clone());
        builder.credential_set().add(credentials.clone().0);
        call(&builder.build().unwrap(), operation).send().unwrap();
        let mut other = mock.requests().remove(0);
        assert_eq!(request.uri(), other.uri());
        let id = &request.headers()["x-client-request-id"];
        other.headers_mut().insert("x-client-request-id", id.clone());
        assert_eq!(request.headers(), other.headers());
    }
    Ok(request)
}

/// The sensitive headers, as they are sent.
fn secret(request: &Request<Bytes>) -> Vec<String> {
    let headers = request.headers().iter();
    let headers = headers.filter(|(_, value)| value.is_sensitive());
    headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
}

#[test]
fn the_first_complete_alternative_is_sent() {
    let basic = "authorization: Basic YW5uOnA0c3N3b3JkOiDDvA==";
    let request = sent(&BASIC_OR_KEY, &all()).unwrap();
    assert_eq!(secret(&request), [basic]);
    let key = Credentials::new().api_key("k3y-s3cret");
    let request = sent(&BASIC_OR_KEY, &key).unwrap();
    assert_eq!(secret(&request), ["x-api-key: k3y-s3cret"]);
}

#[test]
fn combined_schemes_are_sent_together() {
    let request = sent(&BOTH_HEADERS, &all()).unwrap();
    assert_eq!(secret(&request), ["x-api-key: k3y-s3cret", "x-app-id: app-1"]);
    let error = sent(&BOTH_HEADERS, &Credentials::new().api_key("k3y-s3cret")).unwrap_err();
    let expected =
        "`Credentials::api_key` (header `X-API-Key`) and `Credentials::app_id` (header `X-App-Id`)";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn optional_credentials_are_sent_if_available() {
    let request = sent(&KEY_OR_NOTHING, &all()).unwrap();
    assert_eq!(secret(&request), ["x-api-key: k3y-s3cret"]);
    for credentials in [Credentials::new(), Credentials::new().bearer("b3arer-s3cret")] {
        let request = sent(&KEY_OR_NOTHING, &credentials).unwrap();
        assert!(secret(&request).is_empty(), "{request:?}");
    }
}

#[test]
fn public_operations_are_sent_without_credentials() {
    let request = sent(&NONE, &all()).unwrap();
    assert!(secret(&request).is_empty(), "{request:?}");
    assert_eq!(request.uri(), "https://api.example/v1/things");
}

#[test]
fn missing_credentials_fail_before_sending() {
    let mock = MockTransport::replying(204, "");
    let client = client(&mock, Credentials::new().bearer("b3arer-s3cret"));
    let error = wait(call(&client, &BASIC_OR_KEY)).unwrap_err();
    assert!(error.is_invalid_request() && mock.requests().is_empty());
    assert_eq!(
        error.to_string(),
        "things.get: the client does not have the credentials that this asks for; give them with \
         `Credentials::basic_auth` (HTTP basic authentication), or `Credentials::api_key` (header `X-API-Key`)"
    );
}

#[test]
fn a_query_key_is_sent_once_with_each_attempt() {
    let mock = MockTransport::in_turn([Ok(reply(503, "")), Ok(reply(204, ""))]);
    let client = client(&mock, all());
    wait(call(&client, &QUERY)).unwrap();
    for request in mock.requests() {
        let expected = "https://api.example/v1/things?api%20key=qu3ry%2Fs3cret";
        assert_eq!(request.uri(), expected);
        assert!(secret(&request).is_empty(), "{request:?}");
    }
    // The URL of a next page may already contain it.
    let request = sent(&QUERY_TWICE, &all()).unwrap();
    assert_eq!(request.uri(), "https://api.example/v1/t?b=c&api%20key=qu3ry%2Fs3cret");
}

#[test]
fn a_credential_cookie_is_added_to_other_cookies() {
    let mock = MockTransport::replying(204, "");
    let client = client(&mock, all());
    wait(call(&client, &COOKIE).header("cookie", "a=b; session=old")).unwrap();
    let request = mock.requests().remove(0);
    let cookies = &request.headers()["cookie"];
    assert_eq!(cookies, "a=b; session=s3ssion-s3cret");
    assert!(cookies.is_sensitive());
}

#[test]
fn errors_and_debug_output_contain_no_secrets() {
    let blob = "YW5uOnA0c3N3b3JkOiDDvA==";
    let repeated = format!(
        r#"{{"message": "no k3y-s3cret, qu3ry/s3cret, qu3ry%2Fs3cret, s3ssion-s3cret, {blob}, p4ssword: ü"}}"#
    );
    let replies: [&dyn Fn() -> crate::testing::Reply; 2] =
        [&|| Ok(reply(400, repeated.clone())), &|| {
            Err(TransportError::unusable("https://api.example?api%20key=qu3ry%2Fs3cret"))
        }];
    for make in replies {
        let mock = MockTransport::in_turn([make()]);
        let client = client(&mock, all());
        let call = call(&client, &QUERY);
        let mut text = format!("{client:?} {call:?} {:?} {:?}", all(), CredentialSet::default());
        let error = wait(call).unwrap_err();
        text.push_str(&format!("{error} {error:?} {error:#?} {:?}", error.message()));
        assert!(!text.contains("s3cret") && !text.contains("p4ss"), "{text}");
        assert!(!text.contains(blob), "{text}");
        assert!(text.contains("***") && text.contains("basic_auth"), "{text}");
    }
}

#[test]
fn invalid_credentials_are_refused_without_being_printed() {
    let new = Credentials::new;
    for (credentials, expected) in [
        (new().basic_auth("", ""), "`basic_auth` is empty"),
        (new().basic_auth("s3:x", "y"), "a colon in its user name"),
        (new().basic_auth("x", "s3\r\n"), "a line break"),
        (new().api_key("s3\r\nx: y"), "`api_key` holds a space"),
        (new().bearer("Bearer "), "`bearer` is empty"),
        (new().session("s3; path=/"), "`session` holds a space"),
        (new().session("s3;path=/"), "cannot be sent in a cookie"),
    ] {
        let mut builder = Client::builder().environment("https://api.example").service(&SERVICE);
        builder.credential_set().add(credentials.0);
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3"), "{error:?}");
    }
}

#[test]
fn basic_auth_accepts_a_user_name_without_password() {
    static BASIC: Operation =
        Operation::new("get", "things.get", Method::GET, "/things").security(&[&["basic_auth"]]);
    let request = sent(&BASIC, &Credentials::new().basic_auth("k3y", "")).unwrap();
    assert_eq!(secret(&request), ["authorization: Basic azN5Og=="]);
}

#[test]
fn an_optional_token_may_be_omitted() {
    static OPTIONAL: Service = Service {
        name: "shop",
        environment_variable: "E",
        schemes: &[Scheme { name: "token", variable: "T", location: CredentialLocation::Bearer }],
        access: Access::OptionalToken,
        path_starts: &[],
        environments: &[],
    };
    static EITHER: Operation =
        Operation::new("get", "things.get", Method::GET, "/things").security(&[&["token"], &[]]);
    static REQUIRED: Operation = Operation::new("get", "things.get", Method::GET, "/things");
    let mock = MockTransport::replying(204, "");
    let builder = Client::builder().environment("https://api.example").service(&OPTIONAL);
    let client = builder.transport(mock.clone()).build().unwrap();
    wait(call(&client, &EITHER)).unwrap();
    assert!(secret(&mock.requests()[0]).is_empty());
    let error = wait(call(&client, &REQUIRED)).unwrap_err().to_string();
    assert!(error.contains("`ClientBuilder::token` (bearer token)"), "{error}");
}

#[test]
fn an_unreachable_url_is_printed_without_its_key() {
    // Nothing listens on a port that was just released.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("http://127.0.0.1:{port}");
    let mut builder = Client::builder()
        .environment(address.as_str())
        .retries(RetryPolicy::never())
        .service(&SERVICE);
    builder.credential_set().add(all().0);
    let client = builder.build().unwrap();
    let error = wait(call(&client, &QUERY)).unwrap_err();
    assert!(error.is_connect());
    let mut text = printed(&error);
    #[cfg(feature = "blocking")]
    {
        let mut builder = crate::blocking::Client::builder()
            .environment(address.as_str())
            .retries(RetryPolicy::never())
            .service(&SERVICE);
        builder.credential_set().add(all().0);
        let client = builder.build().unwrap();
        let error = call(&client, &QUERY).send().unwrap_err();
        assert!(error.is_connect());
        text.push_str(&printed(&error));
    }
    assert!(!text.contains("s3cret") && !text.contains("api%20key"), "{text}");
}

/// All output of an error.
fn printed(error: &crate::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!("{error} {error:?}"));
        source = error.source();
    }
    text
}
