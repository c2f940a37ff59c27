//! What comes of one mutated contract.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use paygentic_codegen::{Diagnostic, Generated, Input, OverlayMode, Source, generate};
use serde_json::Value;

use crate::mutate::mutated;

/// Far more than the whole contract takes, also in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// As much as the main thread of a program has, where the generator runs otherwise.
const STACK: usize = 8 << 20;

/// What the help of a diagnostic says if the document is not to blame.
const DEFECT: &str = "defect of the generator";

/// What is mutated, and the overlay that it is generated with.
pub(crate) struct Subject {
    pub(crate) document: Value,
    pub(crate) overlay: String,
}

/// What came of it.
pub(crate) enum Outcome {
    /// Files, all of which can be parsed.
    Generated,
    /// A report in which every finding has a place.
    Refused,
    /// Anything else.
    Failed(String),
}

/// Generates from one mutation, in a thread of its own: one that hangs cannot be stopped, but left behind.
pub(crate) fn of(subject: &Arc<Subject>, seed: u64) -> Outcome {
    let (sender, receiver) = channel();
    let subject = Arc::clone(subject);
    let work = move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&subject, seed)));
        // Nobody listens any more if it took too long.
        let _ = sender.send(outcome.unwrap_or_else(|panic| Outcome::Failed(message(&*panic))));
    };
    // The name stands in what the runtime says of a stack that overflows, which ends the program.
    let named = thread::Builder::new().name(format!("mutation {seed}"));
    named.stack_size(STACK).spawn(work).unwrap();
    match receiver.recv_timeout(LIMIT) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Outcome::Failed(format!("longer than {LIMIT:?}")),
        Err(RecvTimeoutError::Disconnected) => Outcome::Failed("no outcome".to_owned()),
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    format!("panic: {}", text.unwrap_or_default())
}

fn run(subject: &Subject, seed: u64) -> Outcome {
    let (document, _) = mutated(&subject.document, seed);
    let source = |name, text| Source { name, text };
    let input = Input {
        document: source("mutated", &document),
        overlay: Some(source("overlay", &subject.overlay)),
        overlay_mode: OverlayMode::Lenient,
    };
    match generate(&input) {
        Ok(generated) => parsed(&generated),
        Err(found) => {
            let errors: Vec<_> = found.0.iter().filter(|each| each.is_error()).collect();
            // Also what the generator itself says is its own fault.
            let bad = |error: &Diagnostic| error.pointer.is_empty() || error.help.contains(DEFECT);
            match errors.iter().find(|error| bad(error)) {
                Some(error) => Outcome::Failed(error.to_string()),
                None if errors.is_empty() => Outcome::Failed("refused without an error".to_owned()),
                None => Outcome::Refused,
            }
        }
    }
}

/// Whether all files are Rust.
fn parsed(generated: &Generated) -> Outcome {
    let files = generated.files.iter().chain(&generated.conformance);
    for (path, code) in files.filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(code) {
            return Outcome::Failed(format!("{path} cannot be parsed: {error}"));
        }
    }
    Outcome::Generated
}
