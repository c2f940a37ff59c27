//! The outcome of generating from one mutated contract.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use paygentic_codegen::{Diagnostic, Generated, Input, OverlayMode, Source, generate};
use serde_json::Value;

use crate::mutate::mutated;

/// Far longer than the whole contract takes, even in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// The stack size of a main thread, on which the generator usually runs.
const STACK: usize = 8 << 20;

/// The help text of a diagnostic that is not the fault of the document.
const DEFECT: &str = "defect of the generator";

/// What is mutated, and the overlay that it is generated with.
pub(crate) struct Subject {
    pub(crate) document: Value,
    pub(crate) overlay: String,
}

/// The outcome.
pub(crate) enum Outcome {
    /// Files, all of which can be parsed.
    Generated,
    /// A report in which every finding has a location.
    Refused,
    /// Anything else.
    Failed(String),
}

/// Generates from one mutation in its own thread: a hanging thread cannot be stopped, but it can be abandoned.
pub(crate) fn of(subject: &Arc<Subject>, seed: u64) -> Outcome {
    let (sender, receiver) = channel();
    let subject = Arc::clone(subject);
    let work = move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&subject, seed)));
        // The receiver is gone if it took too long.
        let _ = sender.send(outcome.unwrap_or_else(|panic| Outcome::Failed(message(&*panic))));
    };
    // The runtime prints the thread name on a stack overflow, which aborts the program.
    let named = thread::Builder::new().name(format!("mutation {seed}"));
    named.stack_size(STACK).spawn(work).unwrap();
    match receiver.recv_timeout(LIMIT) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Outcome::Failed(format!("took longer than {LIMIT:?}")),
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
            // The generator also reports its own defects.
            let bad = |error: &Diagnostic| error.pointer.is_empty() || error.help.contains(DEFECT);
            match errors.iter().find(|error| bad(error)) {
                Some(error) => Outcome::Failed(error.to_string()),
                None if errors.is_empty() => Outcome::Failed("refused without an error".to_owned()),
                None => Outcome::Refused,
            }
        }
    }
}

/// Checks that all files are valid Rust.
fn parsed(generated: &Generated) -> Outcome {
    let files = generated.files.iter().chain(&generated.conformance);
    for (path, code) in files.filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(code) {
            return Outcome::Failed(format!("{path} cannot be parsed: {error}"));
        }
    }
    Outcome::Generated
}
