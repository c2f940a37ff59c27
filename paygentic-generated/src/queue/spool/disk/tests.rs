//! What is known about items that could not be written yet.

use super::*;

#[test]
fn items_that_there_is_no_room_for_do_not_count_as_settled() {
    let path = std::env::temp_dir().join(format!("queue-room-{}.redb", std::process::id()));
    let (mut disk, _) = Disk::open(&path, 6 << 20).unwrap();
    disk.release().unwrap();
    let put = |number, length| Put { number, json: vec![b' '; length], letter: None };
    let mut changes = Changes { put: vec![put(1, 10), put(2, 2 << 20)], ..Changes::default() };
    changes.put.push(put(3, 10));
    disk.next = 4;
    disk.apply(&mut changes).unwrap();
    assert_eq!(changes.put.iter().map(|put| put.number).collect::<Vec<_>>(), [2, 3]);
    disk.settle(&Changes { removed: vec![1], ..Changes::default() }).unwrap();
    assert_eq!((disk.written, disk.settled_before, disk.kept), (2, 2, 0));
    assert_eq!(disk.load(1, 10).unwrap().len(), 0);
    // With less before it the last one is written.
    changes.put.remove(0);
    disk.apply(&mut changes).unwrap();
    assert_eq!((disk.written, disk.settled_before), (4, 3));
    assert_eq!(disk.load(1, 10).unwrap().len(), 1);
    drop(disk);
    std::fs::remove_file(path).unwrap();
}
