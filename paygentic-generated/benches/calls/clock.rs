//! CPU time of this process, and wall time.

use std::time::{Duration, Instant};

use crate::Result;

/// Whether CPU time can be read here. If not, it is reported as zero.
pub(crate) const HAS_CPU: bool = cfg!(unix);

/// Time per call, in microseconds.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

pub(crate) struct Watch {
    cpu: Duration,
    wall: Instant,
}

impl Watch {
    pub(crate) fn start() -> Result<Self> {
        Ok(Watch { wall: Instant::now(), cpu: cpu()? })
    }

    pub(crate) fn stop(&self, calls: usize) -> Result<Span> {
        let per_call = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
        Ok(Span {
            cpu: per_call(cpu()?.saturating_sub(self.cpu)),
            wall: per_call(self.wall.elapsed()),
        })
    }
}

/// User and system time of all threads. The kernel's clock counts in nanoseconds, where
/// `/proc/self/stat` counts in hundredths of a second.
#[cfg(unix)]
fn cpu() -> Result<Duration> {
    use rustix::time::{ClockId, clock_gettime};

    Ok(clock_gettime(ClockId::ProcessCPUTime).try_into()?)
}

#[cfg(not(unix))]
fn cpu() -> Result<Duration> {
    Ok(Duration::ZERO)
}
