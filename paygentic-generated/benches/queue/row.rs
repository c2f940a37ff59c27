//! Measures a run, and formats its row of the table.

use crate::Result;
use crate::clock::{Span, Watch};
use crate::memory;

pub(crate) struct Row {
    name: &'static str,
    events: usize,
    span: Span,
    peak: Option<f64>,
}

/// A measurement in progress.
pub(crate) struct Measured {
    name: &'static str,
    events: usize,
    watch: Watch,
}

impl Row {
    pub(crate) const HEAD: &str = "                                            events  events/s  CPU µs/event  beside reqwest  peak MiB";

    pub(crate) fn measure(name: &'static str, events: usize) -> Result<Measured> {
        memory::reset();
        Ok(Measured { name, events, watch: Watch::start()? })
    }

    /// The row of the table, with the CPU time as a multiple of that of another row.
    pub(crate) fn beside(&self, other: &Row) -> String {
        let rate = 1e6 / self.span.wall;
        let ratio = self.span.cpu / other.span.cpu;
        let peak = self.peak.map(|peak| format!("{peak:.0}")).unwrap_or_default();
        format!(
            "{:<40}{:>10}{rate:>10.0}{:>14.1}{ratio:>16.2}{peak:>10}",
            self.name, self.events, self.span.cpu
        )
    }
}

impl Measured {
    pub(crate) fn stop(self) -> Result<Row> {
        let span = self.watch.stop(self.events)?;
        Ok(Row { name: self.name, events: self.events, span, peak: memory::peak() })
    }
}
