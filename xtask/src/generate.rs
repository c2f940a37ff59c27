//! `cargo xtask generate`: turns contract and overlay into the source of an SDK.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use paygentic_codegen::ahead::merge;
use paygentic_codegen::coverage::Coverage;
use paygentic_codegen::document::external::bundle;
use paygentic_codegen::{Diagnostic, Diagnostics, Generated, Input, OverlayMode, Severity, Source};

use crate::cli::GenerateArgs;
use crate::journal;
use crate::reference;
use crate::repository::Repository;
use crate::standalone;
use crate::writer::Plan;

/// The result of a run that did not fail.
#[derive(Debug)]
pub struct Outcome {
    /// The warnings of the generator, one text each.
    pub warnings: Vec<String>,
    /// What to print: the counts, or the model.
    pub output: String,
}

/// Generates code as the arguments require. On an error, nothing on disk has changed.
pub fn generate(repository: &Repository, arguments: &GenerateArgs) -> Result<Outcome> {
    let start = Instant::now();
    let sources = Sources::read(repository, arguments)?;
    let mut generated = if arguments.docs {
        paygentic_codegen::generate_with_prose(&sources.input())?
    } else {
        paygentic_codegen::generate(&sources.input())?
    };
    generated.warnings.splice(0..0, sources.findings.clone());
    let is_warning = |finding: &Diagnostic| finding.severity == Severity::Warning;
    if (arguments.strict || arguments.spec.is_none()) && generated.warnings.iter().any(is_warning) {
        return Err(Diagnostics(generated.warnings).strict().into());
    }
    let warnings = generated.warnings.iter().map(ToString::to_string).collect();
    if arguments.dump_model {
        let output = serde_json::to_string_pretty(&generated.model)?;
        return Ok(Outcome { warnings, output });
    }
    let plan = plan(repository, arguments, &generated)?;
    if arguments.check {
        ensure!(plan.is_up_to_date(), "not up to date:\n{plan}run `{}`", command(arguments));
    } else {
        plan.apply()?;
    }
    let summary = if arguments.check { "up to date".to_owned() } else { plan.summary() };
    let output =
        format!("{}\n{summary}, in {:.2} s", generated.counts, start.elapsed().as_secs_f64());
    Ok(Outcome { warnings, output })
}

/// How much of the SDK of this repository is documented.
pub fn coverage(repository: &Repository) -> Result<Coverage> {
    let sources = Sources::read(repository, &GenerateArgs::default())?;
    let generated = paygentic_codegen::generate(&sources.input())?;
    Ok(Coverage::of(&generated.model))
}

/// What has to change on disk: in the SDK of this repository, or in a standalone crate.
fn plan(repository: &Repository, arguments: &GenerateArgs, generated: &Generated) -> Result<Plan> {
    match (&arguments.spec, &arguments.out) {
        (None, None) => Ok(sdk_plan(repository, generated)?.with_journal_in(repository.root())),
        (Some(_), Some(out)) => {
            // Another run may be writing these files: a run that only reads does not complete its journal.
            if out.is_dir() && !arguments.check {
                journal::recover(out)?;
            }
            standalone::ensure_ours(out)?;
            let mut crate_files = standalone::files(repository, out, &generated.files)?;
            let name = standalone::package_name(out)?;
            crate_files.extend(standalone::texts(&generated.model, &name)?);
            Ok(Plan::new(out, "src", &crate_files)?)
        }
        (Some(_), None) => bail!("--spec needs --out DIR, the folder of the crate to generate"),
        (None, Some(_)) => {
            bail!("--out needs --spec FILE, the document to generate the crate from")
        }
    }
}

/// What has to change in the SDK of this repository, and in the table of the conformance crate.
pub fn sdk_plan(repository: &Repository, generated: &Generated) -> Result<Plan> {
    let sdk = repository.sdk().join("src/generated");
    // Named with its folder, so that it is not taken for a file of the SDK.
    let dispatch = |(name, text): (&String, &String)| (format!("dispatch/{name}"), text.clone());
    let tables = generated.conformance.iter().map(dispatch).collect();
    let conformance = repository.conformance().join("src");
    let mut files = generated.files.clone();
    files.extend(reference::pages(&generated.model)?);
    let plan = Plan::new(&sdk, "", &files)?;
    let generated_examples =
        |(name, text): (&String, &String)| (format!("generated/{name}"), text.clone());
    let examples = generated.examples.iter().map(generated_examples).collect();
    let documented = repository.conformance().join("tests/documented");
    let plan = plan.and(Plan::new(&conformance, "dispatch", &tables)?);
    Ok(plan.and(Plan::new(&documented, "generated", &examples)?))
}

