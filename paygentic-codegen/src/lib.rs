//! Turns an OpenAPI document into the source of a Rust SDK.
//!
//! A pure library: text in, files out. It uses no network, no clock and no file system, and the same
//! input yields the same bytes on any machine. [`generate`] is the pipeline; each stage is a module.

pub mod ahead;
mod alternative_titles;
pub mod check;
pub mod contract;
mod counts;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
pub mod location;
pub mod lower;
pub mod markdown;
pub mod model;
pub mod names;
pub mod normalize;
pub mod order;
pub mod overlay;
mod prose;
mod server_labels;
pub mod surface;

pub use counts::Counts;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use emit::Files;
pub use model::Model;

/// A text, and its name in messages.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// A file name or an address.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// How to treat an overlay action, or documentation, that matches nothing in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayMode {
    /// They are stale: an error.
    Strict,
    /// The overlay was written for another version of the document: a warning.
    Lenient,
}

/// What a crate is generated from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The OpenAPI document, 3.0, 3.1 or 3.2, as JSON or YAML.
    pub document: Source<'a>,
    /// An OpenAPI overlay with corrections and documentation.
    pub overlay: Option<Source<'a>>,
    /// How to treat actions that match nothing.
    pub overlay_mode: OverlayMode,
}

/// The result of [`generate`].
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files of the generated module.
    pub files: Files,
    /// The files of the crate that runs the conformance cases, apart from the SDK.
    pub conformance: Files,
    /// The examples of the documentation as functions, for the test that runs them.
    pub examples: Files,
    /// The model they were printed from.
    pub model: Model,
    /// Findings that did not stop the generation: warnings and notes.
    pub warnings: Vec<Diagnostic>,
    /// The size of the input and of the output.
    pub counts: Counts,
}

/// Generates the files of an SDK.
///
/// # Errors
///
/// Everything in the document or the overlay that is invalid or not supported, with its location and what
/// to do. Nothing is skipped silently.
pub fn generate(input: &Input<'_>) -> Result<Generated, Diagnostics> {
    run(input, false)
}

/// Generates the files of an SDK that keeps the descriptions of the document, as plain text.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_with_prose(input: &Input<'_>) -> Result<Generated, Diagnostics> {
    run(input, true)
}

fn run(input: &Input<'_>, with_prose: bool) -> Result<Generated, Diagnostics> {
    let mut document = document::parse(&input.document)?;
    server_labels::name_servers(&mut document);
    let prose_docs = with_prose.then(|| prose::collect(&document));
    alternative_titles::keep(&mut document);
    contract::strip(&mut document);
    if let (Some(root), Some(prose_docs)) = (document.as_object_mut(), prose_docs) {
        root.insert(prose::KEY.to_owned(), prose_docs);
    }
    let mut findings = Diagnostics::default();
    if let Some(overlay) = &input.overlay {
        let applied = overlay::apply(&mut document, overlay, input.overlay_mode);
        findings.add(applied.unwrap_or_else(|mismatches| mismatches.0));
    }
    let normalized = normalize::normalize(&mut document);
    findings.add(normalized.findings);
    let relocations = normalized.relocations;
    let examined = check::examine(&document);
    findings.add(relocations.published(examined.findings));
    if !examined.is_readable {
        return Err(findings);
    }
    lower::lower(&mut document);
    let document = match lower::typed(document) {
        Ok(document) => document,
        // What cannot be read has been reported already, in more detail.
        Err(_) if findings.count(Severity::Error) > 0 => return Err(findings),
        Err(unread) => return Err(unread),
    };
    // The model is built even where there are errors, so that one run shows everything.
    let (model, more) = model::resolve(&document, input.overlay_mode == OverlayMode::Strict);
    findings.add(relocations.published(more));
    let warnings = findings.into_result()?;
    let files = emit::emit(&model).map_err(Diagnostics::defect)?;
    let conformance = emit::conformance(&model);
    let examples = emit::examples(&model);
    let counts = Counts::of(&document, &model, &files);
    Ok(Generated { files, conformance, examples, model, warnings, counts })
}
