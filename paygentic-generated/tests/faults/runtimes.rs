//! One client in several async runtimes, and in runtimes that lack something.

use std::time::{Duration, Instant};

use paygentic_generated::transport::{Body, ReqwestTransport, Transport};
use paygentic_generated::{Client, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

use crate::client::customer;
use crate::fault::*;
use crate::server::Server;

fn client(server: &Server) -> Client {
    Client::builder()
        .environment(server.address())
        .token("t")
        .retries(RetryPolicy::never())
        .build()
        .unwrap()
}

fn single() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn each_runtime_has_its_own_connections() {
    let server = Server::new([good()]);
    let client = client(&server);
    for round in 0..10 {
        let runtime = if round % 2 == 0 { single() } else { multi() };
        for _ in 0..3 {
            runtime.block_on(client.customers().create(customer()).send()).unwrap();
        }
    }
    server.requests(30);
    assert!(server.log().connections >= 10);
}

#[test]
fn a_blocked_runtime_does_not_block_others() {
    let server = Server::new([good()]);
    let client = client(&server);
    let still = single();
    still.block_on(client.customers().get("cus_1").send()).unwrap();
    let start = Instant::now();
    single().block_on(client.customers().create(customer()).send()).unwrap();
    assert!(start.elapsed() < Duration::from_secs(2));
    // It reuses its connection.
    still.block_on(client.customers().get("cus_1").send()).unwrap();
    server.requests(3);
    assert_eq!(server.log().connections, 2);
}

#[test]
fn the_state_of_ended_runtimes_is_released() {
    let server = Server::new([good()]);
    let http = ReqwestTransport::reqwest_client_builder().unwrap().build().unwrap();
    let transport = ReqwestTransport::from_reqwest_client(http);
    let send = |runtime: &Runtime| {
        let mut request = http::Request::new(Body::default());
        *request.uri_mut() = server.address().parse().unwrap();
        let limits = paygentic_generated::transport::Limits::new(Duration::from_secs(5), 1 << 20);
        runtime.block_on(transport.send(request, limits)).unwrap();
    };
    let stays = multi();
    for _ in 0..20 {
        send(&single());
        send(&stays);
    }
    send(&single());
    assert!(format!("{transport:?}").contains("runtimes: 2"), "{transport:?}");
}

/// A provider has a time limit, which needs a timer too.
fn providing(server: &Server) -> Client {
    Client::builder()
        .environment(server.address())
        .token_provider(|_| async { Ok::<_, std::io::Error>("t") })
        .build()
        .unwrap()
}

#[test]
fn a_runtime_without_timers_or_io_is_an_error() {
    let server = Server::new([good()]);
    let no_timers = Builder::new_current_thread().enable_io().build().unwrap();
    let nothing = Builder::new_current_thread().build().unwrap();
    let no_sockets = Builder::new_current_thread().enable_time().build().unwrap();
    for (runtime, what) in [(no_timers, "timers"), (nothing, "timers"), (no_sockets, "sockets")] {
        for client in [client(&server), providing(&server)] {
            let error = runtime.block_on(client.customers().create(customer()).send()).unwrap_err();
            let source = std::error::Error::source(&error).unwrap();
            let text = format!("{error}: {source}: {:?}", source.source());
            assert!(text.contains(what) && text.contains("enable_all"), "{text}");
            assert!(!error.is_outcome_unknown());
            assert_eq!(error.attempts(), 1);
        }
    }
    server.assert_no_connection();
}

#[test]
fn a_call_outside_a_runtime_is_an_error() {
    use std::task::{Context, Poll, Waker};

    let server = Server::bait();
    for client in [client(&server), providing(&server)] {
        let mut call = std::pin::pin!(client.customers().create(customer()).send());
        let Poll::Ready(result) = call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("the call is pending");
        };
        let error = result.unwrap_err();
        assert!(error.to_string().contains("outside a Tokio runtime"), "{error}");
    }
    server.assert_no_connection();
}

#[test]
fn a_redirect_that_was_followed_is_an_error() {
    let other = Server::new([good()]);
    let location = format!("location: {}/elsewhere\r\n", other.address());
    let server = Server::new([answered(response(307, &location, ""))]);
    let builder = ReqwestTransport::reqwest_client_builder().unwrap();
    let http = builder.redirect(reqwest::redirect::Policy::limited(3)).build().unwrap();
    let client = Client::builder()
        .environment(server.address())
        .token("t")
        .transport(ReqwestTransport::from_reqwest_client(http))
        .build()
        .unwrap();
    let error = single().block_on(client.customers().get("cus_1").send()).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(format!("{error}: {source}").contains("redirect"), "{error:?}");
    assert!(error.is_outcome_unknown(), "{error:?}");
    // It is not retried, because the token would be sent again.
    server.requests(1);
    other.requests(1);
}

#[test]
fn the_end_of_a_runtime_fails_only_its_own_calls() {
    let server = Server::new([stalled("HTTP/1.1 200 OK\r\n"), good()]);
    let client = client(&server);
    let ends = multi();
    let (ours, (sender, receiver)) = (client.clone(), std::sync::mpsc::channel::<()>());
    let call = ends.spawn(async move {
        let _sender = sender;
        drop(ours.customers().create(customer()).send().await);
    });
    server.requests(1);
    let start = Instant::now();
    ends.shutdown_background();
    receiver.recv_timeout(Duration::from_secs(5)).unwrap_err();
    assert!(single().block_on(call).unwrap_err().is_cancelled());
    for runtime in [single(), multi()] {
        runtime.block_on(client.customers().get("cus_1").send()).unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    server.requests(3);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_works_inside_a_runtime() {
    let server = Server::new([status(503), good()]);
    let client = || {
        paygentic_generated::blocking::Client::builder()
            .environment(server.address())
            .token("t")
            .retries(RetryPolicy::default().max_delay(Duration::from_millis(1)))
            .build()
            .unwrap()
    };
    for runtime in [single(), multi()] {
        // It can also be created and dropped inside a runtime.
        runtime.block_on(async { client().customers().get("cus_1").send() }).unwrap();
        runtime.block_on(async { client().customers().get("cus_1").send() }).unwrap();
    }
    server.requests(5);
}
