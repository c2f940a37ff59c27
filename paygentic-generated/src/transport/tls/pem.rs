//! Accepts PEM with a byte order mark or other text before a certificate, or with indented lines.

const BEGIN: &[u8] = b"-----BEGIN ";

/// Whether this is PEM, in contrast to DER.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    begin(bytes).is_some()
}

/// The text without indentation, with each `-----BEGIN` at the start of a line, where libraries expect it.
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
