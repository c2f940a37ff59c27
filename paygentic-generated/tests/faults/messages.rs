//! Error messages contain the cause, no secrets, and nothing that could forge a log line.

use std::error::Error as _;
use std::net::TcpListener;

use paygentic_generated::{Error, RetryPolicy};

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    server_messages_are_safe_to_print
    an_unreadable_response_is_not_repeated_in_the_error
    a_token_among_the_keys_of_a_response_is_redacted
    the_message_contains_the_cause
    the_invalid_field_is_named
    blank_idempotency_keys_are_not_sent
    an_html_page_in_place_of_json_is_explained
    an_html_page_in_place_of_no_content_is_an_error
    the_display_name_of_the_service_is_used
}

/// All output of the error and its sources.
fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!("\n{error}\n{error:?}"));
        source = error.source();
    }
    text
}

fn server_messages_are_safe_to_print<T: ClientUnderTest>() {
    let body = r#"{"code":"key sk_5ecret","message":"bad sk_5ecret\nFORGED \u001b[31m \u202e\u0085",
        "errors":[{"field":"sk_5ecret","message":"is\r\nsk_5ecret"}]}"#;
    let headers = "x-request-id: r sk_5ecret\r\n";
    let server = Server::new([answered(response(400, headers, body))]);
    let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Get));
    let text = printed(&error);
    assert!(!text.contains("5ecret"), "{text}");
    for control in ['\r', '\u{1b}', '\u{202e}', '\u{85}'] {
        assert!(!text.contains(control), "{text:?}");
    }
    assert_eq!(error.to_string().lines().count(), 1);
    assert_eq!(error.code(), Some("key ***"));
    assert_eq!(error.validation_errors()[0].message, "is\r\n***");
    assert!(error.body_text().contains("sk_5ecret"), "the body must be unchanged");
}

fn an_unreadable_response_is_not_repeated_in_the_error<T: ClientUnderTest>() {
    for body in [
        r#"{"id":"cus_1","createdAt":"alice@example.com"}"#,
        r#"{"id":["alice@example.com"]}"#,
        r#"{"id":{"alice@example.com":1}}"#,
        r#""alice@example.com""#,
        r#"{"id":"cus_1","createdAt":"alice@example.com, expected a date"}"#,
        r#"alice@example.com"#,
    ] {
        let server = Server::new([answered(response(200, "", body))]);
        let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Get));
        assert!(error.is_decode());
        let text = printed(&error);
        assert!(!text.contains("alice"), "{text}");
        assert_eq!(error.body_text(), body);
    }
    for key in ["k".repeat(500_000), "a\\u001bb".to_owned()] {
        let body = format!("{{\"{key}\":[");
        let server = Server::new([answered(response(200, "", body))]);
        let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Get));
        let text = printed(&error);
        assert!(text.len() < 4000 && !text.contains('\u{1b}'), "{}", text.len());
    }
}

fn a_token_among_the_keys_of_a_response_is_redacted<T: ClientUnderTest>() {
    let body = r#"{"id":"cus_1","sk_5ecret":"#;
    let server = Server::new([answered(response(200, "", body))]);
    let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Get));
    assert!(error.is_decode());
    let text = format!("{}\n{:?}", printed(&error), error.decode_path());
    assert!(text.contains("***") && !text.contains("5ecret"), "{text}");
}

fn the_message_contains_the_cause<T: ClientUnderTest>() {
    let connect = |address: &str| {
        let client: T = Setup::new(address).attempts(1).client();
        error_of(client.run(Operation::Get))
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = connect(&format!("http://127.0.0.1:{port}"));
    assert!(error.to_string().contains("refused"), "{error}");
    let error = connect("https://no-such-host.invalid");
    assert!(error.to_string().contains("unknown host"), "{error}");
    let server = Server::new([cut("")]);
    let error = connect(&server.address());
    assert!(error.to_string().contains("exchange with the server failed: "), "{error}");
}

fn the_invalid_field_is_named<T: ClientUnderTest>() {
    let body = r#"{"error":"validation_error","message":"Invalid","errors":[
        {"field":"merchantId","message":"must match pattern ^org_"},
        {"field":"a","message":"x"},{"field":"b","message":"y"}]}"#;
    let server = Server::new([answered(response(400, "", body))]);
    let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Create));
    assert_eq!(
        error.to_string(),
        "customers.create: 400 Bad Request: merchantId must match pattern ^org_ (and 2 more)"
    );
}

