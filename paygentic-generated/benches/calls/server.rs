//! A server with fixed responses, in a process of its own.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{self, Child, Command, Stdio};
use std::thread;

use serde_json::{Map, Value, json};

use crate::{Result, TOKEN};

/// If it is set, this process is the server.
const VARIABLE: &str = "CALLS_BENCH_SERVER";

pub(crate) const CUSTOMER: &str = "cus_8fK2mQx7VbNw31Zt";

pub(crate) fn event_data() -> Result<Map<String, Value>> {
    let data =
        json!({ "tokens": 1250, "model": "large-2", "region": "eu-west-1", "cached": false });
    data.as_object().cloned().ok_or_else(|| "not an object".into())
}

pub(crate) fn check_event(id: Option<&str>) -> Result<()> {
    match id {
        Some("evt_5Yp0cRk2LxWd94Hs") => Ok(()),
        other => Err(format!("unexpected event: {other:?}").into()),
    }
}

pub(crate) fn check_list(count: usize, total: i64) -> Result<()> {
    match (count, total) {
        (100, 2417) => Ok(()),
        other => Err(format!("unexpected list: {other:?}").into()),
    }
}

/// The server, as its client sees it.
pub(crate) struct Server {
    process: Child,
    url: String,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .env(VARIABLE, "1")
            // The server ends when this pipe is closed, however this process ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut url)?;
        }
        url.truncate(url.trim_end().len());
        Ok(Server { process, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Pins client and server to a core each, and reports the outcome.
    pub(crate) fn pin(&self) -> String {
        let [client, server] = match cores().as_slice() {
            [first, .., last] => [*first, *last],
            _ => return "Client and server are not pinned: there are no two cores.".to_owned(),
        };
        if pin(process::id(), client) && pin(self.process.id(), server) {
            format!("The client is pinned to core {client}, the server to core {server}.")
        } else {
            "Client and server are not pinned: `taskset` is missing or failed.".to_owned()
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Pins all current threads of a process; those started later inherit it.
fn pin(process: u32, core: u32) -> bool {
    Command::new("taskset")
        .args(["-a", "-c", "-p", &core.to_string(), &process.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The cores that this process may use, as in `0-3,8`. None on systems other than Linux.
fn cores() -> Vec<u32> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let list =
        status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or_default();
    let ranges = list.trim().split(',').filter_map(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(first.parse().ok()?..=last.parse().ok()?)
    });
    ranges.flatten().collect()
}

pub(crate) fn is_wanted() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Runs the server in its process.
pub(crate) fn run() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

/// Answers the requests of one connection.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (event, list) = (answer("202 Accepted", EVENT), answer("200 OK", &list()));
    let unknown = answer("404 Not Found", NOT_FOUND);
    let mut input = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        while let Some((request, length)) = request(&input) {
            let answer = match request {
                Some(Request::Event) => &event,
                Some(Request::List) => &list,
                None => &unknown,
            };
            stream.write_all(answer)?;
            input.drain(..length);
        }
        match stream.read(&mut chunk)? {
            0 => return Ok(()),
            count => input.extend_from_slice(&chunk[..count]),
        }
    }
}

enum Request {
    Event,
    List,
}

/// The first request and its length, if it has arrived completely.
fn request(input: &[u8]) -> Option<(Option<Request>, usize)> {
    let head = input.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&input[..head]).into_owned();
    let mut lines = text.lines();
    let target = lines.next()?;
    let header = |wanted: &str| {
        let mut pairs = text.lines().filter_map(|line| line.split_once(": "));
        pairs.find_map(|(name, value)| name.eq_ignore_ascii_case(wanted).then_some(value))
    };
    let body = header("content-length").map_or(Some(0), |length| length.parse().ok())?;
    if input.len() < head + body {
        return None;
    }
    let token = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let request = match target {
        _ if token != Some(TOKEN) => None,
        "POST /v0/events HTTP/1.1" => Some(Request::Event),
        "GET /v0/customers?limit=100&organizationId=org_1 HTTP/1.1" => Some(Request::List),
        _ => None,
    };
    Some((request, head + body))
}

fn answer(status: &str, body: &str) -> Vec<u8> {
    // Without the line breaks and indents that make it readable here.
    let body: String = body.lines().map(str::trim_start).collect();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n\
         content-type: application/json; charset=utf-8\r\n\
         content-length: {length}\r\n\
         date: Thu, 15 May 2025 09:30:00 GMT\r\n\
         x-request-id: req_1b7e0c52a9d84f63\r\n\
         x-ratelimit-limit: 60\r\n\
         x-ratelimit-remaining: 59\r\n\
         x-ratelimit-reset: 1\r\n\r\n"
    );
    (head + &body).into_bytes()
}

const NOT_FOUND: &str = r#"{"error":"not_found","message":"No such route"}"#;

const EVENT: &str = r#"{
    "id":"evt_5Yp0cRk2LxWd94Hs",
    "object":"event",
    "type":"completion",
    "source":"https://acme.example",
    "subject":"cus_8fK2mQx7VbNw31Zt",
    "namespace":"org_YS8jkP59V71TdUvj",
    "timestamp":"2025-05-15T09:30:00.128Z",
    "idempotencyKey":"k"
}"#;

fn list() -> String {
    let customers: Vec<_> =
        (0..100).map(|number| CUSTOMER_OF_LIST.replace('#', &format!("{number:02}"))).collect();
    format!(
        r#"{{"object":"list","data":[{}],"pagination":{{"limit":100,"offset":0,"total":2417}}}}"#,
        customers.join(",")
    )
}

/// Each `#` is the number of the customer.
const CUSTOMER_OF_LIST: &str = r##"{
    "id":"cus_8fK2mQx7VbNw31#",
    "object":"customer",
    "consumerId":"org_3TzR6uJe9LhY5c#",
    "createdAt":"2025-03-04T16:21:07.412Z",
    "merchantId":"org_YS8jkP59V71TdUvj",
    "organization":{
        "id":"org_3TzR6uJe9LhY5c#",
        "address":{
            "line1":"# Market Street",
            "line2":"Suite 400",
            "city":"San Francisco",
            "state":"CA",
            "country":"US",
            "zipCode":"94103"
        },
        "billingEmails":["billing-#@acme.example","accounts-#@acme.example"],
        "name":"Acme Subsidiary #, Inc.",
        "phone":"+14155550123"
    },
    "taxId":"US1234567#",
    "externalId":"acme-#",
    "taxRates":{"default":8.625,"plan_4HqWn2Xc":20},
    "updatedAt":"2025-05-14T08:02:55.090Z",
    "validTaxAddress":{"message":"The address was found","valid":true},
    "notificationSettings":{"invoiceIssued":true,"invoicePaid":true,"renewalReminder":false}
}"##;
