//! Redirects are not followed: no other server receives the request or the token.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    redirects_are_not_followed
    malformed_redirects_are_not_followed
    redirect_targets_get_no_request
    cookies_are_not_kept
}

fn assert_errors<T: ClientUnderTest>(answers: &[(u16, String)]) {
    for operation in Operation::ALL {
        let script =
            answers.iter().map(|(status, headers)| answered(response(*status, headers, "moved")));
        let server = Server::new(script.collect::<Vec<_>>());
        let client: T = Setup::new(server.address()).client();
        for (status, headers) in answers {
            let error = error_of(client.run(operation));
            assert_eq!(error.status().unwrap(), *status, "{headers}: {error:?}");
            assert_eq!(error.body_text(), "moved");
            assert_eq!(error.attempts(), 1);
            // 307 and 308 request the same method elsewhere, so the request was not carried out here.
            let is_known = [307, 308].contains(status);
            assert_eq!(error.is_outcome_unknown(), !is_known, "{status}");
        }
        server.requests(answers.len());
        assert_eq!(server.log().connections, 1);
    }
}

fn redirects_are_not_followed<T: ClientUnderTest>() {
    let other = Server::bait();
    let location = format!("location: {}/v0/customers/cus_1\r\n", other.address());
    let statuses = [300, 301, 302, 303, 305, 307, 308];
    assert_errors::<T>(&statuses.map(|status| (status, location.clone())));
    other.assert_no_connection();
}

fn malformed_redirects_are_not_followed<T: ClientUnderTest>() {
    let locations = ["/v0/customers", "", "//", "http://", "\u{1f980}", "file:///etc/passwd"];
    let mut answers: Vec<_> =
        locations.map(|location| (307, format!("location: {location}\r\n"))).into();
    answers.push((302, String::new()));
    assert_errors::<T>(&answers);
}

fn redirect_targets_get_no_request<T: ClientUnderTest>() {
    let other = Server::bait();
    let place = other.address();
    let headers = format!(
        "refresh: 0; url={place}\r\ncontent-location: {place}\r\nalt-svc: h2=\"{}\"\r\nlink: \
         <{place}>; rel=preload\r\n",
        &place["http://".len()..]
    );
    let server = Server::new([answered(response(200, &headers, BODY))]);
    let client: T = Setup::new(server.address()).client();
    for operation in Operation::ALL {
        client.run(operation).unwrap();
    }
    other.assert_no_connection();
}

fn cookies_are_not_kept<T: ClientUnderTest>() {
    let cookie = "set-cookie: session=5; Path=/\r\n";
    let server = Server::new([answered(response(200, cookie, BODY))]);
    let client: T = Setup::new(server.address()).client();
    client.run(Operation::Get).unwrap();
    client.run(Operation::Get).unwrap();
    for request in server.requests(2) {
        assert_eq!(request.header("cookie"), None);
    }
}
