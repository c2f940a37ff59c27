//! The newest contract, mutated in a thousand ways: the output of the generator is either code that can be
//! parsed and compiled, or a refusal with a location; never a panic, never a hang.
//!
//! A debug build, such as that of `cargo test`, does some of it; `MUTATIONS` says how many. The suite
//! `mutations` of `cargo xtask conformance` does all, or with `MUTATIONS_PART=1/4` a quarter.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../compile/mod.rs"]
mod compile;
mod mutate;
mod outcome;
#[path = "../reporting/mod.rs"]
mod reporting;
// By its file and not by its crate, which needs the SDK: this one must build without it.
#[path = "../../../conformance/src/instances/random.rs"]
#[allow(dead_code, unreachable_pub)]
mod random;
mod values;
#[path = "../../../conformance/src/walk.rs"]
#[allow(dead_code)]
mod walk;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::{env, fs, thread};

use compile::{
    Case, LINTS, WITHOUT_TLS, check, folder, standalone_crate, with_features_of_all, write,
};
use outcome::{Outcome, Subject, of};
use reporting::part::Part;
use reporting::{say, summary};
use xtask::generate::pinned;
use xtask::repository::Repository;

/// How many seeds, and how many of the crates are compiled.
const ALL: (u64, usize) = (1000, 20);
const SOME: (u64, usize) = (24, 1);

#[test]
fn every_mutated_contract_is_refused_or_compiles() {
    let default = if cfg!(debug_assertions) { SOME } else { ALL };
    let (count, sample) = match env::var("MUTATIONS") {
        Ok(count) => (count.parse().unwrap(), ALL.1),
        Err(_) => default,
    };
    let part = Part::chosen("MUTATIONS_PART", Part::ALL).unwrap();
    let sample = part.of(sample);
    let subject = Arc::new(subject());
    let outcomes = outcomes(&subject, count, part);
    let mut failures = Vec::new();
    let mut figures: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut generated = Vec::new();
    for (seed, outcome) in &outcomes {
        let names = mutate::mutated(&subject.document, *seed).1;
        let column = match outcome {
            Outcome::Generated => 0,
            Outcome::Refused => 1,
            Outcome::Failed(why) => {
                failures.push(format!("seed {seed} ({}): {why}", names.join(", ")));
                continue;
            }
        };
        for name in &names {
            figures.entry(name).or_default()[column] += 1;
        }
        if column == 0 {
            generated.push((*seed, names));
        }
    }
    // Spread over all seeds, so that all kinds of mutations are compiled.
    let step = (generated.len() / sample.max(1)).max(1);
    for (seed, names) in generated.iter().step_by(step).take(sample) {
        if let Err(errors) = compiles(&subject, *seed) {
            failures.push(format!("seed {seed} ({}): {errors}", names.join(", ")));
        }
    }

    for (name, [generated, refused]) in &figures {
        say(&format!("{name:36} {generated:4} generated {refused:4} refused"));
    }
    let compiled = sample.min(generated.len());
    let (all, kept) = (outcomes.len(), generated.len());
    say(&format!("{kept} of {all} generated, {compiled} compiled"));
    failures.iter().for_each(|failure| say(failure));
    let failed = failures.len();
    summary("mutations", 0, (all.saturating_sub(failed), 0, failed), None);
    assert_eq!(failed, 0, "see above");
    // Otherwise the mutations would be too coarse to test the generated code. Most documents have several
    // mutations, one of which is enough for a refusal.
    assert!(generated.len() * 10 > outcomes.len(), "{}", generated.len());
}

fn subject() -> Subject {
    let repository = Repository::find().unwrap();
    let ((_, text), _) = pinned(&repository).unwrap();
    Subject {
        document: serde_json::from_str(&text).unwrap(),
        overlay: fs::read_to_string(repository.overlay()).unwrap(),
    }
}

/// The outcome of each seed. At least two run at a time, more if the machine has more cores.
fn outcomes(subject: &Arc<Subject>, count: u64, part: Part) -> BTreeMap<u64, Outcome> {
    let next = AtomicU64::new(0);
    let found = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count {
                        break;
                    }
                    if part.includes(usize::try_from(seed).unwrap()) {
                        let outcome = of(subject, seed);
                        found.lock().unwrap().insert(seed, outcome);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap()
}

/// Compiles the output for a seed as a standalone crate.
fn compiles(subject: &Subject, seed: u64) -> Result<(), String> {
    let generated = Case {
        name: format!("seed {seed}"),
        document: mutate::mutated(&subject.document, seed).0,
        overlay: Some(subject.overlay.clone()),
    }
    .generate();
    let folder = folder("mutations");
    let mut files = standalone_crate(&folder, &generated);
    with_features_of_all(&mut files);
    write(&folder, files, LINTS);
    check(&folder, WITHOUT_TLS)
}
