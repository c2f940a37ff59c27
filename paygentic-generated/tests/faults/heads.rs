//! Heads of responses: their size limit, and interim responses before them.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    as_many_headers_as_the_limit_are_read
    a_head_as_long_as_the_limit_is_read
    interim_responses_are_skipped
    a_body_that_looks_like_an_interim_response_is_a_body
}

fn run<T: ClientUnderTest>(answer: impl Into<Vec<u8>>) -> Result<(), paygentic_generated::Error> {
    let server = Server::new([answered(answer)]);
    let client: T = Setup::new(server.address()).client();
    let result = client.run(Operation::Get);
    server.requests(1);
    result
}

fn assert_refused(result: Result<(), paygentic_generated::Error>) {
    let error = error_of(result);
    assert_eq!(error.attempts(), 1);
    assert!(error.is_outcome_unknown() && error.status().is_none(), "{error:?}");
    let text = "the head of the response is longer than 64 KiB, or has more than 100 headers";
    assert!(error.to_string().contains(text), "{error}");
}

fn as_many_headers_as_the_limit_are_read<T: ClientUnderTest>() {
    // `content-length` is one more.
    for count in [50, 98, 99] {
        run::<T>(response(200, &"a: b\r\n".repeat(count), BODY)).unwrap();
    }
    for count in [100, 1000] {
        assert_refused(run::<T>(response(200, &"a: b\r\n".repeat(count), BODY)));
    }
    let error = error_of(run::<T>(response(404, &"a: b\r\n".repeat(99), "{}")));
    assert!(error.is_not_found());
}

fn a_head_as_long_as_the_limit_is_read<T: ClientUnderTest>() {
    let of_length = |length: usize| {
        let head = |fill: usize| response(200, &format!("a: {}\r\n", "b".repeat(fill)), BODY);
        head(length - (head(0).len() - BODY.len()))
    };
    // The clients count the first line in different ways.
    for length in [20_000, 60_000, 65_400] {
        run::<T>(of_length(length)).unwrap();
    }
    for length in [65_600, 70_000, 200_000] {
        assert_refused(run::<T>(of_length(length)));
    }
    // The sum of all headers counts.
    let many = format!("a: {}\r\n", "b".repeat(1000)).repeat(70);
    assert_refused(run::<T>(response(200, &many, BODY)));
}

fn interim_responses_are_skipped<T: ClientUnderTest>() {
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n";
    let goes_on = "HTTP/1.1 100 Continue\r\nserver: x\r\ndate: now\r\n\r\n";
    let bare = "HTTP/1.1 100 Continue\r\n\r\n";
    for before in [
        goes_on.to_owned(),
        format!("{bare}{hints}"),
        format!("{hints}{goes_on}{bare}{hints}"),
        format!("{goes_on}HTTP/1.1 102 Processing\r\n\r\n"),
        goes_on.repeat(40),
    ] {
        let text = [before.as_bytes(), &response(200, "", BODY)].concat();
        run::<T>(text.clone()).unwrap();
        let server = Server::new([Fault::Dripped(text)]);
        let client: T = Setup::new(server.address()).client();
        for operation in Operation::ALL {
            client.run(operation).unwrap();
        }
        assert_eq!(server.log().connections, 1);
    }
}

fn a_body_that_looks_like_an_interim_response_is_a_body<T: ClientUnderTest>() {
    let body = "HTTP/1.1 100 Continue\r\na: b\r\n\r\n";
    for text in [response(404, "", body), chunked_error(body)] {
        let server = Server::new([Fault::Dripped(text)]);
        let client: T = Setup::new(server.address()).client();
        let error = error_of(client.run(Operation::Get));
        assert_eq!(error.body_text(), body);
    }
}

fn chunked_error(body: &str) -> Vec<u8> {
    let text = String::from_utf8(chunked(body)).unwrap();
    text.replacen("200 OK", "404 Not Found", 1).into()
}
