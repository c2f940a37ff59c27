//! A service that counts events by their idempotency keys.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The response to an event.
pub(crate) enum Answer {
    Accepted,
    Status(u16),
    /// The event is accepted, and the connection is closed before there is a response.
    Lost,
}

/// Chooses the response, by the number of the event and the number of the request.
type Judge = dyn Fn(u64, usize) -> Answer + Send + Sync;

#[derive(Default)]
pub(crate) struct Tally {
    /// The number of the event that came with each key.
    pub(crate) keys: BTreeMap<String, u64>,
    /// The timestamp of each event.
    pub(crate) timestamps: BTreeMap<u64, String>,
    pub(crate) requests: usize,
}

impl Tally {
    /// The numbers of the events that were counted, once for each key.
    pub(crate) fn events(&self) -> Vec<u64> {
        let mut events: Vec<u64> = self.keys.values().copied().collect();
        events.sort_unstable();
        events
    }
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) tally: Arc<Mutex<Tally>>,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn new(judge: impl Fn(u64, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let tally: Arc<Mutex<Tally>> = Arc::default();
        let judge: Arc<Judge> = Arc::new(judge);
        let counted = tally.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tally, judge) = (counted.clone(), judge.clone());
                thread::spawn(move || serve(stream, &tally, &*judge));
            }
        });
        Server { tally, address }
    }

    pub(crate) fn accepting() -> Self {
        Server::new(|_, _| Answer::Accepted)
    }

    pub(crate) fn events(&self) -> Vec<u64> {
        self.tally.lock().unwrap().events()
    }
}

fn serve(mut stream: TcpStream, tally: &Mutex<Tally>, judge: &Judge) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(given) = line.strip_prefix("content-length:") {
                length = given.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let event: serde_json::Value = serde_json::from_slice(&body).ok()?;
        let number = event["data"]["n"].as_u64()?;
        let answer = {
            let mut tally = tally.lock().unwrap();
            tally.requests += 1;
            let answer = judge(number, tally.requests);
            if matches!(answer, Answer::Accepted | Answer::Lost) {
                let key = event["idempotencyKey"].as_str()?.to_owned();
                let timestamp = event["timestamp"].as_str()?.to_owned();
                assert_eq!(*tally.keys.entry(key).or_insert(number), number);
                let before = tally.timestamps.entry(number).or_insert(timestamp.clone());
                assert_eq!(*before, timestamp);
            }
            answer
        };
        let text = "{\"object\":\"event\"}";
        let status = match answer {
            Answer::Accepted => 202,
            Answer::Status(status) => status,
            Answer::Lost => return None,
        };
        let length = text.len();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{text}");
        stream.write_all(head.as_bytes()).ok()?;
    }
}
