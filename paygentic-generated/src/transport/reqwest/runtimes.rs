//! One client of `reqwest` for each async runtime.
//!
//! A connection is driven by a task of the runtime that created it. Another runtime must not use
//! it: if the first has ended or is blocked, a call that waits for the connection never ends.

use std::net::{Ipv4Addr, UdpSocket};
use std::panic::catch_unwind;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use crate::transport::TransportError;

type Make = Box<dyn Fn() -> reqwest::Result<reqwest::Client> + Send + Sync>;

/// The clients, one for each live runtime that has sent something.
pub(super) struct Runtimes {
    make: Make,
    /// The client that was built to check the settings; the first runtime uses it.
    spare: Mutex<Option<reqwest::Client>>,
    clients: RwLock<Vec<Entry>>,
}

struct Entry {
    runtime: Id,
    client: reqwest::Client,
    /// Closed as soon as the runtime is gone, because a task of the runtime holds the other end.
    alive: oneshot::Sender<()>,
}

impl Runtimes {
    pub(super) fn new(
        make: impl Fn() -> reqwest::Result<reqwest::Client> + Send + Sync + 'static,
    ) -> reqwest::Result<Self> {
        let first = make()?;
        Ok(Runtimes {
            make: Box::new(make),
            spare: Mutex::new(Some(first)),
            clients: RwLock::default(),
        })
    }

    /// The same client for all runtimes.
    pub(super) fn sharing(client: reqwest::Client) -> Self {
        Runtimes {
            make: Box::new(move || Ok(client.clone())),
            spare: Mutex::default(),
            clients: RwLock::default(),
        }
    }

    /// The client for the runtime that this is called in.
    pub(super) fn client(&self) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().map_err(|_| {
            TransportError::unusable(
                "cannot send outside a Tokio runtime: start one, such as with `#[tokio::main]`, \
                 or use the blocking client, which needs none",
            )
        })?;
        let id = runtime.id();
        let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = clients.iter().find(|entry| entry.runtime == id) {
            return Ok(entry.client.clone());
        }
        drop(clients);
        self.add(&runtime)
    }

    pub(super) fn count(&self) -> usize {
        let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
        clients.len()
    }

    fn add(&self, runtime: &Handle) -> Result<reqwest::Client, TransportError> {
        check_drivers().map_err(TransportError::unusable)?;
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        let client = match spare {
            Some(client) => client,
            None => (self.make)().map_err(TransportError::unusable)?,
        };
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        clients.retain(|entry| !entry.alive.is_closed());
        // Another thread of the same runtime may have added one first.
        if let Some(entry) = clients.iter().find(|entry| entry.runtime == runtime.id()) {
            return Ok(entry.client.clone());
        }
        let (alive, gone) = oneshot::channel::<()>();
        // It ends with the runtime or with this transport, whichever is first.
        runtime.spawn(async move { drop(gone.await) });
        clients.push(Entry { runtime: runtime.id(), client: client.clone(), alive });
        Ok(client)
    }
}

/// Checks that the runtime can be used; the error says why not.
///
/// Tokio shows that a runtime lacks timers or I/O only by a panic at their first
/// use. So both are used here, once for each runtime, where a panic can be caught.
fn check_drivers() -> Result<(), &'static str> {
    if catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_err() {
        return Err(
            "the Tokio runtime has no timers; enable them with `enable_all` or `enable_time` of its \
             builder",
        );
    }
    let Ok(socket) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)) else {
        return Ok(());
    };
    if socket.set_nonblocking(true).is_err() {
        return Ok(());
    }
    match catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket))) {
        Ok(()) => Ok(()),
        Err(_) => Err(
            "the Tokio runtime has no sockets; enable them with `enable_all` or `enable_io` of its \
             builder",
        ),
    }
}
