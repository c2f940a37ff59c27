//! How queues are set up.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;

use super::worker::{Settled, Shared};
use super::{Entry, Queue};
use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

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
pub struct QueueBuilder<I> {
    client: Client,
    capacity: usize,
    concurrency: usize,
    pub(super) when_full: WhenFull,
    settled: Option<Box<Settled<I>>>,
}

impl<I: Clone + Send + 'static> QueueBuilder<I> {
    pub(super) fn new(client: Client) -> Self {
        QueueBuilder {
            client,
            capacity: 10_000,
            concurrency: 32,
            when_full: WhenFull::default(),
            settled: None,
        }
    }

    /// How many items may wait or be on their way at once; 10,000 if not set. Of refused items that
    /// nobody took a report of, the queue holds as many again.
    pub fn capacity(mut self, items: usize) -> Self {
        self.capacity = items.max(1);
        self
    }

    /// How many items are on their way at once; 32 if not set.
    pub fn concurrency(mut self, items: usize) -> Self {
        self.concurrency = items.max(1);
        self
    }

    /// What [`Queue::push`] does when the queue is full; it waits if not set.
    pub fn when_full(mut self, what: WhenFull) -> Self {
        self.when_full = what;
        self
    }

    /// Is called once for each item that the service accepted or refused, before the queue forgets
    /// it: here a journal on disk can cross it out.
    pub fn on_settled(
        mut self,
        settled: impl Fn(&Entry<I>, Result<(), &Error>) + Send + Sync + 'static,
    ) -> Self {
        self.settled = Some(Box::new(settled));
        self
    }

    /// Starts the queue; `call` makes the call that sends an item, with options of its own such as
    /// retries and time-outs.
    ///
    /// # Errors
    ///
    /// There is no Tokio runtime to send in.
    pub fn start<R, F>(self, call: F) -> Result<Queue<I>, Error>
    where
        R: Send + 'static,
        F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
    {
        let runtime = Handle::try_current().map_err(|_| {
            Error::configuration("a queue is started inside a Tokio runtime, and there is none")
        })?;
        let QueueBuilder {
            client,
            capacity,
            concurrency,
            when_full,
            settled,
        } = self;
        let call = Arc::new(call);
        let send = move |item: I, key: Option<String>| {
            let (client, call) = (client.clone(), call.clone());
            let sent = async move {
                let call = call(&client, item).spare_idempotency_key(key);
                call.send().await.map(drop)
            };
            Box::pin(sent) as _
        };
        // A semaphore has a limit, which no memory reaches.
        let capacity = capacity.min(tokio::sync::Semaphore::MAX_PERMITS);
        let shared = Shared::new(capacity, concurrency, Box::new(send), settled, runtime);
        Ok(Queue::of(Arc::new(shared), when_full))
    }
}

impl<I> fmt::Debug for QueueBuilder<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueBuilder")
            .field("capacity", &self.capacity)
            .field("concurrency", &self.concurrency)
            .field("when_full", &self.when_full)
            .finish_non_exhaustive()
    }
}
