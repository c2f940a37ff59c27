//! `cargo xtask diff`: the changes between two versions of the contract, and what they mean for callers. Documents and
//! revisions become models here, because the library that compares them does no I/O.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use paygentic_codegen::diff::{Diff, Ignored, Markdown, Rule, Rust, Text, Wire, diff};
use paygentic_codegen::markdown::{code, one_line};
use paygentic_codegen::{Input, Model, OverlayMode, Source, document, generate, order};
use serde::Deserialize;

use crate::ahead;
use crate::cli::{DiffArgs, FailOn, Format};
use crate::generate::{pinned as pinned_with_ahead, with_files};
use crate::repository::{AHEAD, Repository};

/// The outcome of a comparison.
pub struct Outcome {
    /// What to print.
    pub output: String,
    /// Whether `--fail-on` requires a failure.
    pub failed: bool,
}

/// Compares two documents.
pub fn compare(repository: &Repository, arguments: &DiffArgs) -> Result<Outcome> {
    if let Some(id) = &arguments.explain {
        return explain(id);
    }
    let ignored = ignored(arguments)?;
    let old = texts(repository, &arguments.old, arguments)?;
    let new = texts(repository, &arguments.new, arguments)?.aligned_with(&old);
    let (old, new) = (side(old)?, side(new)?);
    let mut diff = diff(&old.model, &new.model)?;
    if let Err(stale) = diff.ignore(&ignored) {
        let lines: Vec<String> = stale.iter().map(ToString::to_string).collect();
        bail!("{}", lines.join("\n"));
    }
    let output = match arguments.format {
        Format::Text => {
            let names = [&old, &new].map(|side| one_line(&side.name));
            let names = format!("old         {}\nnew         {}\n\n", names[0], names[1]);
            names + &remark(&old, &new) + &Text(&diff).to_string()
        }
        Format::Markdown => {
            let names = format!("Compares {} with {}.\n\n", code(&old.name), code(&new.name));
            names + &remark(&old, &new) + &Markdown(&diff).to_string()
        }
        Format::Json => serde_json::to_string_pretty(&diff.to_json()?)?,
    };
    Ok(Outcome { output, failed: fails(&diff, arguments.fail_on) })
}

fn explain(id: &str) -> Result<Outcome> {
    let Some((rule, part)) = Rule::find(id) else {
        bail!("unknown rule `{id}`; DIFF.md lists all of them");
    };
    let only = part.map(|part| format!("\n\nwith this prefix: only in a {part}"));
    Ok(Outcome { output: rule.explain() + &only.unwrap_or_default(), failed: false })
}

/// An entry of the file of ignored changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    at: Option<String>,
    reason: String,
}

fn ignored(arguments: &DiffArgs) -> Result<Vec<Ignored>> {
    let mut texts = arguments.ignore.clone();
    if let Some(path) = &arguments.ignore_file {
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let entries: Vec<Entry> =
            serde_yaml::from_str(&text).with_context(|| format!("cannot read {name}"))?;
        for entry in entries {
            if entry.reason.trim().is_empty() {
                bail!("{name}: `{}` has no reason", entry.id);
            }
            texts.push(match entry.at {
                Some(at) => format!("{}@{at}", entry.id),
                None => entry.id,
            });
        }
    }
    let parsed = texts.iter().map(|text| Ignored::parse(text));
    Ok(parsed.collect::<Result<_, _>>()?)
}

