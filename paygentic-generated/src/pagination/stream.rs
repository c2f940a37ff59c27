//! Pages and items as streams, for the async client.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{ItemStream, Page, Pages};
use crate::client::Client;
use crate::error::Error;

impl<T: Page + Send + 'static> Pages<'_, Client, T> {
    /// The next page; `None` after the last one, or after an error that is not about an item.
    ///
    /// Dropping the future loses nothing: the next call continues where this one stopped.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let fetching = match &mut self.fetching {
            Some(fetching) => fetching,
            None => {
                let outgoing = match self.cursor.next() {
                    Some(Ok(outgoing)) => outgoing,
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => return Poll::Ready(None),
                };
                let fetching = Box::pin(self.client.run(outgoing, self.decode));
                self.fetching.insert(fetching)
            }
        };
        let fetched = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        Poll::Ready(Some(self.on_page(fetched)))
    }
}

impl<T: Page + Send + 'static> ItemStream<'_, Client, T> {
    /// The next item; `None` after the last one, or after an error that is not about an item.
    ///
    /// Dropping the future loses nothing: the next call continues where this one stopped.
    pub async fn next(&mut self) -> Option<Result<T::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Collects all items.
    ///
    /// # Errors
    ///
    /// A page cannot be fetched, or an item cannot be decoded. The items before it are dropped.
    pub async fn try_collect(mut self) -> Result<Vec<T::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Everything that is pinned inside is boxed.
impl<T: Page> Unpin for Pages<'_, Client, T> {}
impl<T: Page> Unpin for ItemStream<'_, Client, T> {}

impl<T: Page + Send + 'static> Stream for Pages<'_, Client, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T: Page + Send + 'static> Stream for ItemStream<'_, Client, T> {
    type Item = Result<T::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}
