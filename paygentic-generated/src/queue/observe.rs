//! The methods of a queue that do not wait, defined once for both clients, so that neither
//! can have one that the other lacks.

/// Defines the methods that do not wait, and what happens when the queue is dropped.
macro_rules! observers {
    ($queue:ident) => {
        impl<I: Queueable> $queue<I> {
            /// Takes an item to send it soon, or hands it back at once. A durable queue writes it to disk soon; `push`
            /// waits until it is there.
            ///
            /// # Errors
            ///
            /// The item was not added; the error has the item and the reason.
            pub fn try_push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
                self.shared.try_push(item.into().pushed())
            }

            /// The results since the previous report, without waiting.
            pub fn take_report(&self) -> Report<I> {
                self.shared.take_report()
            }

            /// Sends again at once, whatever the queue waits for: after a token that the service refused was replaced,
            /// or when the service is known to be back.
            pub fn resume(&self) {
                self.shared.resume();
            }

            /// The state of the queue: what it is doing, how much is in it, how fast it may send.
            pub fn stats(&self) -> crate::queue::QueueStats {
                self.shared.stats()
            }

            /// The number of items that wait to be sent.
            pub fn waiting(&self) -> usize {
                self.shared.ledger().waiting_count()
            }

            /// The number of items that are neither accepted nor refused yet.
            pub fn pending(&self) -> usize {
                self.shared.ledger().depth()
            }

            /// The damage to the file of a durable queue when the queue was started, and what was recovered; `None`
            /// if there was none.
            #[cfg(feature = "durable")]
            #[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
            pub fn damage(&self) -> Option<&crate::queue::Damage> {
                self.shared.damage()
            }
        }

        impl<I: Queueable> Drop for $queue<I> {
            fn drop(&mut self) {
                self.shared.detach();
            }
        }

        impl<I: Queueable> std::fmt::Debug for $queue<I> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Queue").field("stats", &self.stats()).finish_non_exhaustive()
            }
        }
    };
}

pub(super) use observers;
