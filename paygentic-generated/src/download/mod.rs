//! Streams responses that are files, so that they need not fit in memory.

mod file;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Response, StatusCode};

use crate::call::{Call, RawResponse};
use crate::error::{Error, History, begins_page, is_declared_page};
use crate::events::Source;
use crate::json::DecodeError;
use crate::media_type::media_type;
use crate::transport::TransportError;

/// The default maximum size of a file, in bytes.
const LIMIT: u64 = 1 << 30;

type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// A response that is a file, read chunk by chunk and never held in memory as a whole.
///
/// It is a `Stream` with a method `next()` on the async client, and an `Iterator` on the blocking one; `to_file`
/// writes it to disk. An error ends it. So does a file that is shorter than its `Content-Length`; downloads are not
/// resumed.
///
/// [`Call::download`] returns it. The time limits of the call apply until the response begins; after that, each wait
/// for more bytes may take as long as an attempt.
#[must_use = "a download does nothing until it is read"]
pub struct Download<C> {
    /// `None` after the end or an error.
    source: Option<Source>,
    /// Status and headers of the response.
    head: Response<()>,
    operation: &'static str,
    /// What went before, for errors.
    history: History,
    received: u64,
    limit: u64,
    progress: Option<Progress>,
    client: PhantomData<fn() -> C>,
}

impl<'c, C> Call<'c, C, Bytes> {
    /// Streams the response instead of holding all of it in memory.
    ///
    /// ```text
    /// let file = call.download().await?; // a call whose response is a file
    /// file.limit(20 << 20).to_file("invoice.pdf").await?;
    ///
    /// let file = call.download().send()?; // on the blocking client
    /// for chunk in file {
    ///     out.write_all(&chunk?)?;
    /// }
    /// ```
    pub fn download(mut self) -> Call<'c, C, Download<C>> {
        self.outgoing.is_streamed = true;
        match self.outgoing.is_file {
            true => self.reading(|received| check_file(received).map(|()| open(received))),
            false => self.reading(|received| Ok(open(received))),
        }
    }
}

/// Rejects a response that is not a file, by its content type or the beginning of its body.
pub(crate) fn check_file(received: &RawResponse) -> Result<(), Error> {
    let headers = received.response.headers();
    if is_json(headers) {
        return Err(received.unreadable(DecodeError::other("it is JSON in place of a file")));
    }
    match is_declared_page(headers) || begins_page(received.body()) {
        true => Err(received.unreadable(DecodeError::page())),
        false => Ok(()),
    }
}

/// Whether the content type says that a response is not the file: JSON, by which services explain
/// what went wrong, or an HTML page, which proxies send.
pub(crate) fn is_no_file(headers: &HeaderMap) -> bool {
    is_json(headers) || is_declared_page(headers)
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers).to_ascii_lowercase();
    media_type == "application/json" || media_type.ends_with("+json")
}

fn open<C>(received: &mut RawResponse) -> Download<C> {
    Download {
        source: received.source.take(),
        head: received.head(),
        operation: received.operation,
        history: received.history.clone(),
        received: 0,
        limit: LIMIT,
        progress: None,
        client: PhantomData,
    }
}

impl<C> Download<C> {
    /// The maximum size of the file in bytes; 1 GiB by default. A longer file is an error, at once if its length is
    /// known.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Calls a function after each chunk, with the number of bytes received and, if known, the size of the file.
    pub fn on_progress(mut self, tell: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// The size of the file in bytes, if the response has a `Content-Length`.
    pub fn content_length(&self) -> Option<u64> {
        let length = self.head.headers().get(CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
    }

    /// The content type of the file, such as `application/pdf`, if the response has one.
    pub fn content_type(&self) -> Option<&str> {
        self.head.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The number of bytes received so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The error of a file that is known to be too long, before anything of it is read.
    fn refuse(&mut self) -> Option<Error> {
        let is_long = self.content_length().is_some_and(|length| length > self.limit);
        (is_long && self.source.is_some())
            .then(|| self.stop(TransportError::file_too_large(self.limit)))
    }

    /// Handles the next chunk, or the end of the response.
    fn take(
        &mut self,
        chunk: Option<Result<Bytes, TransportError>>,
    ) -> Option<Result<Bytes, Error>> {
        match chunk {
            Some(Ok(chunk)) => {
                self.received += chunk.len() as u64;
                if self.received > self.limit {
                    return Some(Err(self.stop(TransportError::file_too_large(self.limit))));
                }
                let total = self.content_length();
                if let Some(tell) = &mut self.progress {
                    tell(self.received, total);
                }
                Some(Ok(chunk))
            }
            Some(Err(error)) => Some(Err(self.stop(error))),
            None => {
                self.source = None;
                let length = self.content_length().filter(|length| *length > self.received)?;
                let received = self.received;
                let error = TransportError::other(format!(
                    "the file ended after {received} of its {length} bytes"
                ));
                Some(Err(self.stop(error)))
            }
        }
    }

    fn stop(&mut self, error: TransportError) -> Error {
        self.source = None;
        Error::transport(error).with_history(self.history.clone()).in_operation(self.operation)
    }
}

#[cfg(feature = "async")]
mod polled {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use futures_core::Stream;

    use super::{Download, Source};
    use crate::{Client, Error};

    impl Download<Client> {
        /// The next chunk; `None` when the file is complete.
        ///
        /// Dropping the future loses nothing: the next call continues where this one stopped.
        pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
            poll_fn(|context| self.poll(context)).await
        }

        fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
            if let Some(error) = self.refuse() {
                return Poll::Ready(Some(Err(error)));
            }
            match &mut self.source {
                Some(Source::Async(source)) => {
                    let chunk = ready!(source.as_mut().poll_next(context));
                    Poll::Ready(self.take(chunk))
                }
                _ => Poll::Ready(None),
            }
        }
    }

    impl Stream for Download<Client> {
        type Item = Result<Bytes, Error>;

        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.get_mut().poll(context)
        }
    }
}

#[cfg(feature = "blocking")]
impl Iterator for Download<crate::blocking::Client> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.refuse() {
            return Some(Err(error));
        }
        match &mut self.source {
            Some(Source::Blocking(source)) => {
                let chunk = source.next();
                self.take(chunk)
            }
            _ => None,
        }
    }
}

impl<C> fmt::Debug for Download<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("received", &self.received)
            .field("content_length", &self.content_length())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
