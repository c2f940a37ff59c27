//! The builder for the async client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use super::WhenFull;
use super::setup::{Setup, setters};
use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::queue::attempt_outcome::discard_value;
use crate::queue::catch_panic::{catch_panic, copied_item, panicked};
use crate::queue::item::Queueable;
use crate::queue::runner::Runner;
use crate::queue::tasks::{SendItem, Tasks};
use crate::queue::{Entry, Queue};
use crate::retry::RetryPolicy;

/// The settings of a [`Queue`].
#[must_use]
pub struct QueueBuilder<I: Queueable> {
    client: Client,
    setup: Setup<I>,
}

setters!(QueueBuilder);

impl<I: Queueable> QueueBuilder<I> {
    /// Starts the queue. `call` returns the call that sends an item, which may have options such as time-outs; it may
    /// run several times for an item. The queue itself sets retries and the idempotency key.
    ///
    /// # Errors
    ///
    /// There is no Tokio runtime, or the folder of a durable queue cannot be used.
    pub fn start<R, F>(self, call: F) -> Result<Queue<I>, Error>
    where
        R: Send + 'static,
        F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
    {
        let runtime = Handle::try_current().map_err(|_| {
            Error::configuration(
                "cannot start the queue outside a Tokio runtime: call `start` inside one, such as that of \
                 `#[tokio::main]`, or use the queue of the blocking client",
            )
        })?;
        let when_full = self.setup.when_full;
        let send = sender(self.client, call);
        let shared = self.setup.open(Runner::Tasks(Tasks::new(send, runtime)))?;
        shared.begin();
        Ok(Queue::of(shared, when_full))
    }
}

/// Sends a copy of an item once, with its key.
fn sender<I, R, F>(client: Client, call: F) -> Box<SendItem<I>>
where
    I: Queueable,
    R: Send + 'static,
    F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
{
    let shared = Arc::new((client, call));
    Box::new(move |entry: &Entry<I>| {
        let shared = shared.clone();
        let item = copied_item(entry);
        let key = entry.idempotency_key().map(str::to_owned);
        Box::pin(async move {
            let (client, call) = &*shared;
            let item = item?;
            let call = catch_panic(|| call(client, item))
                .ok_or_else(|| panicked("the closure of the queue"))?;
            // The pace of the queue decides about retries: a call that waited by itself would ignore the others.
            call.retries(RetryPolicy::never()).in_queue(key).reading(discard_value).send().await
        })
    })
}
