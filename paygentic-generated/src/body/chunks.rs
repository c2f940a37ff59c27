//! A request body as an async stream of chunks.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use super::reader::OpenFile;
use super::{Body, CHUNK_SIZE, Segment};

/// Yields a body in chunks. It implements `http_body::Body`, as `reqwest` requires; its length
/// is known unless it comes from a reader of unknown length.
pub struct BodyChunks {
    waiting: VecDeque<Segment>,
    current: Current,
    left: Option<u64>,
}

enum Current {
    Nothing,
    Open(OpenFile),
    Reading(JoinHandle<io::Result<(Bytes, OpenFile)>>),
}

impl BodyChunks {
    pub(super) fn new(body: &Body) -> Self {
        BodyChunks { waiting: body.segments(), current: Current::Nothing, left: body.len() }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match std::mem::replace(&mut self.current, Current::Nothing) {
                Current::Open(file) => {
                    self.current = Current::Reading(spawn_blocking(|| read(file)));
                }
                Current::Reading(mut reading) => {
                    let Poll::Ready(done) = Pin::new(&mut reading).poll(context) else {
                        self.current = Current::Reading(reading);
                        return Poll::Pending;
                    };
                    let (bytes, file) = done.map_err(io::Error::other)??;
                    if !bytes.is_empty() {
                        self.current = Current::Open(file);
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Current::Nothing => match self.waiting.pop_front() {
                    None => return Poll::Ready(None),
                    Some(Segment::Memory(bytes)) if bytes.is_empty() => {}
                    Some(Segment::Memory(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                    Some(Segment::Disk { path, len }) => {
                        self.current = Current::Reading(spawn_blocking(move || open(&path, len)));
                    }
                    Some(Segment::Reader { source, len }) => {
                        self.current = Current::Open(OpenFile::from_reader(&source, len)?);
                    }
                },
            }
        }
    }
}

fn open(path: &Arc<Path>, len: u64) -> io::Result<(Bytes, OpenFile)> {
    read(OpenFile::new(path, len)?)
}

fn read(mut file: OpenFile) -> io::Result<(Bytes, OpenFile)> {
    let mut chunk = vec![0; CHUNK_SIZE];
    let read = file.read(&mut chunk)?;
    chunk.truncate(read);
    Ok((chunk.into(), file))
}

impl std::fmt::Debug for BodyChunks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BodyChunks").field("left", &self.left).finish_non_exhaustive()
    }
}

impl http_body::Body for BodyChunks {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let chunk = ready!(this.poll(context));
        match &chunk {
            Some(Ok(bytes)) => {
                let sent = bytes.len() as u64;
                this.left = this.left.map(|left| left.saturating_sub(sent));
            }
            Some(Err(_)) => this.waiting.clear(),
            None => this.left = Some(0),
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match self.left {
            Some(left) => SizeHint::with_exact(left),
            None => SizeHint::default(),
        }
    }
}
