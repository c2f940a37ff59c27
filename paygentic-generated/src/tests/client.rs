use super::mock::{TOKEN, client_of, customers};
use crate::config::BaseUrl;
use crate::operation::Operation;
use crate::request::Request;
use crate::service::{Access, CredentialLocation, Scheme, Service};
use crate::testing::MockTransport;
use crate::{Client, Environment, Error};

/// The authorization header that a client sends for a token.
fn header(location: CredentialLocation, text: &str) -> Result<String, Error> {
    let service: &'static Service = Box::leak(Box::new(Service {
        name: "test",
        environment_variable: "E",
        schemes: vec![Scheme { name: "token", variable: "T", location }].leak(),
        access: Access::Token,
        path_starts: &["v0"],
        environments: &[],
    }));
    let mock = MockTransport::replying(204, "");
    let builder = Client::builder().environment("https://api.example");
    let builder = builder.service(service).token(text);
    let client = builder.transport(mock.clone()).build()?;
    super::mock::wait(customers(&client).delete("cus_1"))?;
    let sent = mock.requests().remove(0);
    let mut headers = sent.headers().iter().filter(|(_, value)| value.is_sensitive());
    let (name, value) = headers.next().unwrap();
    Ok(format!("{name}: {}", value.to_str().unwrap()))
}

#[test]
fn the_prefix_of_a_token_is_not_doubled() {
    for text in ["abc", "Bearer abc", "bearer  abc", " abc "] {
        let sent = header(CredentialLocation::Bearer, text).unwrap();
        assert_eq!(sent, "authorization: Bearer abc");
    }
    for text in ["abc", "token abc"] {
        let sent = header(CredentialLocation::Scheme("Token"), text).unwrap();
        assert_eq!(sent, "authorization: Token abc");
    }
    let sent = header(CredentialLocation::Header("X-Api-Key"), "abc").unwrap();
    assert_eq!(sent, "x-api-key: abc");
    let sent = header(CredentialLocation::Header("Authorization"), "Bot abc").unwrap();
    assert_eq!(sent, "authorization: Bot abc");
}

