//! Splits the bytes of a streamed response into raw items. No I/O here, so that both clients share it.

use std::time::Duration;

use super::lines::{LineEnding, Lines};

/// One item as it was sent: an event, or a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The data of an event, with a line feed between its lines; or the line.
    pub(crate) data: String,
    /// The kind of the event, if it names one.
    pub(crate) event: Option<String>,
    /// The id of the last event that had one.
    pub(crate) id: Option<String>,
    /// How long to wait before connecting again, if the event has `retry`.
    pub(crate) retry: Option<Duration>,
}

/// An item is larger than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Reads items from chunks, which may be split anywhere.
pub(crate) struct Frames {
    kind: Kind,
    lines: Lines,
    limit: usize,
    /// Whether no line was read yet: only the first may begin with a byte order mark.
    at_start: bool,
    /// The event that is not complete yet.
    event: Frame,
    has_data: bool,
    /// The size of that event, in bytes.
    size: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Events,
    Lines,
}

impl Frames {
    /// `text/event-stream`, as the HTML standard reads it. No event may be larger than the limit, in
    /// bytes.
    pub(crate) fn events(limit: usize) -> Self {
        Frames::new(Kind::Events, LineEnding::Any, limit)
    }

    /// `application/x-ndjson` and the like: a line each. Empty lines are ignored, as is the record
    /// separator of `application/json-seq`; the last line needs no end.
    pub(crate) fn lines(limit: usize) -> Self {
        Frames::new(Kind::Lines, LineEnding::Feed, limit)
    }

    fn new(kind: Kind, ending: LineEnding, limit: usize) -> Self {
        Frames {
            kind,
            lines: Lines::new(ending),
            limit,
            at_start: true,
            event: Frame::default(),
            has_data: false,
            size: 0,
        }
    }

    /// Adds the next chunk; [`next`](Frames::next) returns the items that it completes.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.lines.push(chunk);
    }

    /// The next item that is complete.
    ///
    /// # Errors
    ///
    /// It is too large; then the start of the next one is unknown.
    pub(crate) fn next(&mut self) -> Result<Option<Frame>, TooLarge> {
        while let Some(line) = self.lines.next() {
            let line = match (std::mem::take(&mut self.at_start), line) {
                (true, line) => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
                (false, line) => line,
            };
            // Comments do not count: they keep a connection alive, and their number is unlimited.
            if !line.starts_with(b":") {
                self.size += line.len();
            }
            if self.size.max(line.len()) > self.limit {
                return Err(TooLarge);
            }
            let frame = match self.kind {
                Kind::Events if line.is_empty() => {
                    self.size = 0;
                    dispatch(&mut self.event, &mut self.has_data)
                }
                Kind::Events => {
                    self.has_data |= field(line, self.has_data, &mut self.event);
                    None
                }
                Kind::Lines => {
                    self.size = 0;
                    plain(line)
                }
            };
            if frame.is_some() {
                return Ok(frame);
            }
        }
        if self.size + self.lines.pending() > self.limit {
            return Err(TooLarge);
        }
        Ok(None)
    }

    /// The rest after the last chunk. An event that is not ended by an empty line is incomplete,
    /// and dropped, as the standard says; a line is not.
    pub(crate) fn finish(&mut self) -> Option<Frame> {
        let rest = self.lines.rest();
        let rest = match std::mem::take(&mut self.at_start) {
            true => rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&rest),
            false => &rest,
        };
        match self.kind {
            Kind::Events => None,
            Kind::Lines => plain(rest),
        }
    }
}

fn plain(line: &[u8]) -> Option<Frame> {
    let line = line.strip_prefix(b"\x1e").unwrap_or(line).trim_ascii();
    (!line.is_empty())
        .then(|| Frame { data: String::from_utf8_lossy(line).into_owned(), ..Frame::default() })
}

/// Ends an event. One without data is dropped, but its id is kept.
fn dispatch(event: &mut Frame, has_data: &mut bool) -> Option<Frame> {
    let next = Frame { id: event.id.clone(), ..Frame::default() };
    let over = std::mem::replace(event, next);
    std::mem::take(has_data).then_some(over)
}

/// Reads a line of an event, and returns whether it is a line of data.
fn field(line: &[u8], has_data: bool, event: &mut Frame) -> bool {
    let colon = line.iter().position(|byte| *byte == b':');
    let (name, value) = line.split_at(colon.unwrap_or(line.len()));
    let value = value.strip_prefix(b":").unwrap_or(value);
    let value = String::from_utf8_lossy(value.strip_prefix(b" ").unwrap_or(value));
    match name {
        b"data" => {
            if has_data {
                event.data.push('\n');
            }
            event.data.push_str(&value);
            return true;
        }
        b"event" => event.event = Some(value.into_owned()).filter(|name| !name.is_empty()),
        b"id" if !value.contains('\0') => event.id = Some(value.into_owned()),
        b"retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
            event.retry = value.parse().ok().map(Duration::from_millis);
        }
        // A comment, or a field that the standard does not know.
        _ => {}
    }
    false
}