/// The command that fixes what `--check` has found.
fn command(arguments: &GenerateArgs) -> String {
    let mut command = "cargo xtask generate".to_owned();
    let options =
        [("--spec", &arguments.spec), ("--overlay", &arguments.overlay), ("--out", &arguments.out)];
    for (option, value) in options {
        if let Some(value) = value {
            command.push_str(&format!(" {option} {}", quoted(value)));
        }
    }
    for path in &arguments.ahead {
        command.push_str(&format!(" --ahead {}", quoted(path)));
    }
    if arguments.docs {
        command.push_str(" --docs");
    }
    command
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    match text.contains(|c: char| !c.is_alphanumeric() && !"_./\\:-".contains(c)) {
        true => format!("\"{text}\""),
        false => text,
    }
}

/// The texts that go into the generator, with the names that its messages give them.
struct Sources {
    /// With the operations that other documents add.
    document: (String, String),
    /// What was found while they were added.
    findings: Vec<Diagnostic>,
    overlay: Option<(String, String)>,
    overlay_mode: OverlayMode,
}

impl Sources {
    fn read(repository: &Repository, arguments: &GenerateArgs) -> Result<Self> {
        let Some(document) = &arguments.spec else {
            let (document, findings) = pinned(repository)?;
            return Ok(Self {
                document,
                findings,
                overlay: Some(read(&repository.overlay(), "spec/overlay.yaml")?),
                overlay_mode: OverlayMode::Strict,
            });
        };
        let given = |path: &PathBuf| read(path, &path.display().to_string());
        let whole = |path: &PathBuf| with_files(path, given(path)?);
        let ahead: Vec<_> = arguments.ahead.iter().map(whole).collect::<Result<_>>()?;
        let (document, findings) = with_ahead(whole(document)?, &ahead)?;
        Ok(Self {
            document,
            findings,
            overlay: arguments.overlay.as_ref().map(given).transpose()?,
            // An overlay made for one document is useful for its next version too.
            overlay_mode: OverlayMode::Lenient,
        })
    }

    fn input(&self) -> Input<'_> {
        fn source((name, text): &(String, String)) -> Source<'_> {
            Source { name, text }
        }
        Input {
            document: source(&self.document),
            overlay: self.overlay.as_ref().map(source),
            overlay_mode: self.overlay_mode,
        }
    }
}

/// The pinned contract with the operations that it does not have yet.
pub fn pinned(repository: &Repository) -> Result<((String, String), Vec<Diagnostic>)> {
    let document = read(&repository.contract(), "spec/openapi.yaml")?;
    let path = repository.ahead();
    let ahead = path.exists().then(|| read(&path, "spec/ahead.yaml"));
    with_ahead(document, ahead.transpose()?.as_slice())
}

/// A document with the operations that others add.
fn with_ahead(
    (name, text): (String, String),
    ahead: &[(String, String)],
) -> Result<((String, String), Vec<Diagnostic>)> {
    let source = |name, text| Source { name, text };
    let others: Vec<_> = ahead.iter().map(|(name, text)| source(name, text)).collect();
    let merged = merge(&source(&name, &text), &others)?;
    Ok(((name, merged.text), merged.findings))
}

/// The document, bundled with the files that it refers to.
pub(crate) fn with_files(path: &Path, (name, text): (String, String)) -> Result<(String, String)> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let source = Source { name: &name, text: &text };
    let load = |file: &str| fs::read_to_string(folder.join(file)).map_err(|e| e.to_string());
    let bundled = bundle(&source, load)?;
    Ok((name, bundled.unwrap_or(text)))
}

/// The name and the text of a file.
fn read(path: &Path, name: &str) -> Result<(String, String)> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    Ok((name.to_owned(), text))
}
