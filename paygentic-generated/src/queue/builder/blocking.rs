//! The builder for the blocking client.

use std::fmt;
use std::time::Duration;

use super::WhenFull;
use super::setup::{Setup, setters};
use crate::blocking::Client;
use crate::call::Call;
use crate::error::Error;
use crate::queue::Entry;
use crate::queue::attempt_outcome::discard_value;
use crate::queue::blocking::Queue;
use crate::queue::catch_panic::{catch_panic, panicked};
use crate::queue::item::Queueable;
use crate::queue::runner::Runner;
use crate::queue::threads::{SendItem, Threads};
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
    /// The folder of a durable queue cannot be used.
    pub fn start<R, F>(self, call: F) -> Result<Queue<I>, Error>
    where
        R: Send + 'static,
        F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
    {
        let (when_full, max_threads) = (self.setup.when_full, self.setup.concurrency);
        let send = sender(self.client, call);
        let shared = self.setup.open(Runner::Threads(Threads::new(send, max_threads)))?;
        shared.begin();
        Ok(Queue::of(shared, when_full))
    }
}

/// Sends an item once, with a key.
fn sender<I, R, F>(client: Client, call: F) -> Box<SendItem<I>>
where
    I: Queueable,
    R: Send + 'static,
    F: for<'c> Fn(&'c Client, I) -> Call<'c, Client, R> + Send + Sync + 'static,
{
    Box::new(move |item: I, key: Option<String>| {
        let call = catch_panic(|| call(&client, item))
            .ok_or_else(|| panicked("the closure of the queue"))?;
        // The pace of the queue decides about retries: a call that waited by itself would ignore the others.
        call.retries(RetryPolicy::never()).in_queue(key).reading(discard_value).send()
    })
}
