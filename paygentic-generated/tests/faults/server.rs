//! A server on plain sockets that misbehaves according to a script.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, SockRef, Socket, Type};

use crate::fault::Fault;

/// A time limit, so that no thread of the server outlives a failed test for long.
const PATIENCE: Duration = Duration::from_secs(15);

/// Handles one request after another according to the script, on any connection; the last
/// line of the script applies to all that follow.
pub(crate) struct Server {
    socket: Socket,
    state: Arc<State>,
}

struct State {
    script: Vec<Fault>,
    log: Mutex<Log>,
    changed: Condvar,
}

/// What the server saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// The next line of the script.
    line: usize,
    pub(crate) connections: usize,
    /// The number of connections that have ended.
    pub(crate) ended: usize,
    /// The requests that arrived completely.
    pub(crate) requests: Vec<Request>,
    /// The number of bytes written on all connections.
    pub(crate) written: u64,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) arrived: Instant,
}

impl Server {
    pub(crate) fn new(script: impl Into<Vec<Fault>>) -> Self {
        let mut script = script.into();
        let refuses = matches!(script.first(), Some(Fault::Refused));
        if refuses && script.len() > 1 {
            script.remove(0);
        }
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&any.into()).unwrap();
        let server = Server {
            socket,
            state: Arc::new(State { script, log: Mutex::default(), changed: Condvar::new() }),
        };
        if !refuses {
            server.listen();
        }
        server
    }

    /// A server that must not receive a connection.
    pub(crate) fn bait() -> Self {
        Server::new([crate::fault::good()])
    }

    /// Begins to accept connections. The port is bound already, so no other process can use it.
    pub(crate) fn listen(&self) {
        self.socket.listen(128).unwrap();
        let listener = TcpListener::from(self.socket.try_clone().unwrap());
        let state = self.state.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                state.note(|log| log.connections += 1);
                let state = state.clone();
                thread::spawn(move || {
                    // Errors mean that the client has closed the connection.
                    drop(state.serve(stream));
                    state.note(|log| log.ended += 1);
                });
            }
        });
    }

    /// The address of the server, without a path.
    pub(crate) fn address(&self) -> String {
        let address = self.socket.local_addr().unwrap().as_socket().unwrap();
        format!("http://{address}")
    }

    pub(crate) fn log(&self) -> Log {
        self.state.lock().clone()
    }

    /// The log, as soon as it meets a condition.
    pub(crate) fn log_when(&self, what: &str, is_so: impl Fn(&Log) -> bool) -> Log {
        let log = self.state.lock();
        let (log, result) = self
            .state
            .changed
            .wait_timeout_while(log, Duration::from_secs(5), |log| !is_so(log))
            .unwrap();
        assert!(!result.timed_out(), "the server did not see {what}: {log:?}");
        log.clone()
    }

    /// Fails if there was a connection.
    pub(crate) fn assert_no_connection(&self) {
        thread::sleep(Duration::from_millis(50));
        let log = self.log();
        assert_eq!(log.connections, 0, "{log:?}");
    }

    /// The requests once there are this many; then waits briefly, to detect more.
    pub(crate) fn requests(&self, count: usize) -> Vec<Request> {
        self.log_when(&format!("{count} requests"), |log| log.requests.len() >= count);
        thread::sleep(Duration::from_millis(5));
        let requests = self.log().requests;
        assert_eq!(requests.len(), count, "{requests:?}");
        requests
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // `accept` returns an error then.
        drop(self.socket.shutdown(std::net::Shutdown::Both));
    }
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    fn note(&self, change: impl FnOnce(&mut Log)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// The next line of the script, if it satisfies the condition.
    fn next(&self, is_wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut log = self.lock();
        let last = self.script.len() - 1;
        let fault = &self.script[log.line.min(last)];
        is_wanted(fault).then(|| {
            log.line += 1;
            fault.clone()
        })
    }

    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        match self.next(Fault::is_before_request) {
            Some(Fault::ResetAtOnce) => return reset(&stream),
            Some(_) => return Ok(()),
            None => {}
        }
        // The line is taken when a request arrives, because a connection may have none.
        while !stream.fill_buf()?.is_empty() {
            let Some(fault) = self.next(|_| true) else {
                return Ok(());
            };
            if matches!(fault, Fault::ResetInRequest) {
                return reset(&stream);
            }
            let request = read_request(&mut stream)?;
            self.note(|log| log.requests.push(request));
            if !self.respond(fault, &mut stream)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Responds, and returns whether the connection can be used again.
    fn respond(&self, fault: Fault, stream: &mut BufReader<TcpStream>) -> io::Result<bool> {
        match fault {
            Fault::Answered(text) => {
                self.write(stream, &text)?;
                return Ok(true);
            }
            Fault::Cut(text) => self.write(stream, &text)?,
            Fault::Reset(text) => {
                self.write(stream, &text)?;
                reset(stream)?;
            }
            Fault::Stalled(text) => {
                self.write(stream, &text)?;
                while stream.read(&mut [0; 64])? > 0 {}
            }
            Fault::Dripped(text) => {
                for byte in text {
                    self.write(stream, &[byte])?;
                    thread::yield_now();
                }
                return Ok(true);
            }
            Fault::Endless { head, piece, pause } => {
                self.write(stream, &head)?;
                loop {
                    self.write(stream, &piece)?;
                    if !pause.is_zero() {
                        thread::sleep(pause);
                    }
                }
            }
            Fault::Refused | Fault::ClosedAtOnce | Fault::ResetAtOnce | Fault::ResetInRequest => {}
        }
        Ok(false)
    }

    fn write(&self, stream: &mut BufReader<TcpStream>, bytes: &[u8]) -> io::Result<()> {
        stream.get_mut().write_all(bytes)?;
        self.note(|log| log.written += bytes.len() as u64);
        Ok(())
    }
}

/// Resets the connection.
fn reset(stream: &BufReader<TcpStream>) -> io::Result<()> {
    SockRef::from(stream.get_ref()).set_linger(Some(Duration::ZERO))
}

fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Request> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let mut request = Request {
        head: String::from_utf8_lossy(&head).into_owned(),
        body: Vec::new(),
        arrived: Instant::now(),
    };
    let length = request.header("content-length").unwrap_or("0");
    request.body.resize(length.parse().unwrap(), 0);
    stream.read_exact(&mut request.body)?;
    Ok(request)
}

impl Request {
    /// The first line without the version.
    pub(crate) fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.trim_end_matches(" HTTP/1.1")
    }

    /// All values of a header.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).first().copied()
    }
}

/// A server that handles each connection with this function.
pub(crate) fn listen(meet: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().for_each(|stream| meet(stream.unwrap())));
    address
}
