//! Message framing is controlled by the HTTP library alone, and declared where HTTP requires it.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    an_empty_body_has_a_content_length
    connection_headers_are_refused
    a_false_content_length_reserves_no_memory
}

fn an_empty_body_has_a_content_length<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    let client: T = Setup::new(server.address()).client();
    drop(client.send(client.invoices().create_refund("inv_1", None)));
    client.run(Operation::Get).unwrap();
    client.run(Operation::Delete).unwrap();
    client.run(Operation::Create).unwrap();
    let requests = server.requests(4);
    let lengths: Vec<_> = requests
        .iter()
        .map(|request| (request.headers("content-length"), request.headers("transfer-encoding")))
        .collect();
    let length = requests[3].body.len().to_string();
    assert_eq!(
        lengths,
        [(vec!["0"], vec![]), (vec![], vec![]), (vec![], vec![]), (vec![length.as_str()], vec![]),]
    );
}

fn connection_headers_are_refused<T: ClientUnderTest>() {
    let server = Server::new([good()]);
    for (name, value) in [
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Host", "evil.example"),
        ("Connection", "close"),
        ("Expect", "100-continue"),
        ("TE", "trailers"),
        ("Trailer", "x"),
        ("Upgrade", "h2c"),
        ("Keep-Alive", "timeout=5"),
        ("Proxy-Connection", "close"),
    ] {
        let client: T = Setup::new(server.address()).client();
        let call = client.customers().get("cus_1").header(name, value);
        let error = error_of(client.send(call));
        assert!(error.is_invalid_request(), "{error:?}");
        let lower = format!("`{}`", name.to_lowercase());
        assert!(error.to_string().contains(&lower), "{error}");
        let mut setup = Setup::new(server.address());
        setup.header = Some((name, value));
        let error = T::build(&setup).err().unwrap();
        assert!(error.to_string().contains(&lower), "{error}");
    }
    server.assert_no_connection();
}

fn a_false_content_length_reserves_no_memory<T: ClientUnderTest>() {
    for length in [1_u64 << 40, 1 << 62, u64::MAX - 2] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let server = Server::new([cut(head + BODY)]);
        let mut setup = Setup::new(server.address()).attempts(1);
        setup.response_size = usize::MAX;
        let error = error_of(setup.client::<T>().run(Operation::Get));
        assert!(error.status().is_none() && error.is_outcome_unknown(), "{error:?}");
    }
    // Without a limit, the whole body is read.
    for text in [response(200, "", BODY), chunked(BODY)] {
        let server = Server::new([answered(text)]);
        let mut setup = Setup::new(server.address());
        setup.response_size = usize::MAX;
        setup.client::<T>().run(Operation::Get).unwrap();
    }
}
