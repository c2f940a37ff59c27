//! Splits an address into host and port, and accepts only hosts that all libraries read alike.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Host, with the brackets of an IPv6 address, and port.
///
/// HTTP libraries do not agree on the meaning of unusual hosts, so only unambiguous ones are accepted. An
/// error says what is wrong, to follow "the base URL" or the name of another setting.
pub(crate) fn split(authority: &str) -> Result<(&str, Option<u16>), &'static str> {
    let (host, rest) = match authority.find(']') {
        Some(end) => authority.split_at(end + 1),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    check(host)?;
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(parse_port(port)?),
        None if rest.is_empty() => None,
        None => return Err("has something between the brackets of its host and the port"),
    };
    Ok((host, port))
}

fn parse_port(port: &str) -> Result<u16, &'static str> {
    port.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| port.parse().ok())
        .flatten()
        .ok_or("has a port that is not a number up to 65535")
}

fn check(host: &str) -> Result<(), &'static str> {
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']').unwrap_or_default();
        return match address.parse::<Ipv6Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err("has brackets around something that is not an IPv6 address"),
        };
    }
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if host.is_empty() {
        return Err("has no scheme or no host");
    }
    if !host.bytes().all(is_usual) {
        return Err("has a host with a character that names of hosts do not have");
    }
    if host.starts_with('.') || host.contains("..") {
        return Err("has a host with an empty part between dots");
    }
    // Some libraries read `127.1` and `0x7f.1` as addresses, and some as names.
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.to_ascii_lowercase().starts_with("0x");
    if is_number && host.parse::<Ipv4Addr>().is_err() {
        return Err("has a host that is neither a name nor an IP address in its usual form");
    }
    Ok(())
}

/// Whether the host is a loopback address, so that the traffic stays on this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    name(host).eq_ignore_ascii_case("localhost")
        || address(host).is_some_and(|address| address.is_loopback())
}

/// Whether the host is this machine: besides loopback addresses, names below `localhost` (RFC 6761, 6.3) and the
/// unspecified address.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let end = ".localhost";
    let name = name(host);
    let tail = name.len().checked_sub(end.len()).and_then(|start| name.get(start..));
    is_loopback(host)
        || tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        || address(host).is_some_and(|address| address.is_unspecified())
}

/// With a dot at its end it is the same name.
fn name(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

fn address(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    bare.unwrap_or(host).parse::<IpAddr>().ok().map(|address| address.to_canonical())
}
