//! What is known about items that could not be written yet.

use super::*;

fn new(name: &str, limit: u64) -> (PathBuf, Disk) {
    let path = std::env::temp_dir().join(format!("queue-{name}-{}.redb", std::process::id()));
    let (mut disk, _) = Disk::open(&path, limit).unwrap();
    disk.release().unwrap();
    (path, disk)
}

fn remove(path: &Path, disk: Disk) {
    drop(disk);
    std::fs::remove_file(path).unwrap();
}

/// The first item is refused.
fn refused() -> Changes {
    let refused = vec![(1, br#""error":"no","status":422"#.to_vec())];
    Changes { refused, ..Changes::default() }
}

#[test]
fn items_that_there_is_no_room_for_do_not_count_as_settled() {
    let (path, mut disk) = new("room", 6 << 20);
    let put = |number, length| Put { number, json: vec![b' '; length], letter: None };
    let mut changes = Changes { put: vec![put(1, 10), put(2, 2 << 20)], ..Changes::default() };
    changes.put.push(put(3, 10));
    disk.next = 4;
    disk.apply(&mut changes).unwrap();
    assert_eq!(changes.put.iter().map(|put| put.number).collect::<Vec<_>>(), [2, 3]);
    disk.settle(&Changes { removed: vec![1], ..Changes::default() }).unwrap();
    assert_eq!((disk.written, disk.settled_before, disk.stored_bytes), (2, 2, 0));
    assert_eq!(disk.load(1, 10).unwrap().len(), 0);
    // With less before it the last one is written.
    changes.put.remove(0);
    disk.apply(&mut changes).unwrap();
    assert_eq!((disk.written, disk.settled_before), (4, 3));
    assert_eq!(disk.load(1, 10).unwrap().len(), 1);
    remove(&path, disk);
}

fn item(number: u64, length: usize, letter: Option<u64>) -> Put {
    let json = format!(r#"{{"item":"{}"}}"#, "x".repeat(length)).into_bytes();
    Put { number, json, letter }
}

/// The numbers and texts of the dead letters.
fn letters(disk: &mut Disk) -> Vec<(u64, String)> {
    let rows = disk.dead(&Command::List(10)).unwrap().into_iter();
    rows.map(|(number, json)| (number, String::from_utf8(json).unwrap())).collect()
}

#[test]
fn an_item_that_is_refused_twice_keeps_what_it_was() {
    let (path, mut disk) = new("twice", 6 << 20);
    disk.next = 2;
    disk.apply(&mut Changes { put: vec![item(1, 3, None)], ..Changes::default() }).unwrap();
    // As after a commit that took effect although it seemed to fail.
    for _ in 0..2 {
        disk.apply(&mut refused()).unwrap();
    }
    let letters = letters(&mut disk);
    assert!(letters.len() == 1 && letters[0].1.contains(r#""item":"xxx""#), "{letters:?}");
    remove(&path, disk);
}

#[test]
fn a_letter_that_was_handed_back_is_a_letter_again() {
    let (path, mut disk) = new("again", 6 << 20);
    disk.next = 2;
    disk.apply(&mut Changes { put: vec![item(1, 3, None)], ..refused() }).unwrap();
    disk.next = 3;
    disk.apply(&mut Changes { put: vec![item(2, 3, Some(1))], ..Changes::default() }).unwrap();
    assert_eq!((letters(&mut disk), disk.load(1, 10).unwrap().len()), (Vec::new(), 1));
    disk.settle(&Changes { restored: vec![(2, 1)], ..Changes::default() }).unwrap();
    let letters = letters(&mut disk);
    assert!(letters[0].0 == 1 && letters[0].1.contains(r#""item":"xxx""#), "{letters:?}");
    assert_eq!(disk.load(1, 10).unwrap().len(), 0);
    remove(&path, disk);
}

#[test]
fn a_letter_has_room_in_a_file_that_letters_fill() {
    let (path, mut disk) = new("letters", 24 << 20);
    disk.next = 2;
    disk.apply(&mut Changes { put: vec![item(1, 2400 << 10, None)], ..refused() }).unwrap();
    disk.next = 4;
    let put = vec![item(2, 2400 << 10, Some(1)), item(3, 2400 << 10, None)];
    let mut changes = Changes { put, ..Changes::default() };
    disk.apply(&mut changes).unwrap();
    assert_eq!(changes.put.iter().map(|put| put.number).collect::<Vec<_>>(), [3]);
    assert_eq!(letters(&mut disk), Vec::new());
    remove(&path, disk);
}
