//! Tests that held changes are visible to reads and applied on release.

use super::*;

#[test]
fn changes_that_are_held_back_are_read_and_then_made() {
    let path = std::env::temp_dir().join(format!("queue-held-{}", std::process::id()));
    std::fs::write(&path, b"0123456789").unwrap();
    let options = File::options().read(true).write(true).open(&path).unwrap();
    let file = LimitedBackend::new(options, 64).unwrap();
    file.write(3, b"abc").unwrap();
    file.set_len(5).unwrap();
    file.set_len(12).unwrap();
    file.sync_data(false).unwrap();
    file.write(8, b"xyzw").unwrap();
    let expected = b"012ab\0\0\0xyzw";
    assert_eq!(file.len().unwrap(), 12);
    for from in 0..12 {
        for to in from + 1..=12 {
            assert_eq!(file.read(from as u64, to - from).unwrap(), expected[from..to]);
        }
    }
    assert!(file.read(8, 5).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"0123456789", "nothing is changed yet");
    file.release().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), expected);
    file.write(0, b"!").unwrap();
    assert_eq!(file.read(0, 2).unwrap(), b"!1");
    drop(file);
    std::fs::remove_file(path).unwrap();
}
