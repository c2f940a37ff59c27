//! The database of a durable queue: unsettled items, refused items, and a few counters.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, ReadableTable, ReadableTableMetadata, TableDefinition};

use super::changes::{Applied, Changes, Put, apply};
use super::file::LimitedBackend;
use super::frame;
use super::letters::Command;
use super::problem::{Problem, opening, problem};

pub(super) const OPEN: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("open");
pub(super) const DEAD: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("dead");
pub(super) const NUMBERS: TableDefinition<'_, &str, u64> = TableDefinition::new("numbers");

/// The version of the format of the tables.
const FORMAT: u64 = 1;

/// Items may use the file size divided by this. The store also needs room to record settled items: it writes
/// new pages that may be half empty, and doubles the file when it needs more of them.
const ITEM_SHARE_DIVISOR: u64 = 6;

/// The content of the database when it was opened.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::queue) struct StoredCounts {
    pub(in crate::queue) open: usize,
    pub(in crate::queue) bytes: usize,
    pub(in crate::queue) dead: usize,
    pub(in crate::queue) first: u64,
    /// The number of the next item.
    pub(in crate::queue) next: u64,
}

pub(super) struct Disk {
    database: Option<Database>,
    /// The file, while changes to it are held back.
    held: Option<LimitedBackend>,
    path: PathBuf,
    limit: u64,
    /// The bytes of all items that are kept, refused ones too.
    stored_bytes: u64,
    /// The number of the next item.
    pub(super) next: u64,
    /// All items with smaller numbers that are not settled are on disk.
    pub(super) written: u64,
    /// It was not tried to write items from this number on, so that they cannot be on disk.
    pub(super) untried: u64,
    /// All items with smaller numbers are settled.
    settled_before: u64,
}

impl Disk {
    /// Opens or creates the file. The flag is true if it was not closed properly. The file is not changed until
    /// [`release`](Disk::release) is called.
    pub(super) fn open(path: &Path, limit: u64) -> Result<(Self, bool), Problem> {
        let file = file(path)?;
        let mut disk = Disk {
            database: None,
            held: None,
            path: path.to_owned(),
            limit,
            stored_bytes: 0,
            next: 1,
            written: 1,
            untried: 1,
            settled_before: 1,
        };
        // On a damaged file, assertions of the library may panic.
        let opened = std::panic::catch_unwind(|| open(file, limit, true));
        let (database, held, is_repaired) =
            opened.unwrap_or_else(|_| Err(Problem::Damaged("the file is damaged".to_owned())))?;
        disk.database = Some(database);
        disk.held = Some(held);
        disk.prepare()?;
        Ok((disk, is_repaired))
    }

    /// Applies the changes that opening the file made necessary.
    pub(super) fn release(&mut self) -> Result<(), Problem> {
        let held = self.held.take();
        held.map_or(Ok(()), |held| held.release().map_err(|error| Problem::Io(error.to_string())))
    }

    /// The file as it was found, while the changes that opening it took are held back. It is read by the handle that
    /// has the lock, because on Windows no other one may read it.
    pub(super) fn as_found(&self) -> Option<&FileBackend> {
        self.held.as_ref().map(LimitedBackend::as_found)
    }

    /// Closes the file.
    pub(super) fn close(&mut self) {
        self.database = None;
    }

    fn database(&mut self) -> Result<&Database, Problem> {
        if self.database.is_none() {
            let (database, held, _) = open(file(&self.path)?, self.limit, false)?;
            held.release().map_err(|error| Problem::Io(error.to_string()))?;
            self.database = Some(database);
        }
        self.database.as_ref().ok_or(Problem::InUse)
    }

    fn prepare(&mut self) -> Result<(), Problem> {
        let write = self.database()?.begin_write().map_err(problem)?;
        let next = {
            let mut numbers = write.open_table(NUMBERS).map_err(problem)?;
            let format = numbers.get("format").map_err(problem)?.map(|it| it.value());
            match format {
                Some(newer) if newer > FORMAT => return Err(Problem::Newer(newer)),
                Some(_) => {}
                None => drop(numbers.insert("format", FORMAT).map_err(problem)?),
            }
            let next = numbers.get("next").map_err(problem)?.map(|it| it.value());
            write.open_table(OPEN).map_err(problem)?;
            write.open_table(DEAD).map_err(problem)?;
            next.unwrap_or(1)
        };
        write.commit().map_err(problem)?;
        (self.next, self.written, self.untried, self.settled_before) = (next, next, next, next);
        Ok(())
    }

    /// Counts the items and their size.
    pub(super) fn counts(&mut self) -> Result<StoredCounts, Problem> {
        let read = self.database()?.begin_read().map_err(problem)?;
        let open = read.open_table(OPEN).map_err(problem)?;
        let dead = read.open_table(DEAD).map_err(problem)?;
        let mut found = StoredCounts {
            dead: usize::try_from(dead.len().map_err(problem)?).unwrap_or(usize::MAX),
            first: self.next,
            next: self.next,
            ..StoredCounts::default()
        };
        for row in open.iter().map_err(problem)? {
            let (number, frame) = row.map_err(problem)?;
            found.first = found.first.min(number.value());
            found.open += 1;
            found.bytes += frame.value().len();
        }
        let mut stored_bytes = found.bytes as u64;
        for row in dead.iter().map_err(problem)? {
            stored_bytes += row.map_err(problem)?.1.value().len() as u64;
        }
        self.stored_bytes = stored_bytes;
        self.settled_before = found.first;
        Ok(found)
    }

