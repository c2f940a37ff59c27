//! Proxies that are set on a client. Proxies from environment variables are tested without a network.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_proxy_receives_every_request
    unusable_proxies_are_refused
    a_proxy_that_does_not_connect_is_named
    a_proxy_variable_that_is_not_unicode_is_refused
}

fn a_proxy_receives_every_request<T: ClientUnderTest>() {
    let server = Server::bait();
    let proxy = Server::new([status(407)]);
    let address = proxy.address().replace("://", "://us%40er:pass@");
    for scheme in ["http", "https"] {
        let mut setup = Setup::new(server.address().replace("http", scheme)).attempts(1);
        setup.proxy = Some(address.clone());
        error_of(setup.client::<T>().run(Operation::Create));
    }
    for request in proxy.requests(2) {
        assert_eq!(request.header("proxy-authorization"), Some("Basic dXNAZXI6cGFzcw=="));
        if request.line().starts_with("CONNECT") {
            assert_eq!(request.header("authorization"), None);
        }
    }
    server.assert_no_connection();
}

fn unusable_proxies_are_refused<T: ClientUnderTest>() {
    for (proxy, why) in [
        ("socks5://127.0.0.1:1", "SOCKS"),
        ("socks4a://s3cret@127.0.0.1:1", "SOCKS"),
        ("ftp://127.0.0.1", "unknown kind"),
        ("http://", "no valid address"),
        ("", "no valid address"),
        ("http://s3cret@@proxy", "no valid address"),
        ("http://tok#s3cret@proxy:3128", "%23"),
        ("http://u:80#s3cret@proxy:3128", "no valid address"),
        ("http://proxy.example/s3cret", "path"),
        ("http://proxy:99999", "port"),
        ("http://u:s3cret@proxy:+1", "port"),
        ("http://u:s3cret@[::1]x", "brackets"),
        ("http://127.1:3128", "usual form"),
    ] {
        let mut setup = Setup::new("https://api.example");
        setup.proxy = Some(proxy.to_owned());
        let error = T::build(&setup).err().unwrap().to_string();
        assert!(error.contains(why) && error.contains("`proxy`"), "{proxy}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    for address in ["http://127.0.0.1:1", "http://localhost:1"] {
        let mut setup = Setup::new(address);
        setup.proxy = Some("http://proxy.example:3128".to_owned());
        let error = T::build(&setup).err().unwrap().to_string();
        assert!(error.contains("token"), "{error}");
    }
}

fn a_proxy_that_does_not_connect_is_named<T: ClientUnderTest>() {
    let refused = "the proxy made no connection to the server (";
    for (answer, meaning) in [
        (status(407), "the proxy wants a user name and a password, or others ("),
        (status(502), refused),
        (status(429), refused),
        (cut("HTTP/1.1 20"), refused),
    ] {
        let proxy = Server::new([answer]);
        let mut setup = Setup::new("https://api.example").attempts(2);
        setup.proxy = Some(proxy.address());
        let error = error_of(setup.client::<T>().run(Operation::Create));
        assert!(error.to_string().contains(meaning), "{error}");
        assert!(error.is_connect() && !error.is_outcome_unknown(), "{error:?}");
        assert_eq!(error.attempts(), 2);
        proxy.requests(2);
    }
}

const CASE: &str = "PROXY_OF_A_TEST";

/// The environment belongs to a process, so another one runs this test again.
#[cfg(unix)]
fn a_proxy_variable_that_is_not_unicode_is_refused<T: ClientUnderTest>() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::process::Command;

    if std::env::var_os(CASE).is_some() {
        let error = T::build(&Setup::new("https://api.example")).err().unwrap().to_string();
        assert!(error.contains("https_proxy") && error.contains("UTF-8"), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
        return;
    }
    let name = std::thread::current().name().unwrap().to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &name])
        .env(CASE, "1")
        .env("https_proxy", OsStr::from_bytes(b"http://u:s3cret\xff@127.0.0.1:9"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[cfg(not(unix))]
fn a_proxy_variable_that_is_not_unicode_is_refused<T: ClientUnderTest>() {}

/// A proxy that connects every client to the server.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn tunnel(server: &str) -> String {
    use std::io::{Read, Write, copy};
    use std::net::{Shutdown, TcpStream};
    use std::thread;

    let target = server.trim_start_matches("https://").to_owned();
    let address = crate::server::listen(move |mut client| {
        let target = target.clone();
        thread::spawn(move || {
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") {
                client.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            assert!(head.starts_with(b"CONNECT "));
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            let mut server = TcpStream::connect(target).unwrap();
            let mut ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                drop(copy(&mut ends.0, &mut ends.1));
                ends.1.shutdown(Shutdown::Write)
            });
            drop(copy(&mut server, &mut client));
            client.shutdown(Shutdown::Both)
        });
    });
    format!("http://{address}")
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod through_a_tunnel {
    use std::net::Ipv6Addr;

    use paygentic_generated::transport::TlsVersion;
    use rcgen::{CertificateParams, SanType};
    use rustls::version::TLS12;

    use super::tunnel;
    use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
    use crate::tls_server::{Authority, TlsServer};

    on_both_clients! {
        tls_settings_apply_through_a_proxy
        an_ipv6_address_is_reached_or_refused
    }

    fn tls_settings_apply_through_a_proxy<T: ClientUnderTest>() {
        let (authority, clients) = (Authority::new(), Authority::new());
        let server = TlsServer::with(&authority, &[&TLS12], Some(&clients));
        let mut good = Setup::new(&server.address).attempts(1);
        good.proxy = Some(tunnel(&server.address));
        good.added_root = Some(authority.pem.clone());
        good.identity = Some(clients.issue());
        good.client::<T>().run(Operation::Get).unwrap();
        assert_eq!((server.seen().requests, server.seen().identified), (1, 1));

        let changes: [&dyn Fn(&mut Setup); 5] = [
            &|setup| setup.added_root = None,
            &|setup| {
                setup.added_root = None;
                setup.only_root = Some(clients.pem.clone());
            },
            &|setup| setup.min_tls = Some(TlsVersion::Tls13),
            &|setup| setup.identity = None,
            // The name is checked against the certificate, whatever the proxy connects to.
            &|setup| setup.address = "https://api.example".to_owned(),
        ];
        for change in changes {
            let mut setup = good.clone();
            change(&mut setup);
            let error = error_of(setup.client::<T>().run(Operation::Get));
            assert!(error.is_connect(), "{error:?}");
        }
        assert_eq!(server.seen().requests, 1);
    }

    /// `reqwest` does not support it, and its error message does not help.
    fn an_ipv6_address_is_reached_or_refused<T: ClientUnderTest>() {
        let authority = Authority::new();
        let loopback = |params: &mut CertificateParams| {
            params.subject_alt_names = vec![SanType::IpAddress(Ipv6Addr::LOCALHOST.into())];
        };
        let server = TlsServer::showing(&authority.issue_with(&loopback));
        let mut setup = Setup::new("https://[::1]:8443").attempts(1);
        setup.added_root = Some(authority.pem);
        setup.proxy = Some(tunnel(&server.address));
        if T::REACHES_IPV6_BY_PROXY {
            setup.client::<T>().run(Operation::Get).unwrap();
            assert_eq!(server.seen().requests, 1);
            return;
        }
        let error = T::build(&setup).err().unwrap().to_string();
        assert!(error.contains("IPv6 address over TLS through a proxy"), "{error}");
        // Without TLS, or without a proxy, it is possible.
        setup.address = "http://[::1]:8443".to_owned();
        T::build(&setup).unwrap();
        setup.address = "https://[::1]:8443".to_owned();
        setup.proxy = None;
        T::build(&setup).unwrap();
    }
}
