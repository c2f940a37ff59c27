//! TLS and its settings, which count or are refused.

use std::error::Error as _;
use std::process::Command;

use paygentic_generated::Error;
use paygentic_generated::transport::TlsVersion;
use rustls::version::{TLS12, TLS13};

use crate::client::{Operation, Setup, Tested, error_of, on_both_clients};
use crate::tls_server::{Authority, TlsServer};

on_both_clients! {
    an_authority_that_was_added_is_trusted
    an_authority_that_nobody_trusts_is_an_error_of_connecting
    only_the_chosen_authorities_are_trusted
    the_system_is_not_trusted_besides_the_chosen
    an_older_version_is_refused
    a_client_shows_its_identity
    material_that_cannot_be_used_is_refused
}

/// The error and everything behind it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

/// Nothing was sent, so that even what must not be repeated was tried again.
fn assert_unsent<T: Tested>(setup: &Setup, server: &TlsServer) -> String {
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

fn an_authority_that_was_added_is_trusted<T: Tested>() {
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

fn an_authority_that_nobody_trusts_is_an_error_of_connecting<T: Tested>() {
    let server = TlsServer::new(&Authority::new());
    let text = assert_unsent::<T>(&Setup::new(&server.address), &server);
    assert!(text.to_lowercase().contains("certificate"), "{text}");
}

fn only_the_chosen_authorities_are_trusted<T: Tested>() {
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

/// What the system trusts is set by a variable, which belongs to a process: this test again.
fn the_system_is_not_trusted_besides_the_chosen<T: Tested>() {
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

fn an_older_version_is_refused<T: Tested>() {
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

fn a_client_shows_its_identity<T: Tested>() {
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

fn material_that_cannot_be_used_is_refused<T: Tested>() {
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

/// What is set on a client of `reqwest` counts too.
#[cfg(all(feature = "async", feature = "rustls"))]
#[test]
fn settings_of_a_client_made_by_hand_count() {
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
