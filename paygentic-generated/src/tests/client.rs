use super::mock::{TOKEN, client_of, customers};
use crate::config::{BaseUrl, Token};
use crate::service::{Auth, Service};
use crate::testing::MockTransport;
use crate::{Client, Environment};

fn service(auth: Auth) -> Service {
    Service {
        name: "test",
        token_variable: "T",
        environment_variable: "E",
        auth,
    }
}

fn header(auth: Auth, text: &str) -> String {
    let token = Token::new(&service(auth), text).unwrap().unwrap();
    assert!(token.value.is_sensitive());
    format!("{}: {}", token.header, token.value.to_str().unwrap())
}

#[test]
fn the_prefix_of_a_token_is_not_doubled() {
    for text in ["abc", "Bearer abc", "bearer  abc", " abc "] {
        assert_eq!(header(Auth::Bearer, text), "authorization: Bearer abc");
    }
    assert_eq!(header(Auth::Header("x-api-key"), "abc"), "x-api-key: abc");
    assert!(Token::new(&service(Auth::None), "").unwrap().is_none());
}

#[test]
fn a_token_that_cannot_be_one_is_refused_without_being_shown() {
    for text in [
        "",
        "  ",
        "Bearer ",
        "s3cret\r\nx: y",
        "s3cret\n",
        "s3 cret",
        "s3crét",
    ] {
        let error = Token::new(&service(Auth::Bearer), text).unwrap_err();
        assert!(error.to_string().contains("the token"), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3"), "{error:?}");
    }
}

#[test]
fn nothing_prints_the_token() {
    let mock = MockTransport::replying(500, "{}");
    let client = client_of(&mock);
    let call = customers(&client).get("cus_1");
    let builder = Client::builder().token(TOKEN);
    let request = format!("{client:?} {call:?} {builder:?} {:?}", customers(&client));
    let error = super::mock::wait(call).unwrap_err();
    let sent = format!("{:?}", mock.requests()[0]);
    assert!(!format!("{request} {error} {error:?} {sent}").contains("5ecret"));
}

#[test]
fn the_address_must_be_safe_for_the_token() {
    for url in [
        "https://api.example",
        "https://api.example:8443/prefix/",
        "http://localhost:1/",
        "http://127.9.9.9",
        "http://[::1]:80",
    ] {
        BaseUrl::new(url, false).unwrap();
    }
    for (url, why) in [
        ("http://api.example", "not encrypted"),
        ("http://localhost.example", "not encrypted"),
        ("http://127.0.0.1.example", "not encrypted"),
        ("ftp://api.example", "scheme"),
        ("api.example", "no scheme"),
        ("production", "no scheme"),
        ("/path", "no scheme"),
        ("", "not valid"),
        ("https://user:s3cret@api.example", "user name"),
        ("https://api.example?x=s3cret", "query"),
        ("https://api.example#s3cret", "fragment"),
        ("https://api.example/a/../b", "`..`"),
        ("https://api example", "not valid"),
        ("https://", "not valid"),
    ] {
        let error = BaseUrl::new(url, false).unwrap_err().to_string();
        assert!(error.contains(why), "{url}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    BaseUrl::new("http://api.example", true).unwrap();
    assert!(BaseUrl::new("ftp://api.example", true).is_err());
}

#[test]
fn a_client_needs_a_token() {
    let error = Client::builder()
        .environment("https://api.example")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("no token"), "{error}");
    assert!(Client::new("https://api.example", "").is_err());
    assert!(Client::new(Environment::Custom("http://api.example".into()), "abc").is_err());
}

#[test]
fn default_headers_are_checked_and_sent() {
    let mock = MockTransport::replying(204, "");
    let client = Client::builder()
        .environment("https://api.example")
        .token(TOKEN)
        .default_header("x-tenant", "one")
        .user_agent_suffix("shop/1")
        .transport(mock.clone())
        .build()
        .unwrap();
    super::mock::wait(customers(&client).delete("cus_1")).unwrap();
    let headers = mock.requests()[0].headers().clone();
    assert_eq!(headers["x-tenant"], "one");
    assert!(headers["user-agent"].to_str().unwrap().ends_with(" shop/1"));
    let builder = Client::builder()
        .environment("https://api.example")
        .token(TOKEN);
    assert!(builder.default_header("x", "a\nb").build().is_err());
}

#[test]
fn a_client_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    shared(&client_of(&MockTransport::replying(200, "")));
}
