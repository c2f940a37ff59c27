//! The list of faults that `cargo xtask faults` plants.

use std::collections::BTreeSet;
use std::fs;

use xtask::conformance::suites::SUITES;
use xtask::faults::list::read;
use xtask::repository::Repository;

#[test]
fn every_fault_applies_to_the_current_code() {
    let repository = Repository::find().unwrap();
    let faults = read(&repository).unwrap();
    assert!(faults.len() >= 20, "{}", faults.len());
    for fault in &faults {
        let text = fs::read_to_string(repository.root().join(&fault.file)).unwrap();
        let planted = fault.plant(&text).unwrap_or_else(|error| panic!("{error}"));
        assert_ne!(planted, text, "{}", fault.name);
        assert!(fault.plant(&text.replace(&fault.find, "")).is_err(), "{}", fault.name);
    }
}

#[test]
fn every_suite_has_at_least_one_fault() {
    let faults = read(&Repository::find().unwrap()).unwrap();
    let tried: BTreeSet<&str> = faults.iter().map(|fault| fault.suite.as_str()).collect();
    for suite in SUITES {
        assert!(tried.contains(suite.name), "the list has no fault for `{}`", suite.name);
    }
}