fn blank_idempotency_keys_are_not_sent<T: ClientUnderTest>() {
    let server = Server::bait();
    let client: T = Setup::new(server.address()).client();
    let line = || crate::client::line_item();
    for key in ["", "  "] {
        let event = crate::client::event().idempotency_key(key);
        let results = [
            client.send(client.events().ingest(event)).map(drop),
            client
                .send(client.events().ingest(crate::client::event()).idempotency_key(key))
                .map(drop),
            client.send(client.invoices().create_line_item(line()).idempotency_key(key)).map(drop),
            client
                .send(client.invoices().create_line_item(line()).header("Idempotency-Key", key))
                .map(drop),
        ];
        for result in results {
            assert!(error_of(result).is_invalid_request());
        }
    }
    let call = client.invoices().create_line_item(line()).retries(RetryPolicy::never());
    let error = error_of(client.send(call.header("Idempotency-Key", "Schlüssel-1")));
    assert!(error.is_invalid_request(), "{error}");
    let mut setup = Setup::new(server.address());
    setup.header = Some(("Idempotency-Key", ""));
    let error = error_of(setup.client::<T>().run(Operation::LineItem));
    assert!(error.is_invalid_request(), "{error}");
    let mut setup = Setup::new(server.address());
    setup.header = Some(("X-Gateway-Key", "hunter2"));
    drop(setup.client::<T>());
    server.assert_no_connection();
}

/// The cause is a proxy or a wrong base URL; the text of the page is not repeated.
fn an_html_page_in_place_of_json_is_explained<T: ClientUnderTest>() {
    let html = "content-type: Text/HTML; charset=utf-8\r\n";
    let page = "<!DOCTYPE html><title>Log in, alice</title>";
    let latin1: &[u8] = b"<html><title>\xfc\x1b alice";
    let run = |status, header: &str, body: &[u8]| {
        let server = Server::new([answered(response(status, header, body))]);
        let error = error_of(Setup::new(server.address()).client::<T>().run(Operation::Get));
        assert!(error.to_string().len() < 400 && !printed(&error).contains("alice"), "{error}");
        let is_explained = error.to_string().contains("is an HTML page")
            && error.to_string().contains("base URL")
            && error.to_string().contains("proxy");
        (is_explained, error)
    };
    for (header, body) in [
        (html, page.as_bytes()),
        ("", page.as_bytes()),
        ("content-type: application/json\r\n", b"\xef\xbb\xbf\r\n <HTML>"),
        (html, b"Log in, alice"),
        (html, b""),
        (html, latin1),
        ("", latin1),
    ] {
        let (is_explained, error) = run(200, header, body);
        assert!(is_explained && error.is_decode() && error.is_outcome_unknown(), "{error}");
        assert!(error.to_string().contains("it is not JSON: "), "{error}");
    }
    let (is_explained, error) = run(404, html, page.as_bytes());
    assert!(is_explained && error.is_not_found(), "{error}");
    // Gateways send their own HTML pages, and JSON may have the wrong content type.
    for (status, header, body) in [
        (502, html, page),
        (200, html, "{\"id\": alice"),
        (200, "content-type: text/plain\r\n", "alice"),
        (404, "", "alice"),
        (404, html, r#"{"message":"no such customer"}"#),
    ] {
        let (is_explained, error) = run(status, header, body.as_bytes());
        assert!(!is_explained, "{error}");
        assert_eq!(error.is_outcome_unknown(), status == 502);
    }
}

/// A login page does not mean that the service has deleted anything.
fn an_html_page_in_place_of_no_content_is_an_error<T: ClientUnderTest>() {
    let html = "content-type: text/html\r\n";
    let run = |header: &str, body: &str| {
        let server = Server::new([answered(response(200, header, body))]);
        let result = Setup::new(server.address()).client::<T>().run(Operation::Delete);
        server.requests(1);
        result
    };
    for (header, body) in [(html, "<!doctype html><title>Log in"), ("", "\n<HTML>")] {
        let error = error_of(run(header, body));
        assert!(error.to_string().contains("is an HTML page"), "{error}");
        assert!(error.is_decode() && error.is_outcome_unknown(), "{error:?}");
        assert_eq!(error.body_text(), body);
    }
    // Bodies that some servers send with a success without content.
    for (header, body) in [(html, ""), (html, "Deleted"), ("", "<ok/>"), (html, "{}")] {
        run(header, body).unwrap();
    }
}

fn the_display_name_of_the_service_is_used<T: ClientUnderTest>() {
    let error = T::build(&Setup::new("https://api.example").token("")).err().unwrap();
    assert!(error.to_string().contains("of your Paygentic account"), "{error}");
}
