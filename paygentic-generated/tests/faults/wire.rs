//! How strings from callers arrive at the server.

use paygentic_generated::models::ListCustomers;

use crate::client::{ClientUnderTest, Operation, Setup, error_of, line_item, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    an_id_is_one_segment
    an_id_that_leads_to_another_path_is_refused
    a_query_value_is_one_value
    a_header_with_a_line_break_is_refused
    the_token_is_sent_once
    a_token_with_a_line_break_is_refused
    the_request_is_complete
    a_long_id_is_sent_or_refused
}

/// Percent-encoding as in RFC 3986, independent of the code under test.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

const TEXTS: [&str; 20] = [
    "../../v0/fees/fee_1",
    "..\\..\\fees",
    "/",
    "//evil.example/",
    "a/../b",
    "%2e%2e",
    "%2F",
    "%",
    "a?limit=1",
    "a#b",
    "a&b=c",
    "a b+c",
    "a;b=1",
    " ",
    "\t",
    "x\r\nHost: evil.example\r\n\r\nGET / HTTP/1.1",
    "a\0b\u{7f}",
    "k\u{fc}nde \u{1f980} \u{202e}",
    "http://user:pass@evil.example:80/",
    "{id}",
];

fn an_id_is_one_segment<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    let client: T = Setup::new(format!("{}/base", server.address())).client();
    for id in TEXTS {
        client.send(client.customers().delete(id)).unwrap();
    }
    for (request, id) in server.requests(TEXTS.len()).iter().zip(TEXTS) {
        assert_eq!(request.line(), format!("DELETE /base/v0/customers/{}", encoded(id)));
        assert_eq!(request.headers("host").len(), 1);
    }
}

fn an_id_that_leads_to_another_path_is_refused<T: ClientUnderTest>() {
    let server = Server::bait();
    let client: T = Setup::new(server.address()).client();
    for id in ["", ".", ".."] {
        let error = error_of(client.send(client.customers().delete(id)));
        assert!(error.is_invalid_request(), "{id}: {error:?}");
        assert_eq!((error.attempts(), error.is_outcome_unknown()), (0, false));
    }
    server.assert_no_connection();
}

fn a_query_value_is_one_value<T: ClientUnderTest>() {
    let server = Server::new([status(404)]);
    let client: T = Setup::new(server.address()).client();
    for text in TEXTS {
        let list = ListCustomers::new(text).name(text);
        error_of(client.send(client.customers().list(list)));
    }
    for (request, text) in server.requests(TEXTS.len()).iter().zip(TEXTS) {
        let line = request.line();
        let (path, query) = line.split_once('?').unwrap();
        assert_eq!(path, "GET /v0/customers");
        let value = encoded(text);
        let values = query.split('&').map(|pair| pair.split_once('=').unwrap().1);
        assert_eq!(values.filter(|other| *other == value).count(), 2, "{line}");
        assert_eq!(query.matches('=').count(), 2);
    }
}

fn a_header_with_a_line_break_is_refused<T: ClientUnderTest>() {
    let server = Server::bait();
    let client: T = Setup::new(server.address()).client();
    for (name, value) in [
        ("x-note", "a\r\nx-admin: yes"),
        ("x-note", "a\nb"),
        ("x-note", "a\rb"),
        ("x-note", "a\0b"),
        ("x-note: a\r\nx-admin", "yes"),
        ("x note", "yes"),
        ("", "yes"),
    ] {
        let call = client.customers().get("cus_1").header(name, value);
        let error = error_of(client.send(call));
        assert!(error.is_invalid_request(), "{error:?}");
        let mut setup = Setup::new(server.address());
        setup.header = Some((name, value));
        let error = T::build(&setup).err().unwrap();
        assert!(error.is_invalid_request(), "{error:?}");
    }
    let call = client.invoices().create_line_item(line_item());
    let error = error_of(client.send(call.idempotency_key("a\r\nx-admin: yes")));
    assert!(error.is_invalid_request(), "{error:?}");
    server.assert_no_connection();
}

fn the_token_is_sent_once<T: ClientUnderTest>() {
    for token in ["x", "Bearer x", "bearer x", " Bearer  x "] {
        let server = Server::new([good()]);
        let client: T = Setup::new(server.address()).token(token).client();
        for operation in Operation::ALL {
            client.run(operation).unwrap();
        }
        for request in server.requests(Operation::ALL.len()) {
            assert_eq!(request.headers("authorization"), ["Bearer x"]);
        }
    }
}

fn a_token_with_a_line_break_is_refused<T: ClientUnderTest>() {
    for token in ["x\r\nx-admin: yes", "x\n", "x y", "", "Bearer ", "x\0", "\u{fc}"] {
        let setup = Setup::new("http://127.0.0.1:9").token(token);
        let error = T::build(&setup).err().unwrap();
        assert!(error.is_invalid_request(), "{error:?}");
    }
}

fn the_request_is_complete<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    let address = server.address();
    let client: T = Setup::new(&address).client();
    for operation in Operation::ALL {
        client.run(operation).unwrap();
    }
    for request in server.requests(Operation::ALL.len()) {
        let host = &address["http://".len()..];
        assert_eq!(request.headers("host"), [host]);
        assert_eq!(request.headers("accept"), ["application/json"]);
        assert_eq!(request.headers("transfer-encoding").len(), 0);
        assert_eq!(request.headers("expect").len(), 0);
        let [agent] = request.headers("user-agent")[..] else {
            panic!("{}", request.head);
        };
        assert!(agent.starts_with("paygentic"), "{agent}");
        let is_post = request.line().starts_with("POST");
        assert_eq!(request.body.is_empty(), !is_post);
        assert_eq!(request.headers("content-length").len(), usize::from(is_post));
        let content: &[&str] = if is_post { &["application/json"] } else { &[] };
        assert_eq!(request.headers("content-type"), content);
    }
}

/// URLs have a maximum length, but a long id causes neither a panic nor a request to another URL.
fn a_long_id_is_sent_or_refused<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    let client: T = Setup::new(server.address()).client();
    let mut sent = 0;
    for length in [8_000, 60_000, 65_600, 1_000_000] {
        let id = "a".repeat(length);
        match client.send(client.customers().delete(id.as_str())) {
            Ok(()) => {
                sent += 1;
                let line = format!("DELETE /v0/customers/{id}");
                assert!(server.requests(sent)[sent - 1].line() == line);
            }
            Err(error) => {
                assert!(error.is_invalid_request() && length > 60_000, "{error:?}");
            }
        }
    }
}
