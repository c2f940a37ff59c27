//! Splits text that arrives in chunks into lines.

/// Where lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnding {
    /// At a line feed, a carriage return, or both together: server-sent events.
    Any,
    /// At a line feed: lines of JSON, in which a carriage return is white space.
    Feed,
}

/// The text that has arrived and is not returned as a line yet.
pub(super) struct Lines {
    ending: LineEnding,
    buffer: Vec<u8>,
    /// Where the next line starts.
    start: usize,
    /// The part before this has been searched for the end of a line.
    seen: usize,
    /// Whether the last line ended at a carriage return, which a line feed may follow.
    after_return: bool,
}

impl Lines {
    pub(super) fn new(ending: LineEnding) -> Self {
        Lines { ending, buffer: Vec::new(), start: 0, seen: 0, after_return: false }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.start);
        self.seen -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// The next complete line, without its end.
    pub(super) fn next(&mut self) -> Option<&[u8]> {
        if self.after_return && self.start < self.buffer.len() {
            self.after_return = false;
            if self.buffer[self.start] == b'\n' {
                self.start += 1;
                self.seen = self.seen.max(self.start);
            }
        }
        let any = self.ending == LineEnding::Any;
        let is_end = |byte: &u8| *byte == b'\n' || (any && *byte == b'\r');
        let Some(offset) = self.buffer[self.seen..].iter().position(is_end) else {
            self.seen = self.buffer.len();
            return None;
        };
        let (start, end) = (self.start, self.seen + offset);
        self.after_return = self.buffer[end] == b'\r';
        self.start = end + 1;
        self.seen = self.start;
        Some(&self.buffer[start..end])
    }

    /// The length of the line that is not complete yet.
    pub(super) fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// The text after the last end of a line.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let rest = self.buffer.split_off(self.start);
        *self = Lines::new(self.ending);
        rest
    }
}
