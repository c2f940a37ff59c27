//! The largest amount of memory that this process had.

/// Forgets what it had before, where the system can do that.
pub(crate) fn reset() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// In MiB; nothing on systems other than Linux.
pub(crate) fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes / 1024.0)
}
