//! Explains why there is no response, from the messages of other libraries, whose error types are private.

use std::error::Error as StdError;

use super::text::{MAX_SHOWN, Mask, safe};

/// The maximum length of a chain of errors.
const MAX_CHAIN: usize = 16;

/// Parts of messages of libraries, and their meaning.
const MEANINGS: &[(&[&str], &str)] = &[
    (
        &[
            "UnknownIssuer",
            "self-signed",
            "self signed",
            "unable to get local issuer",
            "not trusted",
        ],
        "certificate not trusted",
    ),
    (
        &["dns error", "failed to lookup address", "host not found", "Name or service not known"],
        "unknown host",
    ),
    (
        &["proxy authorization required", "proxy server responded 407"],
        "the proxy wants a user name and a password, or others",
    ),
    (
        &[
            "tunnel error: unsuccessful",
            "tunnel error: unexpected end of file",
            "tunnel error: proxy response headers too long",
            "CONNECT proxy failed",
        ],
        "the proxy made no connection to the server",
    ),
];

/// The cause at the end of the chain, with its meaning if that is known.
pub(super) fn describe(error: &(dyn StdError + 'static)) -> Option<String> {
    let texts: Vec<String> = chain(error).skip(1).map(|error| error.to_string()).collect();
    let root = texts.iter().rev().find(|text| !text.is_empty())?;
    let root = safe(&without_addresses(root.trim_start_matches("io: ")), MAX_SHOWN);
    let is_said = |words: &[&str]| {
        let mut said = texts.iter().flat_map(|text| words.iter().map(move |word| (text, word)));
        said.any(|(text, word)| text.contains(word))
    };
    Some(match MEANINGS.iter().find(|(words, _)| is_said(words)) {
        Some((_, meaning)) => format!("{meaning} ({root})"),
        None => root,
    })
}

/// An error and its sources.
pub(super) fn chain<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    let next = |error: &&'e (dyn StdError + 'static)| (*error).source();
    std::iter::successors(Some(error), next).take(MAX_CHAIN)
}

/// The texts of an error and its sources, without repetitions, masked and escaped for output.
pub(super) fn texts(error: &(dyn StdError + 'static), mask: &Mask) -> Vec<String> {
    let mut texts: Vec<String> =
        chain(error).map(|error| mask.safe(&without_addresses(&error.to_string()))).collect();
    texts.dedup();
    texts
}

/// Cuts URLs to scheme and host: the rest may contain personal data.
fn without_addresses(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, address) = rest.split_at(at + 3);
        made.push_str(before);
        let is_end =
            |letter: char| letter.is_whitespace() || matches!(letter, ')' | '"' | '`' | '\'');
        let (address, after) = address.split_at(address.find(is_end).unwrap_or(address.len()));
        let host = address.split(['/', '?', '#']).next().unwrap_or_default();
        made.push_str(host.rsplit('@').next().unwrap_or_default());
        rest = after;
    }
    made.push_str(rest);
    made
}
