//! Settings at their limits, and intermediaries that must not be used.

use std::process::Command;
use std::time::Duration;

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    an_unlimited_timeout_works
    an_unlimited_connect_timeout_works
    a_response_announced_as_too_long_is_not_read
    loopback_bypasses_the_proxy
}

fn an_unlimited_timeout_works<T: ClientUnderTest>() {
    let server = Server::new([status(503), good()]);
    let setup = Setup::new(server.address());
    let setup = setup.attempt(Duration::MAX).total(Duration::MAX);
    setup.client::<T>().run(Operation::Get).unwrap();
    server.requests(2);
}

fn an_unlimited_connect_timeout_works<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    let setup = Setup::new(server.address()).connect(Duration::MAX);
    setup.client::<T>().run(Operation::Get).unwrap();
    server.requests(1);
}

fn a_response_announced_as_too_long_is_not_read<T: ClientUnderTest>() {
    let server = Server::new([stalled("HTTP/1.1 200 OK\r\ncontent-length: 1048577\r\n\r\n{")]);
    let setup = Setup::new(server.address()).attempt(Duration::from_secs(2));
    let error = error_of(setup.client::<T>().run(Operation::Get));
    assert!(error.to_string().contains("longer than"), "{error:?}");
    assert_eq!(error.attempts(), 1);
}

/// Plain HTTP to loopback is allowed because it cannot be intercepted.
fn loopback_bypasses_the_proxy<T: ClientUnderTest>() {
    if let Ok(address) = std::env::var(TARGET) {
        drop(Setup::new(address).client::<T>().run(Operation::Get));
        return;
    }
    let target = Server::new([good()]);
    let proxy = Server::bait();
    // The environment belongs to the process, so this test runs in another one.
    let name = std::thread::current().name().unwrap().to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &name, "--include-ignored"])
        .env(TARGET, target.address())
        .env("http_proxy", proxy.address())
        .env("ALL_PROXY", proxy.address())
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    proxy.assert_no_connection();
    target.requests(1);
}

const TARGET: &str = "FAULTS_PROXY_TARGET";
