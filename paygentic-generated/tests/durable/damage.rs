//! Files that are torn, damaged or of something else: what is whole comes back, the rest is reported.

use std::fs;

use super::server::Server;
use super::{Folder, leave, run, start};

const EVENTS: u64 = 400;

/// Damages a file with events that nobody took; gives how many come back, and whether the damage is reported.
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
            let kept = fs::metadata(aside).unwrap().len();
            assert_eq!(kept, bytes.len() as u64, "nothing is dropped");
        }
        assert!(queue.shutdown().await.is_complete());
        (server.events(), is_reported)
    })
}

#[test]
fn what_is_whole_comes_back_when_the_end_is_cut_off() {
    for cut in [1, 5_000, 50_000] {
        let (events, is_reported) = damaged(|bytes| bytes.truncate(bytes.len() - cut));
        let lost = EVENTS - events.len() as u64;
        assert!(lost == 0 || is_reported, "cut {cut}: {lost} lost");
        assert!(lost <= cut as u64 / 200 + 20, "cut {cut}: {lost} lost");
        assert!(events.is_sorted_by(|one, other| one < other), "none twice");
    }
}

#[test]
fn what_is_whole_comes_back_when_bytes_are_flipped() {
    for part in [2, 5, 8, 11] {
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
fn a_file_of_something_else_is_set_aside() {
    let (events, is_reported) = damaged(|bytes| *bytes = b"something else".repeat(100));
    assert!(events.is_empty() && is_reported);
    let (events, is_reported) = damaged(|bytes| bytes[..64].fill(0));
    assert!(events.len() as u64 == EVENTS && is_reported);
}
