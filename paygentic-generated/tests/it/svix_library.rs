//! The Svix library, as provided by `.ci/svix`.

// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used)]

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Sends several requests at once, and returns a line for each; `None`, with a note, if the library is not available.
pub(crate) fn run_svix(questions: &[Value]) -> Option<Vec<String>> {
    let Ok(program) = env::var("SVIX") else {
        // Not `eprintln!`, whose output is not shown for tests that pass.
        let _ = writeln!(
            std::io::stderr(),
            "SVIX is not set: not compared with Svix. To compare: .ci/svix COMMAND"
        );
        return None;
    };
    let mut child = Command::new("node")
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let lines: Vec<_> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), questions.len());
    Some(lines)
}
