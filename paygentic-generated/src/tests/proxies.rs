//! Proxies from environment variables.

use crate::config::BaseUrl;
use crate::transport::{ProxySetting, Redacted};

/// The proxy for a URL with these variables, or the error.
fn proxy(url: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
    let base = BaseUrl::new(url, true).unwrap();
    let read = |name: &str| {
        let found = variables.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    match ProxySetting::Environment.resolve(&base, &read) {
        Ok(proxy) => Ok(proxy.map(|Redacted(address)| address)),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn the_scheme_of_the_url_selects_the_variable() {
    let all = [
        ("HTTPS_PROXY", "http://secure:1"),
        ("HTTP_PROXY", "plain:2"),
        ("ALL_PROXY", "http://all:3"),
    ];
    let https = "https://api.example";
    let http = "http://api.example";
    let some = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!(proxy(https, &all), some("http://secure:1"));
    assert_eq!(proxy(http, &all), some("http://plain:2"));
    assert_eq!(proxy(https, &all[1..]), some("http://all:3"));
    assert_eq!(proxy(http, &[("HTTPS_PROXY", "http://secure:1")]), Ok(None));
    assert_eq!(
        proxy(https, &[("HTTPS_PROXY", " "), ("all_proxy", "http://a:1")]),
        some("http://a:1")
    );
    // The lower-case variable takes precedence, as in other programs.
    assert_eq!(proxy(https, &[("HTTPS_PROXY", "a"), ("https_proxy", "b")]), some("http://b"));
    // The header `Proxy` of a request to a CGI program.
    assert_eq!(proxy(http, &[("HTTP_PROXY", "http://evil"), ("REQUEST_METHOD", "GET")]), Ok(None));
}

#[test]
fn loopback_bypasses_proxies() {
    for url in [
        "http://localhost:80",
        "https://localhost",
        "http://127.0.0.1:1",
        "https://127.9.9.9",
        "https://[::1]:1",
        "https://LOCALHOST.",
        "https://[::ffff:127.0.0.1]",
        "http://api.localhost:8080",
        "https://a.b.LocalHost.",
        "http://0.0.0.0:1",
        "https://[::]:1",
    ] {
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"] {
            assert_eq!(proxy(url, &[(name, "socks5://proxy:1")]), Ok(None), "{url}");
        }
        if url.starts_with("http://") {
            let base = BaseUrl::new(url, true).unwrap();
            let elsewhere = ProxySetting::Address(Redacted("http://proxy:1".to_owned()));
            let error = elsewhere.resolve(&base, &|_| None).unwrap_err().to_string();
            assert!(error.contains("on this machine"), "{url}: {error}");
            let here = ProxySetting::Address(Redacted("http://proxy.localhost:1".to_owned()));
            assert!(here.resolve(&base, &|_| None).unwrap().is_some(), "{url}");
        }
    }
    for url in ["https://localhost.example", "https://xlocalhost", "https://0.0.0.1"] {
        assert!(proxy(url, &[("ALL_PROXY", "http://proxy:1")]).unwrap().is_some(), "{url}");
    }
    // Names below `localhost` are left to the resolver of the system, so that plain HTTP has to be allowed.
    assert!(BaseUrl::new("http://api.localhost", false).is_err());
}

#[test]
fn unusable_proxies_are_refused_with_the_name_of_the_variable() {
    for (value, why) in [
        ("socks5://u:s3cret@proxy:1080", "SOCKS"),
        ("socks5h://proxy", "SOCKS"),
        ("socks4://proxy", "SOCKS"),
        ("SOCKS://proxy", "SOCKS"),
        ("quic://proxy", "unknown kind"),
        ("http://a b s3cret", "no valid address"),
        ("http://u:s3cret%FF@proxy", "no valid address"),
        ("http://u:s3cret\u{fffd}@proxy", "no valid address"),
    ] {
        for name in ["HTTPS_PROXY", "all_proxy"] {
            let error = proxy("https://api.example", &[(name, value)]).unwrap_err();
            assert!(error.contains(name) && error.contains(why), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}

#[test]
fn an_empty_no_proxy_is_ignored() {
    for (lower, upper, is_direct) in [
        ("", "api.example", true),
        (" ", "api.example", true),
        ("other.example", "api.example", false),
        ("api.example", "", true),
        ("", "", false),
    ] {
        let variables = [("ALL_PROXY", "http://p:1"), ("no_proxy", lower), ("NO_PROXY", upper)];
        let proxy = proxy("https://api.example", &variables).unwrap();
        assert_eq!(proxy.is_none(), is_direct, "{lower:?} {upper:?}");
    }
}

#[test]
fn no_proxy_accepts_names_addresses_and_ranges() {
    let is_direct = |url: &str, list: &str| {
        let variables = [("ALL_PROXY", "http://proxy:1"), ("NO_PROXY", list)];
        proxy(url, &variables).unwrap().is_none()
    };
    for (url, list) in [
        ("https://api.example", "api.example"),
        ("https://API.example", "other, Api.Example"),
        ("https://a.b.example", "b.example"),
        ("https://a.b.example", ".example"),
        ("https://a.b.example", "*.b.example"),
        ("https://b.example.", ".b.example."),
        ("https://api.example", "*"),
        ("https://api.example", "a.example\nb.example\r\n api.example"),
        ("https://[::ffff:10.1.2.3]", "10.0.0.0/8"),
        ("https://[::ffff:10.1.2.3]", "10.1.2.3"),
        ("https://10.1.2.3", "::ffff:10.1.2.3"),
        ("https://api.example:8443", "api.example:8443"),
        ("https://api.example", "api.example:443"),
        ("https://10.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3"),
        ("https://10.1.2.3:9", "10.1.2.3:9"),
        ("https://10.1.2.3", "0.0.0.0/0"),
        ("https://[fd00::1]", "fd00::/8"),
        ("https://[fd00::1]", "fd00::1"),
        ("https://[fd00::1]", "[fd00:0::1]"),
        ("https://[fd00::1]:9", "[fd00::1]:9"),
    ] {
        assert!(is_direct(url, list), "{url} {list}");
    }
    for (url, list) in [
        ("https://api.example", ""),
        ("https://api.example", "api.example.org, pi.example"),
        ("https://api.example:1", "api.example:2"),
        ("https://api.example", ".,:443"),
        ("https://11.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3/33"),
        ("https://10.1.2.3", "10.1.2.3/x"),
        ("https://10.1.2.3", "fd00::/8"),
        ("https://[fe00::1]", "fd00::/8"),
        ("https://[fd00::1]:8", "[fd00::1]:9"),
    ] {
        assert!(!is_direct(url, list), "{url} {list}");
    }
}
