//! TLS settings: each is applied, or is an error.

use std::error::Error as _;
use std::io::{self, Read};
use std::net::{Shutdown, TcpStream};
use std::process::Command;
use std::thread;

use paygentic_generated::Error;
use paygentic_generated::transport::TlsVersion;
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, SanType, date_time_ymd};
use rustls::version::{TLS12, TLS13};

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::listen;
use crate::tls_server::{Authority, TlsServer};

on_both_clients! {
    an_added_authority_is_trusted
    an_untrusted_authority_is_a_connect_error
    only_the_chosen_authorities_are_trusted
    system_roots_are_not_trusted_besides_the_chosen_ones
    a_tls_version_below_the_minimum_is_refused
    a_client_presents_its_certificate
    a_body_without_length_must_end_with_close_notify
    an_interrupted_handshake_sends_nothing
    an_invalid_server_certificate_is_refused
    unusable_certificates_and_keys_are_refused
    unusual_pem_layouts_are_accepted
}

/// The error and all its sources.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

/// Asserts that nothing was sent, so that even unsafe operations were retried.
fn assert_unsent<T: ClientUnderTest>(setup: &Setup, server: &TlsServer) -> String {
    let before = server.seen();
    let client: T = setup.clone().attempts(3).client();
    let error = error_of(client.run(Operation::Create));
    assert!(error.is_connect() && !error.is_outcome_unknown(), "{error:?}");
    assert_eq!(error.attempts(), 3);
    let after = server.seen();
    assert_eq!(after.requests, before.requests);
    assert_eq!(after.connections, before.connections + 3);
    chain(&error)
}

fn an_added_authority_is_trusted<T: ClientUnderTest>() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::new(&authority);
    let localhost = server.address.replace("127.0.0.1", "localhost");
    for address in [server.address.clone(), localhost] {
        let mut setup = Setup::new(address);
        setup.added_root = Some(format!("{}{}", other.pem, authority.pem));
        let client: T = setup.client();
        client.run(Operation::Get).unwrap();
        client.run(Operation::Get).unwrap();
    }
    assert_eq!((server.seen().requests, server.seen().connections), (4, 2));
}

fn an_untrusted_authority_is_a_connect_error<T: ClientUnderTest>() {
    let server = TlsServer::new(&Authority::new());
    let text = assert_unsent::<T>(&Setup::new(&server.address), &server);
    assert!(text.to_lowercase().contains("certificate"), "{text}");
}

fn only_the_chosen_authorities_are_trusted<T: ClientUnderTest>() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::new(&authority);
    let mut setup = Setup::new(&server.address);
    setup.only_root = Some(authority.pem);
    setup.client::<T>().run(Operation::Get).unwrap();
    setup.only_root = Some(other.pem);
    let text = assert_unsent::<T>(&setup, &server);
    assert!(text.to_lowercase().contains("certificate"), "{text}");
}

const CASE: &str = "TLS_OF_A_TEST";

/// The system roots are set by an environment variable, so another process executes this test again.
fn system_roots_are_not_trusted_besides_the_chosen_ones<T: ClientUnderTest>() {
    if !cfg!(target_os = "linux") {
        return;
    }
    if let Ok(address) = std::env::var(CASE) {
        let client: T = Setup::new(&address).client();
        client.run(Operation::Get).unwrap();
        let mut setup = Setup::new(address);
        setup.only_root = Some(Authority::new().pem);
        let error = error_of(setup.client::<T>().run(Operation::Get));
        assert!(error.is_connect(), "{error:?}");
        return;
    }
    let authority = Authority::new();
    let server = TlsServer::new(&authority);
    let file = std::env::temp_dir().join(format!("authority-{}.pem", std::process::id()));
    std::fs::write(&file, &authority.pem).unwrap();
    let name = std::thread::current().name().unwrap().to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &name])
        .env("SSL_CERT_FILE", &file)
        .env(CASE, &server.address)
        .output()
        .unwrap();
    drop(std::fs::remove_file(&file));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(server.seen().requests, 1);
}

fn a_tls_version_below_the_minimum_is_refused<T: ClientUnderTest>() {
    let authority = Authority::new();
    let old = TlsServer::with(&authority, &[&TLS12], None);
    let new = TlsServer::with(&authority, &[&TLS13], None);
    let mut setup = Setup::new(&old.address);
    setup.added_root = Some(authority.pem);
    setup.client::<T>().run(Operation::Get).unwrap();
    setup.min_tls = Some(TlsVersion::Tls13);
    assert_unsent::<T>(&setup, &old);
    setup.address = new.address;
    setup.client::<T>().run(Operation::Get).unwrap();
}

