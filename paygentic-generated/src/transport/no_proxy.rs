//! Matches an address against the entries of `NO_PROXY`.

use std::net::IpAddr;

/// Whether the list, with commas or spaces between its entries, covers this host and port.
///
/// An entry is `*`, a domain, which covers the names below it too, with or without `.` or `*.` before
/// it, an IP address, or a range of them such as `10.0.0.0/8`. It may end with a port.
pub(super) fn covers(list: &str, host: &str, port: u16) -> bool {
    let host = bare(host).trim_end_matches('.').to_ascii_lowercase();
    list.split(|letter: char| letter == ',' || letter.is_whitespace())
        .filter(|entry| !entry.is_empty())
        .any(|entry| entry == "*" || entry_covers(entry, &host, port))
}

fn entry_covers(entry: &str, host: &str, port: u16) -> bool {
    if let Ok(address) = host.parse::<IpAddr>()
        && let Some(is_covered) = range_covers(entry, address.to_canonical())
    {
        return is_covered;
    }
    let (name, is_port) = match entry.rsplit_once(':') {
        Some((name, digits)) if is_one_colon(name) => {
            (name, digits.parse::<u16>().is_ok_and(|listed| listed == port))
        }
        _ => (entry, true),
    };
    let name = bare(name).to_ascii_lowercase();
    let name = name.strip_prefix('*').unwrap_or(&name);
    let domain = name.trim_matches('.');
    let is_below =
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    is_port && !domain.is_empty() && is_below
}

/// Whether a colon after this is that of a port: an IPv6 address has more, unless it is in brackets.
fn is_one_colon(name: &str) -> bool {
    !name.contains(':') || name.ends_with(']')
}

/// Whether an entry that is an address or a range covers the address; `None` if it is neither.
fn range_covers(entry: &str, address: IpAddr) -> Option<bool> {
    let Some((start, length)) = entry.split_once('/') else {
        let listed: IpAddr = bare(entry).parse().ok()?;
        return Some(listed.to_canonical() == address);
    };
    let start: IpAddr = bare(start).parse().ok()?;
    let length: u32 = length.parse().ok()?;
    let (start, address, width) = match (start, address) {
        (IpAddr::V4(start), IpAddr::V4(address)) => {
            (u128::from(start.to_bits()), u128::from(address.to_bits()), 32)
        }
        (IpAddr::V6(start), IpAddr::V6(address)) => (start.to_bits(), address.to_bits(), 128),
        _ => return Some(false),
    };
    let rest = width - length.min(width);
    let network = |bits: u128| bits.checked_shr(rest).unwrap_or(0);
    Some(length <= width && network(start) == network(address))
}

/// Removes the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}