#[test]
fn an_invalid_token_is_refused_without_being_printed() {
    for text in ["", "  ", "Bearer ", "s3cret\r\nx: y", "s3cret\n", "s3 cret", "s3crét"] {
        let error = header(CredentialLocation::Bearer, text).unwrap_err();
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
fn the_base_url_must_be_safe_for_the_token() {
    for url in [
        "https://api.example",
        "https://api.example:8443/prefix/",
        "http://localhost:1/",
        "http://127.9.9.9",
        "http://[::1]:80",
        "http://[0:0:0:0:0:0:0:1]:9",
        "HTTP://LOCALHOST:0",
        "HTTPS://api.example",
        "https://my_service.internal./a%20b/..c",
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
        ("http://[::1]evil.example", "brackets"),
        ("http://[::1].evil.example:80", "the base URL"),
        ("http://[127.0.0.1]:9", "brackets"),
        ("http://[localhost]:9", "brackets"),
        ("https://[fe80::1%25eth0]", "the base URL"),
        ("http://localhost:99999", "port"),
        ("https://api.example:80:80", "the base URL"),
        ("https://api.example:", "the base URL"),
        ("https://api.example:+1", "the base URL"),
        ("https://127.1", "usual form"),
        ("https://0x7f000001", "usual form"),
        ("https://2130706433", "usual form"),
        ("https://1.2.3.4.5", "usual form"),
        ("https://api%2eexample", "the base URL"),
        ("https://api.example/a/./b", "`..`"),
        ("https://api.example/%2e%2e/b", "`..`"),
        ("https://api.example/a/.%2E", "`..`"),
        ("https://api.example/a/%2e/b", "`..`"),
        ("https://api.example/a%2Fb", "slash"),
        ("https://api.example/..%5cb", "slash"),
        ("https://api.example/a\\..\\b", "the base URL"),
        ("https://api.example/a%", "hexadecimal"),
        ("https://api.example/a%2/b", "hexadecimal"),
        ("https://api.example/a%zz", "hexadecimal"),
    ] {
        let error = BaseUrl::new(url, false).unwrap_err().to_string();
        assert!(error.contains(why), "{url}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    BaseUrl::new("http://api.example", true).unwrap();
    assert!(BaseUrl::new("ftp://api.example", true).is_err());
}

#[test]
fn the_scheme_of_the_base_url_is_case_insensitive() {
    let base = BaseUrl::new("HTTPS://API.example/x/", false).unwrap();
    assert!(base.is_https() && !base.is_this_machine());
    let base = BaseUrl::new("HTTP://LOCALHOST", false).unwrap();
    assert!(!base.is_https() && base.is_this_machine());
    assert_eq!((base.host(), base.port()), ("LOCALHOST", 80));
}

#[test]
fn a_scheme_relative_url_takes_the_scheme_of_the_base_url() {
    let mut request = Request::new(http::Method::GET);
    request.next = Some("//127.0.0.1:8080/v0/things?page=2".to_owned());
    for scheme in ["http", "https"] {
        let base = BaseUrl::new(&format!("{scheme}://127.0.0.1:8080"), false).unwrap();
        let address = format!("{scheme}://127.0.0.1:8080/v0/things?page=2");
        assert_eq!(base.join(&request).unwrap(), address.as_str());
    }
}

#[test]
fn the_base_url_must_not_end_with_the_first_segment_of_the_paths() {
    let starts = ["v0", "v2"];
    for (url, end) in [
        ("https://api.example/v0", "/v0"),
        ("https://api.example/v2/", "/v2"),
        ("https://api.example/prefix/V0//", "/V0"),
    ] {
        let base = BaseUrl::new(url, false).unwrap();
        let error = base.check_end(&starts).unwrap_err().to_string();
        assert!(error.contains(&format!("ends with `{end}`")), "{error}");
    }
    for url in ["https://v0", "https://api.example/v0/x", "https://api.example/av0"] {
        BaseUrl::new(url, false).unwrap().check_end(&starts).unwrap();
    }
    // From the contract.
    let start = crate::generated::SERVICE.path_starts[0];
    let url = format!("https://api.example/{start}");
    let error = Client::new(url, "abc").unwrap_err().to_string();
    assert!(error.contains("twice"), "{error}");
}

#[test]
fn network_settings_are_refused_with_a_custom_transport() {
    use crate::transport::TlsVersion;
    type Change = fn(crate::ClientBuilder<Client>) -> crate::ClientBuilder<Client>;
    let changes: [(&str, Change); 6] = [
        ("add_root_certificates", |builder| builder.add_root_certificates("x")),
        ("only_root_certificates", |builder| builder.only_root_certificates("x")),
        ("client_identity", |builder| builder.client_identity("x", "5ecret")),
        ("min_tls_version", |builder| builder.min_tls_version(TlsVersion::Tls13)),
        ("proxy", |builder| builder.proxy("http://u:5ecret@proxy.example")),
        ("no_proxy", |builder| builder.no_proxy()),
    ];
    for (name, change) in changes {
        let mock = MockTransport::replying(200, "");
        let builder = Client::builder().environment("https://api.example").token("t");
        let builder = change(builder.transport(mock));
        assert!(!format!("{builder:?}").contains("5ecret"));
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn methods_with_a_body_send_content_length_0_without_one() {
    use http::Method;
    static POST: Operation = Operation::new("post", "x.post", Method::POST, "/x");
    static PUT: Operation = Operation::new("put", "x.put", Method::PUT, "/x");
    static PATCH: Operation = Operation::new("patch", "x.patch", Method::PATCH, "/x");
    static GET: Operation = Operation::new("get", "x.get", Method::GET, "/x");
    static DELETE: Operation = Operation::new("delete", "x.delete", Method::DELETE, "/x");
    let with: [(&'static Operation, bool); 5] =
        [(&POST, true), (&PUT, true), (&PATCH, true), (&GET, false), (&DELETE, false)];
    for (operation, has_length) in with {
        let mock = MockTransport::replying(200, "{}");
        let client = client_of(&mock);
        let call: crate::Call<'_, _, crate::Value> = crate::call::Call::json(&client, operation);
        super::mock::wait(call).unwrap();
        let length = mock.requests()[0].headers().get("content-length").cloned();
        assert_eq!(length.is_some_and(|length| length == "0"), has_length, "{}", operation.id);
    }
}

#[test]
fn a_client_needs_a_token() {
    let error = Client::builder().environment("https://api.example").build().unwrap_err();
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
    let builder = Client::builder().environment("https://api.example").token(TOKEN);
    assert!(builder.default_header("x", "a\nb").build().is_err());
}

#[test]
fn a_client_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    shared(&client_of(&MockTransport::replying(200, "")));
}

#[test]
fn a_url_is_printed_without_its_password() {
    let builder = Client::builder().environment("https://me:s3cret@api.example/v0?x@y");
    let printed = format!("{builder:?} {:?}", Environment::from("me:s3cret@api.example"));
    assert!(!printed.contains("s3cret"), "{printed}");
    let plain = format!("{:?}", Environment::from("https://api.example"));
    assert_eq!(plain, r#"Custom("https://api.example")"#);
}
