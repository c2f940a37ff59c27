//! The table of rules in `DIFF.md` matches the catalogue, and refers only to rules that exist.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::path::Path;
use std::{env, fs};

use paygentic_codegen::diff::{Rule, table};

const START: &str = "<!-- rules -->\n";
const END: &str = "<!-- end of rules -->";

#[test]
fn the_table_matches_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../DIFF.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let expected = table();
    if env::var_os("UPDATE_RULES").is_some() {
        fs::write(&path, format!("{before}{START}{expected}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(found, expected, "UPDATE_RULES=1 writes the table");
}

/// The checks that a row of the table covers: braces expand to each of their alternatives.
fn expanded(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return vec![pattern.to_owned()];
    };
    let (words, after) = rest.split_once('}').unwrap();
    let words = words.split(',').map(str::trim);
    words.flat_map(|word| expanded(&format!("{before}{word}{after}"))).collect()
}

#[test]
fn every_check_of_oasdiff_has_a_row() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../DIFF.md");
    let text = fs::read_to_string(path).unwrap();
    let (_, theirs) = text.split_once("| oasdiff | here |").unwrap();
    let rows = theirs.lines().filter_map(|line| line.split(" | ").next());
    let covered: HashSet<String> =
        rows.flat_map(|row| row.split('`').skip(1).step_by(2)).flat_map(expanded).collect();
    let checks = include_str!("diff/oasdiff.txt");
    let missing: Vec<&str> = checks.lines().filter(|id| !covered.contains(*id)).collect();
    assert_eq!(missing, [""; 0], "of {}", checks.lines().count());
}

#[test]
fn the_rules_mapped_to_oasdiff_exist() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../DIFF.md");
    let text = fs::read_to_string(path).unwrap();
    let (_, theirs) = text.split_once("| oasdiff | here |").unwrap();
    let rows: Vec<&str> = theirs.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 40, "{} rows", rows.len());
    for row in rows {
        let ours = row.split(" | ").nth(1).unwrap();
        let ids = ours.split('`').skip(1).step_by(2);
        for id in ids {
            assert!(Rule::find(id).is_some_and(|(_, part)| part.is_none()), "{id} in {row}");
        }
    }
}