fn a_client_presents_its_certificate<T: ClientUnderTest>() {
    let (authority, clients) = (Authority::new(), Authority::new());
    for version in [&TLS12, &TLS13] {
        let server = TlsServer::with(&authority, &[version], Some(&clients));
        let mut setup = Setup::new(&server.address);
        setup.added_root = Some(authority.pem.clone());
        error_of(setup.client::<T>().run(Operation::Get));
        setup.identity = Some(clients.issue());
        setup.client::<T>().run(Operation::Get).unwrap();
        assert_eq!((server.seen().requests, server.seen().identified), (1, 1));
    }
}

/// An attacker can close a connection, but cannot end its TLS properly.
fn a_body_without_length_must_end_with_close_notify<T: ClientUnderTest>() {
    let authority = Authority::new();
    let run = |text: &[u8], is_marked| {
        let server = TlsServer::closing(&authority, text.to_vec(), is_marked);
        let mut setup = Setup::new(&server.address).attempts(1);
        setup.added_root = Some(authority.pem.clone());
        // The server reads no bodies, and what it leaves would reset the connection.
        setup.client::<T>().run(Operation::Get)
    };
    for version in ["1.0", "1.1"] {
        let text = format!("HTTP/{version} 200 OK\r\n\r\n{BODY}");
        run(text.as_bytes(), true).unwrap();
        if !T::SEES_CUT_TLS {
            continue;
        }
        let error = error_of(run(text.as_bytes(), false));
        assert!(error.status().is_none() && error.is_outcome_unknown(), "{error:?}");
    }
    if T::SEES_CUT_TLS {
        let error = error_of(run(b"HTTP/1.1 404 No\r\n\r\n{}", false));
        assert!(!error.is_not_found(), "{error:?}");
    }
    // A body with a length or in chunks needs no other end.
    run(&response(200, "", BODY), false).unwrap();
    run(&chunked(BODY), false).unwrap();
    let text = response(200, "", BODY);
    for is_marked in [true, false] {
        let error = error_of(run(&text[..text.len() - 1], is_marked));
        assert!(error.status().is_none() && error.is_outcome_unknown(), "{error:?}");
    }
}

/// Forwards this many bytes from the server, and closes both connections.
fn cut_after(length: u64, server: &str) -> String {
    let target = server.trim_start_matches("https://").to_owned();
    let address = listen(move |mut client| {
        let target = target.clone();
        thread::spawn(move || {
            let mut server = TcpStream::connect(target).unwrap();
            let mut ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || io::copy(&mut ends.0, &mut ends.1));
            // An error means that either side has closed.
            drop(io::copy(&mut (&mut server).take(length), &mut client));
            drop(client.shutdown(Shutdown::Both));
            drop(server.shutdown(Shutdown::Both));
        });
    });
    format!("https://{address}")
}

fn an_interrupted_handshake_sends_nothing<T: ClientUnderTest>() {
    let authority = Authority::new();
    for version in [&TLS12, &TLS13] {
        let server = TlsServer::with(&authority, &[version], None);
        for length in [0, 1, 5, 6, 80, 127, 128, 200, 350, 500] {
            let mut setup = Setup::new(cut_after(length, &server.address));
            setup.added_root = Some(authority.pem.clone());
            let error = error_of(setup.attempts(2).client::<T>().run(Operation::Create));
            assert!(error.is_connect() && !error.is_outcome_unknown(), "{length}: {error:?}");
            assert_eq!(error.attempts(), 2);
        }
        assert_eq!(server.seen().requests, 0);
    }
}

fn an_invalid_server_certificate_is_refused<T: ClientUnderTest>() {
    let authority = Authority::new();
    let faults: [&dyn Fn(&mut CertificateParams); 5] = [
        &|params| params.not_after = date_time_ymd(2002, 1, 1),
        &|params| params.not_before = date_time_ymd(2090, 1, 1),
        &|params| params.subject_alt_names.clear(),
        &|params| {
            let name = "other.example".try_into().unwrap();
            params.subject_alt_names = vec![SanType::DnsName(name)];
        },
        &|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
    ];
    for fault in faults {
        let server = TlsServer::showing(&authority.issue_with(fault));
        let mut setup = Setup::new(&server.address);
        setup.added_root = Some(authority.pem.clone());
        assert_unsent::<T>(&setup, &server);
        setup.only_root = setup.added_root.take();
        assert_unsent::<T>(&setup, &server);
    }
}

