//! Truncated, damaged and foreign files: intact items are recovered, the rest is reported.

use std::fs;

use super::server::Server;
use super::{Folder, leave, run, start};

const EVENTS: u64 = 400;

/// Damages a file with events that were not sent; returns the events that come back, and whether the damage is reported.
fn damaged(damage: impl FnOnce(&mut Vec<u8>)) -> (Vec<u64>, bool) {
    run(async {
        let (folder, server) = (Folder::new(), Server::accepting());
        leave(&folder, 0..EVENTS).await;
        let mut bytes = fs::read(folder.file()).unwrap();
        damage(&mut bytes);
        fs::write(folder.file(), &bytes).unwrap();
        let queue = start(&server.address, folder.options()).unwrap();
        let is_reported = queue.damage().is_some();
        if let Some(aside) = queue.damage().and_then(|damage| damage.set_aside.as_ref()) {
            assert!(fs::read(aside).unwrap() == bytes, "the file must be kept unchanged");
        }
        assert!(queue.shutdown().await.is_complete());
        (server.events(), is_reported)
    })
}

#[test]
fn intact_items_are_recovered_when_the_end_is_cut_off() {
    for cut in [1, 5_000, 50_000] {
        let (events, is_reported) = damaged(|bytes| bytes.truncate(bytes.len() - cut));
        let lost = EVENTS - events.len() as u64;
        assert!(lost == 0 || is_reported, "cut {cut}: {lost} lost");
        assert!(lost <= cut as u64 / 200 + 20, "cut {cut}: {lost} lost");
        assert!(events.is_sorted_by(|one, other| one < other), "none twice");
    }
}

#[test]
fn intact_items_are_recovered_when_bytes_are_flipped() {
    for part in [1, 4, 6, 9, 11] {
        let (events, is_reported) = damaged(|bytes| {
            let place = bytes.len() * part / 12;
            bytes[place..].iter_mut().take(3).for_each(|byte| *byte ^= 0xff);
        });
        let lost = EVENTS - events.len() as u64;
        assert!(lost == 0 || is_reported, "part {part}: {lost} lost");
        assert!(lost <= 1, "part {part}: {lost} lost");
    }
}

#[test]
fn a_file_of_another_format_is_set_aside() {
    let (events, is_reported) = damaged(|bytes| *bytes = b"something else".repeat(100));
    assert!(events.is_empty() && is_reported);
    let (events, is_reported) = damaged(|bytes| bytes[..64].fill(0));
    assert!(events.len() as u64 == EVENTS && is_reported);
}

#[test]
fn intact_items_are_recovered_when_the_last_bytes_are_flipped() {
    for count in [1, 64, 8_192] {
        let (events, is_reported) = damaged(|bytes| {
            let place = bytes.len() - count;
            bytes[place..].iter_mut().for_each(|byte| *byte ^= 0x55);
        });
        let lost = EVENTS - events.len() as u64;
        assert!(lost == 0 || is_reported, "last {count}: {lost} lost");
        assert!(lost <= count as u64 / 200 + 1, "last {count}: {lost} lost");
    }
}

/// Large parts are missing: the remaining items are recovered, and the damage is reported.
#[test]
fn intact_items_are_recovered_when_large_parts_are_missing() {
    for part in [1, 2, 3] {
        let (events, is_reported) = damaged(|bytes| bytes.truncate(bytes.len() * part / 4));
        assert!(is_reported || events.len() as u64 == EVENTS, "part {part}");
        assert!(events.is_sorted_by(|one, other| one < other), "none twice");
    }
}

/// A file of a newer version may have different semantics, so it is not touched.
#[test]
fn a_file_of_a_newer_version_is_untouched() {
    let folder = Folder::new();
    run(leave(&folder, 0..10));
    let set_format = |format: u64| {
        let numbers = redb::TableDefinition::<&str, u64>::new("numbers");
        let database = redb::Database::create(folder.file()).unwrap();
        let write = database.begin_write().unwrap();
        write.open_table(numbers).unwrap().insert("format", format).unwrap();
        write.commit().unwrap();
    };
    set_format(2);
    let before = fs::read(folder.file()).unwrap();
    run(async {
        let error = start("http://127.0.0.1:9", folder.options()).unwrap_err().to_string();
        assert!(error.contains("format 2") && error.contains("newer version"), "{error}");
    });
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing must be set aside");
    assert_eq!(before.len(), fs::read(folder.file()).unwrap().len());
    set_format(1);
    run(async {
        let server = Server::accepting();
        let queue = start(&server.address, folder.options()).unwrap();
        assert_eq!(queue.shutdown().await.accepted, 10);
    });
}
