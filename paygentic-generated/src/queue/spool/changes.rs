//! What is to be changed on disk, and how that is written.

use std::collections::HashSet;

use redb::{Database, ReadableTable};

use super::disk::{DEAD, NUMBERS, OPEN};
use super::frame::{self, Kind};
use super::problem::{Problem, problem};

/// An item that is to be written.
pub(super) struct Put {
    pub(super) number: u64,
    pub(super) json: Vec<u8>,
    /// The dead letter that is pushed again with it, which is removed in the same step.
    pub(super) letter: Option<u64>,
}

/// What is to be changed, all or nothing.
#[derive(Default)]
pub(super) struct Changes {
    /// In the order of their numbers.
    pub(super) put: Vec<Put>,
    pub(super) removed: Vec<u64>,
    /// Items that were refused, and why: what is on disk of them is kept with that.
    pub(super) refused: Vec<(u64, Vec<u8>)>,
    /// Refused items as they are to be kept.
    pub(super) dead: Vec<(u64, Vec<u8>)>,
    pub(super) discarded: Vec<u64>,
    /// Items that were dead letters and were handed back, though they may be on disk, with the numbers of the letters: an
    /// item that is there becomes the letter again.
    pub(super) restored: Vec<(u64, u64)>,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.put.is_empty()
            && self.removed.is_empty()
            && self.refused.is_empty()
            && self.dead.is_empty()
            && self.discarded.is_empty()
            && self.restored.is_empty()
    }

    /// What was accepted before it was written need not be written. It need not be removed either, unless writing it
    /// was tried before: numbers from `untried` on cannot be on disk.
    pub(super) fn forget_accepted(&mut self, untried: u64) {
        let Some(first) = self.put.first().map(|put| put.number) else {
            return;
        };
        let newer = self.removed.iter().copied().filter(|number| *number >= first);
        let accepted: HashSet<u64> = newer.collect();
        if !accepted.is_empty() {
            self.put.retain(|put| !accepted.contains(&put.number));
            self.removed.retain(|number| *number < untried);
        }
    }

    /// Takes out the items from this number on, and what can only be done when they are written.
    pub(super) fn split_off(&mut self, number: u64) -> Changes {
        let first = self.put.partition_point(|put| put.number < number);
        let put = self.put.split_off(first);
        let (early, late) = std::mem::take(&mut self.refused)
            .into_iter()
            .partition(|(refused, _)| *refused < number);
        self.refused = early;
        Changes { put, refused: late, ..Changes::default() }
    }

    /// Puts back what was taken out.
    pub(super) fn append(&mut self, rest: Changes) {
        self.put.extend(rest.put);
        self.refused.extend(rest.refused);
    }
}

/// Why an item is a dead letter that was one before.
const PUSHED_AGAIN: &[u8] = br#""error":"it was pushed again, and the disk failed","status":null"#;

/// What changed.
#[derive(Default)]
pub(super) struct Applied {
    /// The number of the first item that is left.
    pub(super) first: u64,
    /// The bytes of items.
    pub(super) added: u64,
    pub(super) removed: u64,
    /// How many dead letters are gone.
    pub(super) letters: usize,
}

pub(super) fn apply(
    database: &Database,
    changes: &Changes,
    next: u64,
    settled_before: u64,
) -> Result<Applied, Problem> {
    let mut done = Applied::default();
    let write = database.begin_write().map_err(problem)?;
    {
        let mut open = write.open_table(OPEN).map_err(problem)?;
        let mut dead = write.open_table(DEAD).map_err(problem)?;
        for put in &changes.put {
            let frame = frame::encode(Kind::Open, put.number, settled_before, &put.json);
            open.insert(put.number, &frame[..]).map_err(problem)?;
            done.added += frame.len() as u64;
        }
        // A commit that seemed to fail may have made them dead letters already, with their items.
        let mut already_dead = HashSet::new();
        for (number, _) in &changes.refused {
            if dead.get(number).map_err(problem)?.is_some() {
                already_dead.insert(*number);
            }
        }
        let mut insert_dead = |number: u64, json: &[u8]| {
            let frame = frame::encode(Kind::Dead, number, settled_before, json);
            done.added += frame.len() as u64;
            dead.insert(number, &frame[..]).map(drop).map_err(problem)
        };
        for (number, refusal) in &changes.refused {
            let written = open.remove(number).map_err(problem)?;
            if written.is_none() && already_dead.contains(number) {
                continue;
            }
            let frame = written.as_ref().map(|written| written.value());
            let json = frame.and_then(frame::decode).map(|frame| frame.json);
            insert_dead(*number, &frame::with_refusal(json, refusal))?;
            done.removed += length(written.as_ref());
        }
        for (number, json) in &changes.dead {
            insert_dead(*number, json)?;
            done.removed += length(open.remove(number).map_err(problem)?.as_ref());
        }
        for (number, letter) in &changes.restored {
            let written = open.remove(number).map_err(problem)?;
            let stored = written.as_ref().and_then(|written| frame::decode(written.value()));
            if let Some(stored) = stored {
                insert_dead(*letter, &frame::with_refusal(Some(stored.json), PUSHED_AGAIN))?;
            }
            done.removed += length(written.as_ref());
        }
        for number in &changes.removed {
            done.removed += length(open.remove(number).map_err(problem)?.as_ref());
        }
        let pushed_again = changes.put.iter().filter_map(|put| put.letter.as_ref());
        for number in changes.discarded.iter().chain(pushed_again) {
            let letter = dead.remove(number).map_err(problem)?;
            done.letters += usize::from(letter.is_some());
            done.removed += length(letter.as_ref());
        }
        let mut numbers = write.open_table(NUMBERS).map_err(problem)?;
        numbers.insert("next", next).map_err(problem)?;
        let first = open.first().map_err(problem)?;
        done.first = first.map_or(next, |(number, _)| number.value());
    }
    write.commit().map_err(problem)?;
    Ok(done)
}

fn length(removed: Option<&redb::AccessGuard<'_, &[u8]>>) -> u64 {
    removed.map_or(0, |frame| frame.value().len() as u64)
}
