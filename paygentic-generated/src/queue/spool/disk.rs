//! The database of a durable queue: unsettled items, refused items, and a few counters.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use redb::{Database, ReadableTable, ReadableTableMetadata, TableDefinition};

use super::file::LimitedBackend;
use super::frame::{self, Kind};
use super::problem::{Problem, opening, problem};

const OPEN: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("open");
const DEAD: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("dead");
const NUMBERS: TableDefinition<'_, &str, u64> = TableDefinition::new("numbers");

/// The version of the format of the tables.
const FORMAT: u64 = 1;

/// Items may use the file size divided by this. The store also needs room to record settled items: it writes
/// new pages that may be half empty, and doubles the file when it needs more of them.
const ITEMS: u64 = 6;

/// Changes to the database, which are applied completely or not at all.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) put: Vec<(u64, Vec<u8>)>,
    pub(super) removed: Vec<u64>,
    /// Refused items, with the reason: the records on disk are kept, with the reason added.
    pub(super) refused: Vec<(u64, Vec<u8>)>,
    /// Refused items with their complete records.
    pub(super) buried: Vec<(u64, Vec<u8>)>,
    pub(super) discarded: Vec<u64>,
}

impl Changes {
    /// The numbers of items that were accepted or refused.
    pub(super) fn settled(&self) -> impl Iterator<Item = u64> {
        let refused = self.refused.iter().chain(&self.buried).map(|(number, _)| *number);
        self.removed.iter().copied().chain(refused)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.put.is_empty()
            && self.removed.is_empty()
            && self.refused.is_empty()
            && self.buried.is_empty()
            && self.discarded.is_empty()
    }
}

/// The content of the database when it was opened.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::queue) struct StoredCounts {
    pub(in crate::queue) open: usize,
    pub(in crate::queue) bytes: usize,
    pub(in crate::queue) dead: usize,
    pub(in crate::queue) first: u64,
}

pub(super) struct Disk {
    database: Option<Database>,
    /// The file, while changes to it are held back.
    held: Option<LimitedBackend>,
    path: PathBuf,
    limit: u64,
    /// The bytes of all items that are kept, refused ones too.
    kept: u64,
    /// The number of the next item.
    pub(super) next: u64,
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
            kept: 0,
            next: 1,
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
        (self.next, self.settled_before) = (next, next);
        Ok(())
    }

    /// Counts the items and their size.
    pub(super) fn inventory(&mut self) -> Result<StoredCounts, Problem> {
        let read = self.database()?.begin_read().map_err(problem)?;
        let open = read.open_table(OPEN).map_err(problem)?;
        let dead = read.open_table(DEAD).map_err(problem)?;
        let mut found = StoredCounts {
            dead: usize::try_from(dead.len().map_err(problem)?).unwrap_or(usize::MAX),
            first: self.next,
            ..StoredCounts::default()
        };
        for row in open.iter().map_err(problem)? {
            let (number, frame) = row.map_err(problem)?;
            found.first = found.first.min(number.value());
            found.open += 1;
            found.bytes += frame.value().len();
        }
        let mut kept = found.bytes as u64;
        for row in dead.iter().map_err(problem)? {
            kept += row.map_err(problem)?.1.value().len() as u64;
        }
        self.kept = kept;
        self.settled_before = found.first;
        Ok(found)
    }

    /// Writes changes, completely or not at all. After a failure the database is opened again.
    pub(super) fn apply(&mut self, changes: &Changes) -> Result<(), Problem> {
        let put: usize = changes.put.iter().map(|(_, json)| json.len()).sum();
        if put > 0 && self.kept.saturating_add(put as u64) > self.limit / ITEMS {
            return Err(Problem::Io(
                "the items on disk have reached the size limit of the queue".to_owned(),
            ));
        }
        let (next, settled_before) = (self.next, self.settled_before);
        let done =
            self.database().and_then(|database| apply(database, changes, next, settled_before));
        match done {
            Ok(done) => {
                self.settled_before = done.first;
                self.kept = self.kept.saturating_add(done.added).saturating_sub(done.removed);
                Ok(())
            }
            Err(error) => {
                self.database = None;
                Err(error)
            }
        }
    }

    /// Items from this number on, as JSON; a damaged record is empty.
    pub(super) fn load(&mut self, first: u64, most: usize) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
        let read = self.database()?.begin_read().map_err(problem)?;
        let open = read.open_table(OPEN).map_err(problem)?;
        rows(open.range(first..).map_err(problem)?, most)
    }

    /// Refused items, as JSON.
    pub(super) fn dead(&mut self, most: usize) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
        let read = self.database()?.begin_read().map_err(problem)?;
        let dead = read.open_table(DEAD).map_err(problem)?;
        rows(dead.iter().map_err(problem)?, most)
    }
}

fn rows(range: redb::Range<'_, u64, &[u8]>, most: usize) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
    let row = |row: Result<(redb::AccessGuard<'_, u64>, redb::AccessGuard<'_, &[u8]>), _>| {
        let (number, frame) = row.map_err(problem)?;
        let json = frame::decode(frame.value()).map(|frame| frame.json.to_vec());
        Ok((number.value(), json.unwrap_or_default()))
    };
    range.take(most).map(row).collect()
}

fn file(path: &Path) -> Result<File, Problem> {
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

/// The effect of changes.
#[derive(Default)]
struct Applied {
    /// The number of the first unsettled item.
    first: u64,
    /// The size of the added records, in bytes.
    added: u64,
    removed: u64,
}

fn apply(
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
        for (number, json) in &changes.put {
            let frame = frame::encode(Kind::Open, *number, settled_before, json);
            open.insert(number, &frame[..]).map_err(problem)?;
            done.added += frame.len() as u64;
        }
        let mut bury = |number: u64, json: &[u8]| {
            let frame = frame::encode(Kind::Dead, number, settled_before, json);
            done.added += frame.len() as u64;
            dead.insert(number, &frame[..]).map(drop).map_err(problem)
        };
        for (number, refusal) in &changes.refused {
            let written = open.remove(number).map_err(problem)?;
            let frame = written.as_ref().map(|written| written.value());
            let json = frame.and_then(frame::decode).map(|frame| frame.json);
            bury(*number, &frame::refused(json, refusal))?;
            done.removed += length(written);
        }
        for (number, json) in &changes.buried {
            bury(*number, json)?;
            done.removed += length(open.remove(number).map_err(problem)?);
        }
        for number in &changes.removed {
            done.removed += length(open.remove(number).map_err(problem)?);
        }
        for number in &changes.discarded {
            done.removed += length(dead.remove(number).map_err(problem)?);
        }
        let mut numbers = write.open_table(NUMBERS).map_err(problem)?;
        numbers.insert("next", next).map_err(problem)?;
        let first = open.first().map_err(problem)?;
        done.first = first.map_or(next, |(number, _)| number.value());
    }
    write.commit().map_err(problem)?;
    Ok(done)
}

fn length(removed: Option<redb::AccessGuard<'_, &[u8]>>) -> u64 {
    removed.map_or(0, |frame| frame.value().len() as u64)
}
