//! How the disk thread replies to a task or a thread.

#[cfg(feature = "blocking")]
use std::sync::mpsc;

#[cfg(feature = "async")]
use tokio::sync::oneshot;

/// Sends the reply. If it is dropped without a reply, the waiting side returns.
pub(super) type Reply<T> = Box<dyn FnOnce(T) + Send>;

#[cfg(feature = "async")]
pub(super) fn to_task<T: Send + 'static>() -> (Reply<T>, oneshot::Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    // The waiting side may be gone.
    (Box::new(move |reply| drop(sender.send(reply))), receiver)
}

#[cfg(feature = "blocking")]
pub(super) fn to_thread<T: Send + 'static>() -> (Reply<T>, mpsc::Receiver<T>) {
    let (sender, receiver) = mpsc::sync_channel(1);
    (Box::new(move |reply| drop(sender.try_send(reply))), receiver)
}