impl Outcome {
    /// The exit code.
    pub fn code(&self) -> ExitCode {
        if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

fn fails(diff: &Diff, on: Option<FailOn>) -> bool {
    let (rust, wire) = (diff.rust() == Rust::Breaking, diff.wire() != Wire::Safe);
    match on {
        None => false,
        Some(FailOn::Rust) => rust,
        Some(FailOn::Wire) => wire,
        Some(FailOn::Any) => rust || wire,
    }
}

/// Why operations seem to be added or removed, if one side only has those of `spec/ahead.yaml`: a file other than the
/// contract is compared as it is.
fn remark(old: &Side, new: &Side) -> String {
    let (with, without) = match (old.has_ahead, new.has_ahead) {
        (true, false) => (old, new),
        (false, true) => (new, old),
        _ => return String::new(),
    };
    format!(
        "note: {} is compared with the operations and fields of {}, {} without\n\n",
        with.name, AHEAD, without.name
    )
}

/// One side of a comparison.
struct Side {
    name: String,
    model: Model,
    has_ahead: bool,
}

/// A contract with the overlay that belongs to it.
struct Texts {
    name: String,
    document: String,
    overlay: Option<String>,
    /// Whether `spec/ahead.yaml` is part of the document.
    has_ahead: bool,
}

impl Texts {
    /// The same, with unordered parts in the order of another version, so that an overlay index (`oneOf[1]`) means the
    /// same in both. A document that cannot be read is kept: it is reported where it is used.
    fn aligned_with(self, other: &Self) -> Self {
        let parsed = |texts: &Self| {
            document::parse(&Source { name: &texts.name, text: &texts.document }).ok()
        };
        let (Some(mut document), Some(before)) = (parsed(&self), parsed(other)) else {
            return self;
        };
        order::align(&mut document, &before);
        Self { document: document.to_string(), ..self }
    }
}

fn side(texts: Texts) -> Result<Side> {
    let Texts { name, document, overlay, has_ahead } = texts;
    let input = Input {
        document: Source { name: &name, text: &document },
        overlay: overlay.as_deref().map(|text| Source { name: "overlay", text }),
        // It was written for at most one of the two documents.
        overlay_mode: OverlayMode::Lenient,
    };
    let generated = generate(&input).with_context(|| format!("cannot read {name}"))?;
    Ok(Side { name, model: generated.model, has_ahead })
}

/// A file, or the pinned contract in a revision.
fn texts(repository: &Repository, given: &str, arguments: &DiffArgs) -> Result<Texts> {
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let path = Path::new(given);
    if path.is_dir() {
        bail!("{given} is a folder; name a file or a git revision");
    }
    let (name, document, pinned, has_ahead) = if path.exists() {
        let (document, has_ahead) = if is_pinned(repository, path) {
            (pinned_with_ahead(repository)?.0.1, repository.ahead().exists())
        } else {
            (with_files(path, (given.to_owned(), read(path)?))?.1, false)
        };
        (given.to_owned(), document, None, has_ahead)
    } else {
        let commit = commit(repository, given)?;
        let document = show(repository, &commit, "spec/openapi.yaml")
            .with_context(|| format!("there is no contract in revision {given}"))?;
        let ahead = show(repository, &commit, "spec/ahead.yaml").ok();
        let document = ahead::with(&document, ahead.as_deref())?.text;
        (
            format!("spec/openapi.yaml of {given}"),
            document,
            show(repository, &commit, "spec/overlay.yaml").ok(),
            ahead.is_some(),
        )
    };
    let overlay = match (&arguments.overlay, arguments.no_overlay, pinned) {
        (_, true, _) => None,
        (Some(path), ..) => Some(read(path)?),
        (None, _, Some(pinned)) => Some(pinned),
        (None, ..) => Some(read(&repository.overlay())?),
    };
    Ok(Texts { name, document, overlay, has_ahead })
}

/// Whether a path is that of the contract of this checkout.
fn is_pinned(repository: &Repository, path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(path).is_some_and(|path| Some(path) == real(&repository.contract()))
}

/// The commit that a revision names.
fn commit(repository: &Repository, revision: &str) -> Result<String> {
    let object = format!("{revision}^{{commit}}");
    match git(repository, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object]) {
        Ok(commit) => Ok(commit.trim().to_owned()),
        Err(error) => {
            Err(error.context(format!("`{revision}` is neither a file nor a git revision")))
        }
    }
}

fn show(repository: &Repository, commit: &str, path: &str) -> Result<String> {
    git(repository, &["show", &format!("{commit}:./{path}")])
}

fn git(repository: &Repository, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(repository.root())
        .args(arguments)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let message = message.trim();
        bail!("git {}", if message.is_empty() { "failed without a message" } else { message });
    }
    String::from_utf8(output.stdout).context("the output of git is not UTF-8 text")
}
