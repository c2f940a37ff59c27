//! How queues are set up.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use super::item::Queueable;
use super::ledger::Bounds;
use super::store::Store;
use super::worker::{SendItem, Settled, Shared};
use super::{Entry, Queue};
use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::retry::RetryPolicy;

/// What [`Queue::push`] does when the queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits until there is room.
    #[default]
    Wait,
    /// It hands the item back.
    Refuse,
}

/// Sets up a [`Queue`].
#[must_use]
pub struct QueueBuilder<I: Queueable> {
    client: Client,
    items: Option<usize>,
    bytes: Option<usize>,
    concurrency: usize,
    attempts: u32,
    patience: Duration,
    when_full: WhenFull,
    settled: Option<Box<Settled<I>>>,
    #[cfg(feature = "durable")]
    pub(super) spool: Option<super::SpoolOptions>,
}

impl<I: Queueable> QueueBuilder<I> {
    pub(super) fn new(client: Client) -> Self {
        QueueBuilder {
            client,
            items: None,
            bytes: None,
            concurrency: 32,
            attempts: 8,
            patience: Duration::from_secs(24 * 3600),
            when_full: WhenFull::default(),
            settled: None,
            #[cfg(feature = "durable")]
            spool: None,
        }
    }

    /// How many items there may be in the queue, those included that the service refused and nobody took a report
    /// of; 10,000 if not set, and 1,000,000 on disk.
    pub fn capacity(mut self, items: usize) -> Self {
        self.items = Some(items.max(1));
        self
    }

    /// How many bytes the items that are neither accepted nor refused may have as JSON; 64 MiB if not set, and 1 GiB
    /// on disk. In memory an item takes a few times that.
    pub fn capacity_bytes(mut self, bytes: usize) -> Self {
        self.bytes = Some(bytes.max(1));
        self
    }

    /// How many items may be on their way at once; 32 if not set. The queue begins with a few, and finds out how many
    /// the service bears.
    pub fn concurrency(mut self, items: usize) -> Self {
        self.concurrency = items.max(1);
        self
    }

    /// When an item is given up whose outcome nobody knows, because of errors of the service (5xx), broken connections
    /// or answers that come too late: after so many such attempts between which the service answered for other
    /// items, or so long after its first if it answers for none; 8 and a day if not set. The item counts as
    /// refused then.
    ///
    /// What the service certainly did not do is never given up while the queue is open: limits (429, 503 with
    /// `Retry-After`), a refused token, and connections that could not be made.
    pub fn give_up(mut self, attempts: u32, after: Duration) -> Self {
        self.attempts = attempts.max(1);
        self.patience = after;
        self
    }

    /// What [`Queue::push`] does when the queue is full; it waits if not set.
    pub fn when_full(mut self, what: WhenFull) -> Self {
        self.when_full = what;
        self
    }

    /// Is called once for each item that the service accepted or refused, before the queue forgets it. A panic in it
    /// is caught and logged.
    pub fn on_settled(
        mut self,
        settled: impl Fn(&Entry<I>, Result<(), &Error>) + Send + Sync + 'static,
    ) -> Self {
        self.settled = Some(Box::new(settled));
        self
    }

    /// Starts the queue; `call` makes the call that sends an item, with options of its own such as time-outs. It may be
    /// called several times for an item. Retries and the idempotency key are set by the queue, whatever the call has.
    ///
    /// # Errors
    ///
    /// There is no Tokio runtime to send in, or the folder of a durable queue cannot be used.
    pub fn start<R, F>(self, call: F) -> Result<Queue<I>, Error>
    where
        R: Send + 'static,
        F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
    {
        let runtime = Handle::try_current().map_err(|_| {
            Error::configuration("a queue is started inside a Tokio runtime, and there is none")
        })?;
        let send = sender(self.client.clone(), call);
        self.open(send, runtime)
    }

    fn open(self, send: Box<SendItem<I>>, runtime: Handle) -> Result<Queue<I>, Error> {
        let is_durable = self.is_durable();
        let (items, bytes) = match is_durable {
            false => (10_000, 64 << 20),
            true => (1_000_000, 1 << 30),
        };
        let bounds = Bounds {
            items: self.items.unwrap_or(items),
            bytes: self.bytes.unwrap_or(bytes),
            concurrency: self.concurrency,
            attempts: self.attempts,
            patience: self.patience,
        };
        #[cfg(feature = "durable")]
        if let Some(options) = self.spool {
            let (spool, found) = super::spool::Spool::open(options)?;
            let store = Store::Disk(Box::new(spool));
            let shared = Shared::new(bounds, send, self.settled, runtime, store);
            return Queue::resuming(Arc::new(shared), self.when_full, found);
        }
        let shared = Shared::new(bounds, send, self.settled, runtime, Store::memory());
        Ok(Queue::of(Arc::new(shared), self.when_full))
    }

    /// Keeps items on disk until the service has them: what is there when the process ends is taken up by the next start,
    /// with the same keys.
    #[cfg(feature = "durable")]
    #[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
    pub fn durable(mut self, place: impl Into<super::SpoolOptions>) -> Self {
        self.spool = Some(place.into());
        self
    }

    fn is_durable(&self) -> bool {
        #[cfg(feature = "durable")]
        return self.spool.is_some();
        #[cfg(not(feature = "durable"))]
        false
    }
}

/// Sends an item once, with a key.
fn sender<I, R, F>(client: Client, call: F) -> Box<SendItem<I>>
where
    I: Queueable,
    R: Send + 'static,
    F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
{
    let shared = Arc::new((client, call));
    Box::new(move |item: I, key: Option<String>| {
        let shared = shared.clone();
        Box::pin(async move {
            let (client, call) = &*shared;
            let made = catch_unwind(AssertUnwindSafe(|| call(client, item)));
            let call = made.map_err(|_| {
                Error::invalid_request(
                    "the closure that makes the call of a queue panicked, so that nothing was sent",
                )
            })?;
            // One pace for all: a call that waited by itself would take no notice of the others.
            let call = call.retries(RetryPolicy::never());
            call.in_queue(key).send().await.map(drop)
        })
    })
}

impl<I: Queueable> fmt::Debug for QueueBuilder<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueBuilder")
            .field("capacity", &self.items)
            .field("capacity_bytes", &self.bytes)
            .field("concurrency", &self.concurrency)
            .field("when_full", &self.when_full)
            .finish_non_exhaustive()
    }
}
