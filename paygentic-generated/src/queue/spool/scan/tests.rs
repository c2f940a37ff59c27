//! Frames in files that are read in blocks.

use super::*;
use crate::queue::spool::frame::{Kind, encode};

/// Frames of many lengths, the first of which is not whole, with other bytes around them.
fn file() -> Bytes {
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
    Bytes(bytes)
}

struct Bytes(Vec<u8>);

impl Source for Bytes {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn bytes(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let at = usize::try_from(at).unwrap();
        Ok(self.0[at..at + length].to_vec())
    }
}

#[test]
fn frames_are_found_wherever_a_block_ends() {
    for block in (1..200).chain([BLOCK_SIZE]) {
        let mut numbers = Vec::new();
        let broken = scan(&file(), block, |frame| numbers.push(frame.number)).unwrap();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>(), "blocks of {block}");
        assert_eq!(broken, 2, "blocks of {block}");
    }
}
