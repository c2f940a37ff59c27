//! The record of an item on disk: JSON after a header by which it is known to be intact, and can be found in a
//! file that the database cannot read.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::queue::Entry;
use crate::values::Timestamp;

/// The first bytes of a frame; the kind follows them.
pub(super) const MARK: [u8; 7] = *b"\xF7que\x01\xC5\x9A";
pub(super) const HEAD_SIZE: usize = 36;

/// The kind of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An unsettled item.
    Open = b'o' as isize,
    /// An item that was refused.
    Dead = b'd' as isize,
}

/// An intact frame.
pub(super) struct Frame<'b> {
    pub(super) kind: Kind,
    pub(super) number: u64,
    /// All items with smaller numbers were settled when it was written.
    pub(super) settled_before: u64,
    pub(super) json: &'b [u8],
}

/// An item read from disk.
pub(super) struct StoredItem<I> {
    pub(super) entry: Entry<I>,
    /// The size of the item as JSON, in bytes.
    pub(super) bytes: usize,
}

pub(super) fn encode(kind: Kind, number: u64, settled_before: u64, json: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(HEAD_SIZE + json.len());
    frame.extend_from_slice(&MARK);
    frame.push(kind as u8);
    frame.extend_from_slice(&u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes());
    frame.extend_from_slice(&hash(number, settled_before, json).to_le_bytes());
    frame.extend_from_slice(&number.to_le_bytes());
    frame.extend_from_slice(&settled_before.to_le_bytes());
    frame.extend_from_slice(json);
    frame
}

/// How long the frame is whose head these bytes begin with; `None` if there are not enough.
pub(super) fn length(head: &[u8]) -> Option<usize> {
    let json = head.get(MARK.len() + 1..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*json)).ok()?.checked_add(HEAD_SIZE)
}

/// The frame at the beginning of these bytes; `None` if there is none, or it is damaged.
pub(super) fn decode(bytes: &[u8]) -> Option<Frame<'_>> {
    let rest = bytes.strip_prefix(&MARK)?;
    let (kind, rest) = rest.split_first()?;
    let kind = match kind {
        b'o' => Kind::Open,
        b'd' => Kind::Dead,
        _ => return None,
    };
    let (length, rest) = rest.split_first_chunk()?;
    let (expected, rest) = rest.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (settled_before, rest) = rest.split_first_chunk()?;
    let json = rest.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let (number, settled_before) =
        (u64::from_le_bytes(*number), u64::from_le_bytes(*settled_before));
    (hash(number, settled_before, json) == u64::from_le_bytes(*expected)).then_some(Frame {
        kind,
        number,
        settled_before,
        json,
    })
}

/// FNV-1a: it detects accidental damage, not manipulation.
fn hash(number: u64, settled_before: u64, json: &[u8]) -> u64 {
    let head = [number.to_le_bytes(), settled_before.to_le_bytes()];
    let bytes = head.as_flattened().iter().chain(json);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// An item as JSON, with its key and the time when it was pushed.
pub(super) fn write<I: Serialize>(entry: &Entry<I>) -> Result<Vec<u8>, serde_json::Error> {
    let mut json = b"{\"key\":".to_vec();
    serde_json::to_writer(&mut json, &entry.idempotency_key())?;
    json.extend_from_slice(b",\"pushed_at\":");
    serde_json::to_writer(&mut json, &entry.pushed_at().to_string())?;
    json.extend_from_slice(b",\"item\":");
    serde_json::to_writer(&mut json, entry.item())?;
    json.push(b'}');
    Ok(json)
}

/// The properties of a record.
pub(super) fn properties(json: &[u8]) -> Option<BTreeMap<String, Box<RawValue>>> {
    serde_json::from_slice(json).ok()
}

/// One property of a record.
pub(super) fn property<T: DeserializeOwned>(
    properties: &BTreeMap<String, Box<RawValue>>,
    name: &str,
) -> Option<T> {
    serde_json::from_str(properties.get(name)?.get()).ok()
}

/// The item of a record; `None` if it is of another type.
pub(super) fn read<I: DeserializeOwned>(json: &[u8]) -> Option<StoredItem<I>> {
    let properties = properties(json)?;
    let item = properties.get("item")?.get();
    let key = property(&properties, "key")?;
    let pushed_at: String = property(&properties, "pushed_at")?;
    let pushed_at: Timestamp = pushed_at.parse().ok()?;
    Some(StoredItem {
        entry: Entry::from_disk(serde_json::from_str(item).ok()?, key, pushed_at),
        bytes: item.len(),
    })
}

/// Why an item was refused, as properties of its JSON.
pub(super) fn refusal(error: &Error) -> Vec<u8> {
    let text = Value::from(error.to_string());
    let status = Value::from(error.status().map(|status| status.as_u16()));
    format!("\"error\":{text},\"status\":{status}").into_bytes()
}

/// The record of a refused item: its former record, if there is one, and the reason.
pub(super) fn with_refusal(written: Option<&[u8]>, refusal: &[u8]) -> Vec<u8> {
    match written.and_then(|json| json.strip_suffix(b"}")) {
        Some(properties) => [properties, b",", refusal, b"}"].concat(),
        None => [b"{", refusal, b"}"].concat(),
    }
}
