//! Other responses in place of a file, as a whole or streamed.

use std::time::{Duration, Instant};

use paygentic_generated::Error;

use crate::client::{ClientUnderTest, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_slow_error_body_is_cut_off_at_the_time_limit
    a_stalled_error_body_is_cut_off_at_the_time_limit
    an_html_page_in_place_of_a_file_is_an_error
    an_html_page_without_a_content_type_is_recognized_by_its_beginning
}

/// The error of a call for a file, as a whole or streamed.
fn refusal<T: ClientUnderTest>(client: &T, is_streamed: bool) -> Error {
    let call = client.invoices().download_pdf("inv_1");
    match is_streamed {
        true => error_of(client.send(call.download())),
        false => error_of(client.send(call)),
    }
}

fn a_slow_error_body_is_cut_off_at_the_time_limit<T: ClientUnderTest>() {
    let head = "HTTP/1.1 500 Reason\r\ncontent-length: 600\r\n\r\n";
    let server = Server::new([trickling(head, "x")]);
    let setup = Setup::new(server.address()).total(Duration::from_millis(500));
    let start = Instant::now();
    let error = refusal(&setup.client::<T>(), true);
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    assert!(error.is_server_error() && error.is_body_cut(), "{error:?}");
    assert!((1..600).contains(&error.body().len()), "{}", error.body().len());
}

fn a_stalled_error_body_is_cut_off_at_the_time_limit<T: ClientUnderTest>() {
    let server = Server::new([stalled("HTTP/1.1 404 Reason\r\ncontent-length: 600\r\n\r\nno")]);
    // The limit of the call, which is shorter than that of an attempt, or that of an attempt.
    let (short, setup) = (Duration::from_millis(500), Setup::new(server.address()));
    for setup in [setup.clone().total(short), setup.attempt(short)] {
        let start = Instant::now();
        let error = refusal(&setup.client::<T>(), true);
        assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
        assert!(error.is_not_found() && error.is_body_cut(), "{error:?}");
        assert_eq!(error.body(), b"no");
    }
}

fn an_html_page_in_place_of_a_file_is_an_error<T: ClientUnderTest>() {
    for (content_type, page) in [
        ("text/html; charset=utf-8", "<!doctype html><title>Log in</title>"),
        ("TEXT/HTML", "<div>log in</div>"),
        ("application/xhtml+xml", "\u{feff} <html>log in</html>"),
    ] {
        let header = format!("content-type: {content_type}\r\n");
        let server = Server::new([answered(response(200, &header, page))]);
        let client: T = Setup::new(server.address()).client();
        for is_streamed in [false, true] {
            let error = refusal(&client, is_streamed);
            assert!(error.is_decode(), "{error:?}");
            assert!(error.to_string().contains("in place of a file; the response is an HTML page"));
            assert_eq!(error.body_text(), page);
            assert!(error.is_outcome_unknown() && error.client_request_id().is_some());
        }
        // It is not requested again.
        server.requests(2);
    }
}

fn an_html_page_without_a_content_type_is_recognized_by_its_beginning<T: ClientUnderTest>() {
    let server = Server::new([
        answered(response(200, "", "<!DOCTYPE html><title>Log in</title>")),
        answered(response(200, "", "%PDF-1.7")),
        answered(response(200, "content-type: application/octet-stream\r\n", "%PDF-1.7")),
    ]);
    let client: T = Setup::new(server.address()).client();
    assert!(refusal(&client, false).is_decode());
    for _ in 0..2 {
        let file = client.send(client.invoices().download_pdf("inv_1")).unwrap();
        assert_eq!(file, "%PDF-1.7");
    }
}