    /// Writes changes, all or nothing, except items that the file has no room for: they stay in the changes, as does
    /// everything after a failure. Returns how many dead letters are gone.
    pub(super) fn apply(&mut self, changes: &mut Changes) -> Result<usize, Problem> {
        let mut room = (self.limit / ITEM_SHARE_DIVISOR).saturating_sub(self.stored_bytes);
        let mut fits = |put: &Put| match room.checked_sub(put.json.len() as u64) {
            Some(left) => {
                room = left;
                true
            }
            // The letter, which is at least as large, is removed in the same write.
            None => put.letter.is_some(),
        };
        let beyond = changes.put.iter().find(|put| !fits(put)).map(|put| put.number);
        self.write(changes, beyond.unwrap_or(self.next))
    }

    /// Writes what was recovered, even if it is more than the file has room for otherwise.
    pub(super) fn restore(&mut self, mut changes: Changes) -> Result<(), Problem> {
        self.write(&mut changes, self.next).map(drop)
    }

    /// Writes changes, with the items before this number.
    fn write(&mut self, changes: &mut Changes, before: u64) -> Result<usize, Problem> {
        let rest = changes.split_off(before);
        self.untried = self.untried.max(before);
        let done = self.write_all(changes, before);
        match done {
            Ok(_) => *changes = rest,
            Err(_) => changes.append(rest),
        }
        done
    }

    /// Notes what was settled.
    pub(super) fn settle(&mut self, changes: &Changes) -> Result<usize, Problem> {
        self.write_all(changes, self.written)
    }

    /// Writes all of these changes or none: then all items before this number are on disk that are not settled. After a
    /// failure the database is opened anew.
    fn write_all(&mut self, changes: &Changes, written: u64) -> Result<usize, Problem> {
        let (next, settled_before) = (self.next, self.settled_before);
        let done = match changes.is_empty() {
            true => Ok(Applied { first: settled_before, ..Applied::default() }),
            false => {
                self.database().and_then(|database| apply(database, changes, next, settled_before))
            }
        };
        match done {
            Ok(done) => {
                self.written = written;
                self.settled_before = done.first.min(written);
                self.stored_bytes =
                    self.stored_bytes.saturating_add(done.added).saturating_sub(done.removed);
                Ok(done.letters)
            }
            Err(error) => {
                self.database = None;
                Err(error)
            }
        }
    }

    /// Items from this number on that are known to be on disk, as JSON, and those that are not whole.
    pub(super) fn load(&mut self, first: u64, most: usize) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
        let end = self.written.max(first);
        let read = self.database()?.begin_read().map_err(problem)?;
        let open = read.open_table(OPEN).map_err(problem)?;
        let rows = open.range(first..end).map_err(problem)?.take(most);
        rows.map(row).collect()
    }

    /// Refused items, as JSON.
    pub(super) fn dead(&mut self, which: &Command) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
        let read = self.database()?.begin_read().map_err(problem)?;
        let dead = read.open_table(DEAD).map_err(problem)?;
        match which {
            Command::List(most) => {
                let rows = dead.iter().map_err(problem)?.take(*most);
                rows.map(row).collect()
            }
            Command::Discard(numbers) => {
                let letter = |number: &u64| {
                    let frame = dead.get(number).map_err(problem);
                    frame.map(|frame| frame.map(|frame| json(*number, &frame))).transpose()
                };
                numbers.iter().filter_map(letter).collect()
            }
        }
    }
}

type Row<'r> = (redb::AccessGuard<'r, u64>, redb::AccessGuard<'r, &'static [u8]>);

fn row(row: Result<Row<'_>, redb::StorageError>) -> Result<(u64, Vec<u8>), Problem> {
    row.map(|(number, frame)| json(number.value(), &frame)).map_err(problem)
}

/// The JSON in a row. What is not whole is kept as it is, as the text of a property.
fn json(number: u64, frame: &redb::AccessGuard<'_, &'static [u8]>) -> (u64, Vec<u8>) {
    let json = match frame::decode(frame.value()) {
        Some(frame) => frame.json.to_vec(),
        None => {
            let damaged = String::from_utf8_lossy(frame.value());
            serde_json::json!({ "damaged": damaged }).to_string().into_bytes()
        }
    };
    (number, json)
}

pub(super) fn file(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false);
    options.open(path).map_err(|error| Problem::Io(error.to_string()))
}

fn open(
    file: File,
    limit: u64,
    checked: bool,
) -> Result<(Database, LimitedBackend, bool), Problem> {
    let backend = LimitedBackend::new(file, limit).map_err(opening)?;
    let held = backend.clone();
    let repaired = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let noted = repaired.clone();
    let mut builder = Database::builder();
    builder.set_cache_size(16 << 20);
    builder.set_repair_callback(move |_| noted.store(true, std::sync::atomic::Ordering::Relaxed));
    let mut database = builder.create_with_backend(backend).map_err(opening)?;
    if checked && !database.check_integrity().map_err(opening)? {
        return Err(Problem::Damaged("its checksums are wrong".to_owned()));
    }
    let is_repaired = repaired.load(std::sync::atomic::Ordering::Relaxed);
    Ok((database, held, is_repaired))
}

#[cfg(test)]
mod tests;
