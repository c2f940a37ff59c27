//! Headers that do not match the body.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    the_content_coding_of_an_empty_body_is_ignored
    a_content_coding_that_was_not_applied_is_ignored
    a_compressed_body_is_explained
    an_invalid_retry_after_is_not_retried_early
    the_longer_of_two_retry_after_headers_wins
    a_redirect_is_explained_without_its_secrets
}

fn runs<T: ClientUnderTest>(
    operation: Operation,
    answer: Vec<u8>,
) -> Result<(), paygentic_generated::Error> {
    let server = Server::new([answered(answer)]);
    Setup::new(server.address()).client::<T>().run(operation)
}

fn the_content_coding_of_an_empty_body_is_ignored<T: ClientUnderTest>() {
    for coding in ["gzip", "br", "identity", ""] {
        let header = format!("content-encoding: {coding}\r\n");
        let empty = format!("HTTP/1.1 204 No Content\r\n{header}\r\n");
        runs::<T>(Operation::Delete, empty.into()).unwrap();
        runs::<T>(Operation::Delete, response(200, &header, "")).unwrap();
        let error = error_of(runs::<T>(Operation::Get, response(404, &header, "")));
        assert_eq!(error.to_string(), "customers.get: 404 Not Found");
    }
    // The body is ignored.
    let header = "content-encoding: gzip\r\n";
    runs::<T>(Operation::Delete, response(200, header, b"\x1f\x8b\x08")).unwrap();
}

fn a_content_coding_that_was_not_applied_is_ignored<T: ClientUnderTest>() {
    for coding in [
        "identity",
        "",
        " ",
        "none",
        "utf-8",
        "UTF-8",
        "identity, identity",
        "8bit",
        "aws-chunked",
        "gzip",
        "x-unheard-of",
    ] {
        let header = format!("content-encoding: {coding}\r\n");
        runs::<T>(Operation::Get, response(200, &header, BODY)).unwrap();
        runs::<T>(Operation::Create, response(201, &header, BODY)).unwrap();
        let body = r#"{"message":"no such thing"}"#;
        let error = error_of(runs::<T>(Operation::Get, response(404, &header, body)));
        assert_eq!(error.message(), Some("no such thing"), "{coding}");
    }
}

fn a_compressed_body_is_explained<T: ClientUnderTest>() {
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let header = format!("content-encoding: {coding}\r\n");
        let error = error_of(runs::<T>(Operation::Get, response(200, &header, b"\x1f\x8b\x08x")));
        assert!(error.is_decode());
        let text = format!("the body is compressed with `{coding}`, which was not asked for");
        assert!(error.to_string().ends_with(&text), "{error}");
        let error = error_of(runs::<T>(Operation::Get, response(404, &header, b"\x1f\x8b\x08x")));
        assert!(error.is_not_found() && error.to_string().ends_with(&text), "{error}");
    }
}

fn an_invalid_retry_after_is_not_retried_early<T: ClientUnderTest>() {
    for wait in [
        "99999999999999999999999",
        "soon",
        "-5",
        "2s",
        "",
        "2099-01-01T00:00:00Z",
        "Wed, 99 Oct 9999 07:28:00 GMT",
        "\u{e9}\u{ff}",
    ] {
        let header = format!("retry-after: {wait}\r\n");
        let server = Server::new([answered(response(429, &header, "{}")), good()]);
        let client: T = Setup::new(server.address()).client();
        let error = error_of(client.run(Operation::Get));
        assert_eq!((error.attempts(), error.is_rate_limited()), (1, true), "{wait}");
        server.requests(1);
    }
}

fn the_longer_of_two_retry_after_headers_wins<T: ClientUnderTest>() {
    let headers = "retry-after: 0\r\nretry-after: 1\r\n";
    let server = Server::new([answered(response(429, headers, "{}")), good()]);
    Setup::new(server.address()).client::<T>().run(Operation::Get).unwrap();
    let requests = server.requests(2);
    assert!((requests[1].arrived - requests[0].arrived).as_millis() >= 990);
}

fn a_redirect_is_explained_without_its_secrets<T: ClientUnderTest>() {
    for (location, target) in [
        ("https://me:pw@login.example/secret-path?token=secret", "https://login.example"),
        ("//me:pw@login.example/secret-path", "//login.example"),
        ("/secret-path", "another path"),
    ] {
        let header = format!("location: {location}\r\n");
        let error = error_of(runs::<T>(Operation::Get, response(307, &header, "moved")));
        let text = format!(
            "307 Temporary Redirect: unexpected redirect to {target}, which was not followed"
        );
        assert!(error.to_string().ends_with(&text), "{error}");
        assert!(!error.is_outcome_unknown() && !format!("{error:?}").contains("secret"));
    }
}
