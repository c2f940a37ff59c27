//! The peak memory of this process.

/// Resets the peak, if the system supports it.
pub(crate) fn reset() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The peak in MiB; `None` on systems other than Linux.
pub(crate) fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes / 1024.0)
}
