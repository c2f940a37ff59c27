//! Values generated from the schemas of some documents round-trip through the SDK of each: the suites
//! `properties` and `prism` of the conformance crate, around that SDK.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use paygentic_codegen::Generated;
use xtask::conformance::suites::UNAVAILABLE;
use xtask::conformance::summary::Summary;
use xtask::conformance_crate::files;
use xtask::repository::Repository;
use xtask::standalone;
use xtask::writer::Plan;

use crate::Part;
use crate::compile::{copy_lock_file, folder};
use crate::reporting::say;

/// Documents of different kinds, of small or middle size, each with whether Prism serves it too. Those that it serves are
/// not of the same part.
const JUDGED: &[(&str, bool)] = &[
    // Small ones, by hand, 3.1 and 3.0.
    ("museum.yaml", true),
    ("train-travel.yaml", true),
    ("petstore-swagger.yaml", false),
    ("speakeasy-bar.yaml", false),
    // Generated from the types of a Rust server.
    ("buildomat.json", false),
    ("svix.json", false),
    // Unions and references that lead back to themselves.
    ("qdrant.json", false),
    // Errors of many shapes, refined with `allOf`.
    ("paypal-subscriptions.json", false),
    // Forms.
    ("twilio-verify.yaml", false),
    // Large objects.
    ("adyen-checkout.json", false),
];

/// The number of values for each body.
const ROUNDS: &str = "20";

/// The results for the values of all documents.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) excepted: u64,
    pub(crate) failures: Vec<String>,
}

/// Whether the values of a document are judged in this part.
pub(crate) fn is_judged(path: &Path, part: Part) -> bool {
    let place = JUDGED.iter().position(|(name, _)| path.ends_with(name));
    place.is_some_and(|place| part.includes(place))
}

impl Tally {
    /// Judges the values of a document.
    pub(crate) fn judge(&mut self, path: &Path, generated: &Generated) {
        let program = program(path, generated);
        let mut properties = cargo(&program);
        properties.args(["properties", "--rounds", ROUNDS]);
        self.run(path, properties);
        if JUDGED.iter().any(|(name, prism)| *prism && path.ends_with(name)) {
            let inner = cargo(&program);
            let mut prism = Command::new(Repository::find().unwrap().root().join(".ci/prism"));
            prism.arg(inner.get_program()).args(inner.get_args());
            prism.arg("prism").env("PRISM_DOCUMENT", path);
            for (name, value) in inner.get_envs() {
                prism.env(name, value.unwrap_or_default());
            }
            self.run(path, prism);
        }
    }

    fn run(&mut self, path: &Path, mut command: Command) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let output = command.output().unwrap();
        let stderr_text = String::from_utf8_lossy(&output.stderr);
        let (summary, _) = Summary::find(&String::from_utf8_lossy(&output.stdout));
        match summary {
            Some(found) if found.skipped.is_none() => {
                say(&format!(
                    "{name:44} {}: {} of {} operations, {} passed, {} excepted, {} failed",
                    found.suite,
                    found.operations,
                    found.of,
                    found.passed,
                    found.excepted,
                    found.failed
                ));
                self.passed += found.passed;
                self.excepted += found.excepted;
                if found.failed > 0 || !output.status.success() {
                    self.failures.push(format!("{name}:\n{stderr_text}"));
                }
            }
            None if output.status.code() == Some(UNAVAILABLE) => {
                say(&format!("{name:44} prism: skipped, it is not available here"));
            }
            _ => self.failures.push(format!("{name}: {stderr_text}")),
        }
    }
}

/// Writes the program: the conformance crate around the SDK of the document.
fn program(path: &Path, generated: &Generated) -> PathBuf {
    let repository = Repository::find().unwrap();
    // The same folder for all of them, to save disk space.
    let sdk = folder("judged");
    let document = fs::read_to_string(path).unwrap();
    let mut files = standalone::files(&repository, &sdk, &generated.files).unwrap();
    let harness = self::files(&repository, &sdk, &generated.conformance, &document);
    files.extend(harness.unwrap());
    Plan::new(&sdk, "", &files).unwrap().apply().unwrap();
    let program = sdk.join("conformance");
    copy_lock_file(&program);
    program
}

/// Builds and runs the program in the build folder of this repository, where its dependencies are already built.
fn cargo(program: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--quiet", "--manifest-path"])
        .arg(program.join("Cargo.toml"))
        .arg("--")
        .env("CARGO_TARGET_DIR", folder(".."));
    command
}
