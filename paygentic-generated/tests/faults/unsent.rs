//! Failures before anything was sent: they are distinguished from all others, and always retried.

use std::io::Write;
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::server::listen;

on_both_clients! {
    nothing_is_sent_without_a_connection
    nothing_is_sent_if_the_tls_handshake_fails
}

fn assert_unsent<T: ClientUnderTest>(address: &str) {
    let client: T = Setup::new(address).connect(Duration::from_secs(2)).client();
    let error = error_of(client.run(Operation::Create));
    println!("{address}: {error:?}");
    assert!(error.is_connect() && !error.is_outcome_unknown(), "{address}: {error:?}");
    assert_eq!(error.attempts(), 3, "{address}");
}

fn nothing_is_sent_without_a_connection<T: ClientUnderTest>() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_unsent::<T>(&format!("http://{free}"));
    // Some of these would go through a proxy of the environment, if there is one.
    thread::scope(|scope| {
        for address in [
            "https://no-such-host.invalid",
            "https://[2001:db8::1]:9",
            "https://127.0.0.1:0",
            "http://127.0.0.1:0",
            "https://255.255.255.255:9",
        ] {
            scope.spawn(|| assert_unsent::<T>(address));
        }
    });
}

fn nothing_is_sent_if_the_tls_handshake_fails<T: ClientUnderTest>() {
    assert_unsent::<T>(&format!("https://{}", listen(drop)));
    let plain = listen(|mut stream| {
        let answer = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).unwrap();
        thread::sleep(Duration::from_millis(50));
    });
    assert_unsent::<T>(&format!("https://{plain}"));
    let silent = listen(|stream| {
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(10));
            drop(stream);
        });
    });
    let client: T = Setup::new(format!("https://{silent}"))
        .connect(Duration::from_millis(200))
        .attempts(2)
        .client();
    let error = error_of(client.run(Operation::Create));
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    assert_eq!(error.attempts(), 2);
}
