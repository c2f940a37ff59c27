//! Servers that neither accept nor refuse a connection.
//!
//! Linux does not respond to a connection to a socket whose queue is full; other systems refuse it.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use paygentic_generated::error::Timeout;
use socket2::{Domain, Socket, Type};

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};

on_both_clients! {
    an_unaccepted_connection_is_a_connect_timeout
    the_attempt_timeout_also_covers_connecting
    a_connect_timeout_of_zero_is_a_timeout
    the_timeout_of_a_download_also_covers_connecting
}

const SHORT: Duration = Duration::from_millis(150);

/// A server that accepts no connections, because these connections fill its queue.
struct Full {
    listener: TcpListener,
    _queue: Vec<TcpStream>,
}

impl Full {
    fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&any.into()).unwrap();
        socket.listen(0).unwrap();
        let listener = TcpListener::from(socket);
        let address = listener.local_addr().unwrap();
        let connect = || TcpStream::connect_timeout(&address, SHORT).ok();
        Full { _queue: std::iter::from_fn(connect).collect(), listener }
    }

    fn setup(&self) -> Setup {
        Setup::new(format!("http://{}", self.listener.local_addr().unwrap()))
    }
}

fn an_unaccepted_connection_is_a_connect_timeout<T: ClientUnderTest>() {
    let server = Full::new();
    for operation in [Operation::Get, Operation::Create] {
        let client: T = server.setup().connect(SHORT).attempts(2).client();
        let start = Instant::now();
        let error = error_of(client.run(operation));
        assert!(start.elapsed() < Duration::from_secs(8));
        assert!(error.is_connect() && error.is_timeout(), "{error:?}");
        assert_eq!(error.timeout(), Some(Timeout::Connect));
        assert!(error.to_string().contains("connecting timed out after 150ms"), "{error}");
        // Nothing was sent, so any operation may be retried.
        assert_eq!((error.attempts(), error.is_outcome_unknown()), (2, false));
    }
}

fn the_attempt_timeout_also_covers_connecting<T: ClientUnderTest>() {
    let server = Full::new();
    let client: T = server.setup().attempt(SHORT).attempts(2).client();
    let start = Instant::now();
    let error = error_of(client.run(Operation::Get));
    assert!(start.elapsed() < Duration::from_secs(8));
    assert!(error.is_timeout() && error.status().is_none(), "{error:?}");
    assert_eq!(error.attempts(), 2);
}

fn the_timeout_of_a_download_also_covers_connecting<T: ClientUnderTest>() {
    let server = Full::new();
    let client: T = server.setup().connect(Duration::from_secs(8)).attempts(1).client();
    let call = client.invoices().download_pdf("inv_1").timeout(SHORT);
    let start = Instant::now();
    let error = error_of(client.send(call.download()));
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(error.is_timeout(), "{error:?}");
    // The connect timeout is separate.
    assert!(!error.to_string().contains("8s"), "{error}");
}

fn a_connect_timeout_of_zero_is_a_timeout<T: ClientUnderTest>() {
    let server = Full::new();
    let client: T = server.setup().connect(Duration::ZERO).attempts(1).client();
    let start = Instant::now();
    let error = error_of(client.run(Operation::Create));
    assert!(start.elapsed() < Duration::from_secs(8));
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
}