/// With a byte order mark, text before it, Windows line breaks, indented, or in a row without a line break.
fn unusual_pem_layouts_are_accepted<T: ClientUnderTest>() {
    let (authority, clients, other) = (Authority::new(), Authority::new(), Authority::new());
    let server = TlsServer::with(&authority, rustls::ALL_VERSIONS, Some(&clients));
    let forms: [&dyn Fn(&str) -> String; 8] = [
        &|pem| pem.to_owned(),
        &|pem| format!("\u{feff}{pem}"),
        &|pem| format!("the authority of the test: {pem}"),
        &|pem| format!("\u{feff}Subject: test\r\n\r\n{}", pem.replace('\n', "\r\n")),
        &|pem| pem.replace('\n', "\r"),
        &|pem| pem.replace('\n', "\n    "),
        &|pem| format!("  \t{}", pem.replace('\n', " \n\n\t")),
        &|pem| pem.trim_end().to_owned(),
    ];
    let (chain, key) = clients.issue();
    for (count, form) in forms.iter().enumerate() {
        let mut setup = Setup::new(&server.address).attempts(1);
        setup.only_root = Some(form(&authority.pem));
        setup.identity = Some((form(&chain), form(&key)));
        setup.client::<T>().run(Operation::Get).unwrap();
        // Certificates after the first count too.
        let several = format!("{}{}", form(&other.pem).trim_end(), form(&authority.pem));
        setup.only_root = Some(several);
        setup.client::<T>().run(Operation::Get).unwrap();
        assert_eq!(server.seen().identified, 2 * count + 2);
    }
}

fn unusable_certificates_and_keys_are_refused<T: ClientUnderTest>() {
    let (certificate, key) = Authority::new().issue();
    let (_, other_key) = Authority::new().issue();
    let refuse = |change: &dyn Fn(&mut Setup), expected: &[&str]| {
        let mut setup = Setup::new("https://api.example");
        change(&mut setup);
        let error = T::build(&setup).err().unwrap().to_string();
        assert!(expected.iter().all(|text| error.contains(text)), "{error}");
        assert!(!error.contains("PRIVATE"), "{error}");
    };
    let none = "no certificate in the PEM text";
    let added = "`add_root_certificates`";
    refuse(&|setup| setup.added_root = Some(key.clone()), &[added, none]);
    refuse(&|setup| setup.only_root = Some(key.clone()), &["`only_root_certificates`", none]);
    refuse(&|setup| setup.added_root = Some("junk".to_owned()), &[added, "not valid"]);
    refuse(&|setup| setup.added_root = Some(String::new()), &[added, "not valid"]);
    let identity = "`client_identity`";
    let pair = |chain: &str, key: &str| Some((chain.to_owned(), key.to_owned()));
    refuse(&|setup| setup.identity = pair(&key, &key), &[identity, none]);
    refuse(&|setup| setup.identity = pair("", &key), &[identity, none]);
    refuse(&|setup| setup.identity = pair(&certificate, ""), &[identity, "no private key"]);
    if cfg!(feature = "rustls") {
        refuse(&|setup| setup.identity = pair(&certificate, &other_key), &[identity, "fit"]);
    }
}

/// Settings of a custom `reqwest` client apply too.
#[cfg(all(feature = "async", feature = "rustls"))]
#[test]
fn settings_of_a_custom_reqwest_client_apply() {
    use paygentic_generated::transport::ReqwestTransport;

    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::with(&authority, &[&TLS12], None);
    let root =
        |authority: &Authority| reqwest::Certificate::from_pem(authority.pem.as_bytes()).unwrap();
    let is_reached = |http: reqwest::ClientBuilder| {
        let client = paygentic_generated::Client::builder()
            .environment(server.address.as_str())
            .token("t")
            .retries(paygentic_generated::RetryPolicy::never())
            .transport(ReqwestTransport::from_reqwest_client(http.build().unwrap()))
            .build()
            .unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let result = runtime.block_on(client.customers().get("cus_1").send());
        if let Err(error) = &result {
            assert!(error.is_connect(), "{error:?}");
        }
        result.is_ok()
    };
    let builder = || ReqwestTransport::reqwest_client_builder().unwrap();
    assert!(!is_reached(builder()));
    assert!(is_reached(builder().add_root_certificate(root(&authority))));
    assert!(is_reached(builder().tls_certs_only([root(&authority)])));
    assert!(!is_reached(builder().tls_certs_only([root(&other)])));
    let strict = builder().add_root_certificate(root(&authority));
    assert!(!is_reached(strict.tls_version_min(reqwest::tls::Version::TLS_1_3)));
}
