//! Recovery from a damaged file: items are money, so it is searched for intact records.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::changes::{Changes, Put};
use super::disk::{Disk, file};
use super::frame::Kind;
use super::problem::Problem;
use super::scan::{BLOCK_SIZE, Source, scan};

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
        Ok((disk, true)) => newer(disk).map(|disk| (disk, None)),
        Err(Problem::Damaged(reason)) => replace(path, limit, reason),
        Err(other) => Err(other),
    }
}

/// After a crash the database returns to its last commit; newer items in the file may be intact, and are kept.
fn newer(mut disk: Disk) -> Result<Disk, Problem> {
    // Searched before the repair is written, which may overwrite space that it considers free. What is older is in the database.
    let found =
        disk.as_found().map_or_else(|| Ok(Found::default()), |file| found(file, disk.next))?;
    disk.release()?;
    let put = |(number, item): (u64, Item)| Put { number, json: item.json, letter: None };
    let changes = Changes { put: found.items.into_iter().map(put).collect(), ..Changes::default() };
    if let Some(last) = changes.put.last() {
        disk.next = last.number + 1;
        disk.restore(changes)?;
    }
    Ok(disk)
}

fn replace(path: &Path, limit: u64, reason: String) -> Result<(Disk, Option<Damage>), Problem> {
    // Not open any more when it is moved, which Windows would refuse.
    let found = found(&file(path)?, 0)?;
    let aside = free_name(path);
    fs::rename(path, &aside).map_err(|error| Problem::Io(error.to_string()))?;
    let (mut disk, _) = Disk::open(path, limit)?;
    disk.release()?;
    let mut changes = Changes::default();
    for (number, Item { kind, json }) in found.items {
        match kind {
            Kind::Open if number >= found.settled_before => {
                changes.put.push(Put { number, json, letter: None });
            }
            Kind::Open => {}
            Kind::Dead => changes.dead.push((number, json)),
        }
        disk.next = number + 1;
    }
    let recovered = changes.put.len();
    disk.restore(changes)?;
    let damage = Damage { reason, set_aside: Some(aside), recovered, broken: found.broken };
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

/// Whatever is whole in a file, from a number on. An item that was refused is found as such, though it was open before.
fn found(file: &impl Source, first: u64) -> Result<Found, Problem> {
    let mut found = Found::default();
    let broken = scan(file, BLOCK_SIZE, |frame| {
        found.settled_before = found.settled_before.max(frame.settled_before);
        let is_known_dead = |item: &Item| item.kind == Kind::Dead;
        if frame.number < first || found.items.get(&frame.number).is_some_and(is_known_dead) {
            return;
        }
        let (kind, json) = (frame.kind, frame.json.to_vec());
        found.items.insert(frame.number, Item { kind, json });
    });
    found.broken = broken.map_err(|error| Problem::Io(error.to_string()))?;
    Ok(found)
}

fn free_name(path: &Path) -> PathBuf {
    let numbered = |number: u32| path.with_extension(format!("damaged-{number}"));
    (1..).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(0))
}
