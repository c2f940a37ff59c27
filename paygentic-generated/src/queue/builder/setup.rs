//! The options of a queue, and the setters that both builders share.

use std::sync::Arc;
use std::time::Duration;

use super::WhenFull;
use crate::error::Error;
use crate::queue::item::Queueable;
use crate::queue::ledger::Bounds;
use crate::queue::runner::Runner;
use crate::queue::shared::{Settled, Shared};
#[cfg(feature = "durable")]
use crate::queue::spool::{Spool, SpoolOptions};
use crate::queue::store::Store;

/// The options that the caller has set.
pub(super) struct Setup<I: Queueable> {
    pub(super) items: Option<usize>,
    pub(super) bytes: Option<usize>,
    pub(super) concurrency: usize,
    pub(super) attempts: u32,
    pub(super) patience: Duration,
    pub(super) when_full: WhenFull,
    pub(super) settled: Option<Box<Settled<I>>>,
    #[cfg(feature = "durable")]
    pub(super) spool: Option<SpoolOptions>,
}

impl<I: Queueable> Default for Setup<I> {
    fn default() -> Self {
        Setup {
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
}

impl<I: Queueable> Setup<I> {
    /// Opens the queue, and registers the items on disk.
    pub(super) fn open(self, runner: Runner<I>) -> Result<Arc<Shared<I>>, Error> {
        let bounds = self.bounds();
        #[cfg(feature = "durable")]
        if let Some(options) = self.spool {
            let (spool, found) = Spool::open(options)?;
            let store = Store::Disk(Box::new(spool));
            let shared = Arc::new(Shared::new(bounds, self.settled, runner, store));
            shared.ledger().resume(found);
            if let Store::Disk(spool) = &shared.store {
                spool.run(&shared)?;
            }
            return Ok(shared);
        }
        Ok(Arc::new(Shared::new(bounds, self.settled, runner, Store::memory())))
    }

    fn bounds(&self) -> Bounds {
        let (items, bytes) = match self.is_durable() {
            false => (10_000, 64 << 20),
            true => (1_000_000, 1 << 30),
        };
        Bounds {
            items: self.items.unwrap_or(items),
            bytes: self.bytes.unwrap_or(bytes),
            concurrency: self.concurrency,
            attempts: self.attempts,
            patience: self.patience,
        }
    }

    fn is_durable(&self) -> bool {
        #[cfg(feature = "durable")]
        return self.spool.is_some();
        #[cfg(not(feature = "durable"))]
        false
    }
}

/// The methods that set options, for the builders of both clients.
macro_rules! setters {
    ($builder:ident) => {
        impl<I: Queueable> $builder<I> {
            pub(in crate::queue) fn new(client: Client) -> Self {
                $builder { client, setup: Setup::default() }
            }

            /// The maximum number of items in the queue, including refused items that no report has taken yet; by
            /// default 10,000, or 1,000,000 on disk.
            pub fn capacity(mut self, items: usize) -> Self {
                self.setup.items = Some(items.max(1));
                self
            }

            /// The maximum size, as JSON, of the items that are neither accepted nor refused; by default 64 MiB, or 1
            /// GiB on disk. In memory an item takes several times its size.
            pub fn capacity_bytes(mut self, bytes: usize) -> Self {
                self.setup.bytes = Some(bytes.max(1));
                self
            }

            /// The maximum number of requests in flight; 32 by default. The queue starts with a few, and adapts to
            /// what the service accepts.
            pub fn concurrency(mut self, items: usize) -> Self {
                self.setup.concurrency = items.max(1);
                self
            }

            /// How long an item is retried after failures that leave its outcome unknown (5xx, 408, time-outs, broken
            /// connections): `attempts` such failures while the service responds to other items, or `after` this time
            /// since its first failure if it responds to none. Then the item counts as refused. Default: 8 attempts, one
            /// day.
            ///
            /// An item that was certainly not processed is not given up while the queue is open: limits (429, 503 with
            /// `Retry-After`), a refused token, and connections that could not be established.
            pub fn give_up(mut self, attempts: u32, after: Duration) -> Self {
                self.setup.attempts = attempts.max(1);
                self.setup.patience = after;
                self
            }

            /// What `push` does when the queue is full; by default it waits.
            pub fn when_full(mut self, what: WhenFull) -> Self {
                self.setup.when_full = what;
                self
            }

            /// A function that is called once for each item that the service accepted or refused. A panic in it is
            /// caught and logged.
            pub fn on_settled(
                mut self,
                settled: impl Fn(&Entry<I>, Result<(), &Error>) + Send + Sync + 'static,
            ) -> Self {
                self.setup.settled = Some(Box::new(settled));
                self
            }

            /// Keeps items in this folder on disk until the service has accepted them. The next start sends those
            /// that are left, with the same keys.
            #[cfg(feature = "durable")]
            #[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
            pub fn durable(mut self, place: impl Into<crate::queue::SpoolOptions>) -> Self {
                self.setup.spool = Some(place.into());
                self
            }
        }

        impl<I: Queueable> fmt::Debug for $builder<I> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($builder))
                    .field("capacity", &self.setup.items)
                    .field("capacity_bytes", &self.setup.bytes)
                    .field("concurrency", &self.setup.concurrency)
                    .field("when_full", &self.setup.when_full)
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(super) use setters;
