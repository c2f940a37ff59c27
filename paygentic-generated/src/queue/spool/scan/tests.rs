//! Frames in files that are read in blocks.

use redb::backends::InMemoryBackend;

use super::*;
use crate::queue::spool::frame::{Kind, encode};

/// Frames of many lengths, the first of which is not whole, with other bytes around them.
fn file() -> InMemoryBackend {
    let mut bytes = b"something else, and the beginning of a mark: \xF7que".to_vec();
    for number in 0..40 {
        let length = usize::try_from(number).unwrap() * 7 % 90;
        let mut frame = encode(Kind::Open, number, 0, "j".repeat(length).as_bytes());
        if number == 0 {
            frame[20] ^= 1;
        }
        bytes.extend(frame);
        bytes.extend(&b"between \xF7qu"[..length % 12]);
    }
    // One that ends where the file does, and one that is cut off.
    bytes.extend(encode(Kind::Open, 40, 0, b"the last"));
    bytes.extend(&encode(Kind::Open, 41, 0, b"cut off")[..38]);
    let file = InMemoryBackend::new();
    file.set_len(bytes.len() as u64).unwrap();
    file.write(0, &bytes).unwrap();
    file
}

#[test]
fn frames_are_found_wherever_a_block_ends() {
    for block in (1..200).chain([BLOCK]) {
        let mut numbers = Vec::new();
        let broken = scan(&file(), block, |frame| numbers.push(frame.number)).unwrap();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>(), "blocks of {block}");
        assert_eq!(broken, 2, "blocks of {block}");
    }
}
