//! PEM as people have it: with a byte order mark or other text before a certificate, or with lines that are indented.

const BEGIN: &[u8] = b"-----BEGIN ";

/// Whether this is text with the lines that PEM has.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    begin(bytes).is_some()
}

/// The text with each line of PEM at the beginning of a line, where the libraries look for it.
pub(super) fn tidy(pem: &[u8]) -> Vec<u8> {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut tidy = Vec::with_capacity(pem.len() + 1);
    for line in pem.split(is_break).map(<[u8]>::trim_ascii) {
        let (before, line) = line.split_at(begin(line).unwrap_or(0));
        for part in [before, line].into_iter().filter(|part| !part.is_empty()) {
            tidy.extend(part);
            tidy.push(b'\n');
        }
    }
    tidy
}

fn begin(bytes: &[u8]) -> Option<usize> {
    bytes.windows(BEGIN.len()).position(|window| window == BEGIN)
}
