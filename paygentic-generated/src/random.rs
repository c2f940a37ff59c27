//! Random numbers from the operating system, for waits, keys, ids and boundaries.

/// A number from 0 to 1, both included.
///
/// Without a source of randomness it is 1: waiting longer does no harm.
pub(crate) fn fraction() -> f64 {
    bytes::<4>().map_or(1.0, |bytes| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

/// A UUID of version 4 as text; `None` without a source of randomness.
pub(crate) fn uuid() -> Option<String> {
    let number = u128::from_be_bytes(bytes()?);
    // Version 4, and the variant of RFC 9562.
    let number = number & !(0xf << 76) | 0x4 << 76;
    let number = number & !(0b11 << 62) | 0b10 << 62;
    let part = |shift: u32, bits: u32| number >> shift & ((1 << bits) - 1);
    Some(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        part(80, 16),
        part(64, 16),
        part(48, 16),
        part(0, 48)
    ))
}

fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::getrandom(&mut bytes).ok()?;
    Some(bytes)
}
