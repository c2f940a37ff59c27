//! Recovery from a damaged file: items are money, so it is searched for intact records.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{Changes, Disk};
use super::frame::{self, Kind};
use super::problem::Problem;

/// A damaged file of a durable queue, and what was recovered from it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Damage {
    /// What is wrong with the file.
    pub reason: String,
    /// The path that the file was moved to.
    pub set_aside: Option<PathBuf>,
    /// The number of intact items, which are in the queue again. Some of them may have been accepted before; they
    /// keep their keys.
    pub recovered: usize,
    /// The number of damaged items. They remain in the file that was set aside.
    pub broken: usize,
}

/// Opens the file. A damaged one is set aside, and its intact items are written to a new one.
pub(super) fn open(path: &Path, limit: u64) -> Result<(Disk, Option<Damage>), Problem> {
    match Disk::open(path, limit) {
        Ok((mut disk, false)) => disk.release().map(|()| (disk, None)),
        Ok((disk, true)) => newer(disk, path).map(|disk| (disk, None)),
        Err(Problem::Damaged(reason)) => replace(path, limit, reason),
        Err(other) => Err(other),
    }
}

/// After a crash the database returns to its last commit; newer items in the file may be intact, and are kept.
fn newer(mut disk: Disk, path: &Path) -> Result<Disk, Problem> {
    // Searched before the repair is written, which may overwrite space that it considers free.
    let found = found(path)?;
    disk.release()?;
    let next = disk.next;
    let newer = found.items.range(next..).map(|(number, found)| (*number, found.json.clone()));
    let changes = Changes { put: newer.collect(), ..Changes::default() };
    if let Some((last, _)) = changes.put.last() {
        disk.next = last + 1;
        disk.apply(&changes)?;
    }
    Ok(disk)
}

fn replace(path: &Path, limit: u64, reason: String) -> Result<(Disk, Option<Damage>), Problem> {
    let found = found(path)?;
    let aside = free_name(path);
    fs::rename(path, &aside).map_err(|error| Problem::Io(error.to_string()))?;
    let (mut disk, _) = Disk::open(path, limit)?;
    disk.release()?;
    let mut changes = Changes::default();
    for (number, item) in found.items {
        match item.kind {
            Kind::Open if number >= found.settled_before => changes.put.push((number, item.json)),
            Kind::Open => {}
            Kind::Dead => changes.buried.push((number, item.json)),
        }
        disk.next = number + 1;
    }
    if !changes.is_empty() {
        disk.apply(&changes)?;
    }
    let damage = Damage {
        reason,
        set_aside: Some(aside),
        recovered: changes.put.len(),
        broken: found.broken,
    };
    Ok((disk, Some(damage)))
}

struct Item {
    kind: Kind,
    json: Vec<u8>,
}

#[derive(Default)]
struct Found {
    items: BTreeMap<u64, Item>,
    settled_before: u64,
    broken: usize,
}

/// All intact items in a file. An item with both an open and a refused record counts as refused.
fn found(path: &Path) -> Result<Found, Problem> {
    let bytes = fs::read(path).map_err(|error| Problem::Io(error.to_string()))?;
    let mut found = Found::default();
    found.broken = frame::scan(&bytes, |frame| {
        found.settled_before = found.settled_before.max(frame.settled_before);
        let is_known_dead = |item: &Item| item.kind == Kind::Dead;
        if found.items.get(&frame.number).is_some_and(is_known_dead) {
            return;
        }
        let (kind, json) = (frame.kind, frame.json.to_vec());
        found.items.insert(frame.number, Item { kind, json });
    });
    Ok(found)
}

fn free_name(path: &Path) -> PathBuf {
    let numbered = |number: u32| path.with_extension(format!("damaged-{number}"));
    (1..).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(0))
}
