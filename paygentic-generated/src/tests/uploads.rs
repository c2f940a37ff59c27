//! Streamed request bodies against a real server on loopback.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use super::http::{address_of, read_head};
use super::mock::{builder, wait};
use super::sample::*;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;
use crate::values::FilePart;
use crate::{Call, Client, RetryPolicy};

const LARGE: usize = 3_000_000;

/// A reader of zeros that checks how much is read at a time.
struct Zeros(usize);

impl Read for Zeros {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(buffer.len() <= 128 * 1024, "an upload must not be buffered as a whole");
        let read = buffer.len().min(self.0);
        buffer[..read].fill(0);
        self.0 -= read;
        Ok(read)
    }
}

/// Reads a body of known length, or in chunks, and reports the head and the length of the body.
fn server() -> (String, mpsc::Receiver<(String, usize)>) {
    let (sender, receiver) = mpsc::channel();
    let address = address_of(move |mut stream: TcpStream| {
        let head = read_head(&mut stream).to_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length: Option<usize> = length.and_then(|text| text.lines().next()?.parse().ok());
        let mut body = Vec::new();
        match length {
            Some(length) => {
                let taken = (&mut stream).take(length as u64).read_to_end(&mut body);
                drop(taken);
            }
            None => {
                let mut piece = [0; 4096];
                while !body.ends_with(b"0\r\n\r\n") {
                    let read = stream.read(&mut piece).unwrap();
                    body.extend_from_slice(&piece[..read]);
                }
            }
        }
        sender.send((head, body.len())).unwrap();
        let answer = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    (address, receiver)
}

fn files() -> [FilePart; 2] {
    [FilePart::from_reader(Zeros(LARGE)).sized(LARGE as u64), FilePart::from_reader(Zeros(LARGE))]
}

fn check(received: &mpsc::Receiver<(String, usize)>) {
    let (head, sent) = received.recv().unwrap();
    assert!(head.contains(&format!("content-length: {LARGE}\r\n")), "{head}");
    assert!(head.contains("content-type: application/zip\r\n"), "{head}");
    assert_eq!(sent, LARGE);
    let (head, sent) = received.recv().unwrap();
    assert!(head.contains("transfer-encoding: chunked\r\n"), "{head}");
    assert!(sent > LARGE);
}

#[test]
fn a_reader_is_streamed_with_its_length_or_in_chunks() {
    let (address, received) = server();
    let client = Client::builder().environment(address).token("t").build().unwrap();
    for file in files() {
        wait(Styles { client: &client }.put(file)).unwrap();
    }
    check(&received);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_streams_a_reader_too() {
    let (address, received) = server();
    let client = crate::blocking::Client::builder();
    let client = client.environment(address).token("t").build().unwrap();
    for file in files() {
        Styles { client: &client }.put(file).send().unwrap();
    }
    check(&received);
}

#[test]
fn a_multipart_body_with_a_file_on_disk_has_a_content_length() {
    let (address, received) = server();
    let path = std::env::temp_dir().join(format!("paygentic-upload-{}", std::process::id()));
    std::fs::write(&path, vec![7; LARGE]).unwrap();
    let client = Client::builder().environment(address.clone()).token("t").build().unwrap();
    wait(Styles { client: &client }.parts(SendParts::new(path.clone()))).unwrap();
    #[cfg(feature = "blocking")]
    {
        let client = crate::blocking::Client::builder();
        let client = client.environment(address).token("t").build().unwrap();
        Styles { client: &client }.parts(SendParts::new(path.clone())).send().unwrap();
    }
    std::fs::remove_file(path).unwrap();
    for _ in 0..1 + usize::from(cfg!(feature = "blocking")) {
        let (head, sent) = received.recv().unwrap();
        assert!(head.contains(&format!("content-length: {sent}\r\n")), "{head}");
        assert!(sent > LARGE && sent < LARGE + 1000);
    }
}

fn failed(mock: &MockTransport, file: FilePart) -> String {
    let retries = RetryPolicy::default().max_attempts(3).base_delay(Duration::from_millis(1));
    let client = builder(mock).retries(retries).build().unwrap();
    wait(Styles { client: &client }.put(file)).unwrap_err().to_string()
}

#[test]
fn a_reader_is_not_sent_twice_and_the_error_says_so() {
    let busy = MockTransport::new(|_| Ok(reply(503, "")));
    let error = failed(&busy, FilePart::from_reader(&b"abc"[..]));
    assert_eq!(busy.requests().len(), 1);
    assert!(error.ends_with("(not sent again, because its body comes from a reader)"), "{error}");
    assert_eq!(busy.requests()[0].body(), "abc");

    let again = MockTransport::new(|_| Ok(reply(503, "")));
    let error = failed(&again, FilePart::from("abc"));
    assert_eq!(again.requests().len(), 3);
    assert!(!error.contains("reader"), "{error}");
}

#[test]
fn an_unread_reader_is_sent_by_the_next_attempt() {
    struct Refusing(MockTransport, std::sync::atomic::AtomicUsize);

    impl crate::transport::Transport for Refusing {
        fn send(
            &self,
            request: http::Request<crate::transport::Body>,
            limits: crate::transport::Limits,
        ) -> crate::transport::TransportFuture<'_> {
            match self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
                0 => Box::pin(async { Err(TransportError::connect("refused")) }),
                _ => crate::transport::Transport::send(&self.0, request, limits),
            }
        }

        fn sleep(&self, _: Duration) -> crate::transport::SleepFuture<'_> {
            Box::pin(async {})
        }
    }

    let mock = MockTransport::replying(204, "");
    let client = Client::builder()
        .environment("https://api.example")
        .token("t")
        .transport(Refusing(mock.clone(), Default::default()))
        .build()
        .unwrap();
    wait(Styles { client: &client }.put(FilePart::from_reader(&b"abc"[..]))).unwrap();
    assert_eq!(mock.requests()[0].body(), "abc");
}

#[test]
fn a_reader_shorter_than_its_length_is_an_error() {
    let (address, _received) = server();
    let short = || FilePart::from_reader(&b"abc"[..]).sized(5);
    let client = Client::builder().environment(address.clone()).token("t").build().unwrap();
    let error = wait(Styles { client: &client }.put(short())).unwrap_err();
    assert!(format!("{error:?}").contains("less than was said"), "{error:?}");
    #[cfg(feature = "blocking")]
    {
        let client = crate::blocking::Client::builder();
        let client = client.environment(address).token("t").build().unwrap();
        let error = Styles { client: &client }.put(short()).send().unwrap_err();
        assert!(format!("{error:?}").contains("less than was said"), "{error:?}");
    }
}

#[test]
fn a_media_type_range_must_be_narrowed_by_the_file() {
    use crate::operation::Operation;
    static IMAGE: Operation = Operation::new("image", "image", http::Method::POST, "/image");
    let mock = MockTransport::replying(204, "");
    let client = super::mock::client_of(&mock);
    let send = |file: FilePart, range| {
        wait(Call::<'_, _, ()>::empty(&client, &IMAGE).file_body(file, range))
    };
    let error = send("x".into(), "image/*").unwrap_err().to_string();
    assert!(error.contains("the body may be `image/*`: say which"), "{error}");
    send(FilePart::from("x").content_type("image/png"), "image/*").unwrap();
    send("x".into(), "*/*").unwrap();
    let types: Vec<_> =
        mock.requests().iter().map(|r| r.headers()["content-type"].clone()).collect();
    assert_eq!(types, ["image/png", "application/octet-stream"]);
}
