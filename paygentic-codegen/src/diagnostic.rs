//! Findings about a document: errors, warnings and notes as values.
//!
//! Every stage collects what it finds and reports all of it at once, so that one run shows every
//! problem of a document.

use std::fmt;

use serde::Serialize;

/// The severity of a [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is generated, but something is supported only in part, or read as was probably intended.
    Warning,
    /// Nothing is lost: for information only.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One finding: where, what, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its severity: whether generation can continue.
    pub severity: Severity,
    /// Where: a JSON pointer into the document (`#/paths/~1v0~1x/get`), one into the overlay
    /// (`overlay.yaml#/actions/2`), or a position in a text that could not be read (`api.yaml:3:7`).
    pub pointer: String,
    /// The `operationId` of the operation it belongs to, if any.
    pub operation: Option<String>,
    /// What was found.
    pub message: String,
    /// What is supported, and what to do. May be empty.
    pub help: String,
}

impl Diagnostic {
    /// A finding that stops the generation.
    pub fn error(
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            pointer: pointer.into(),
            operation: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A finding that is printed, while the generation continues.
    pub fn warning(
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(pointer, message, help) }
    }

    /// A finding for information only.
    pub fn note(
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Note, ..Self::error(pointer, message, help) }
    }

    /// Sets the operation in which it was found.
    #[must_use]
    pub fn in_operation(mut self, id: impl Into<String>) -> Self {
        self.operation = Some(id.into());
        self
    }

    /// Whether this stops the generation.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, OneLine(&self.message))?;
        write!(f, "\n  at   {}", OneLine(&self.pointer))?;
        if let Some(operation) = &self.operation {
            write!(f, " (operation `{}`)", OneLine(operation))?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", OneLine(&self.help))?;
        }
        Ok(())
    }
}

/// A text that may quote the document: line breaks and other control characters are escaped, so
/// that a document cannot forge lines of the report.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            control if control.is_control() => write!(f, "{}", control.escape_default()),
            other => write!(f, "{other}"),
        })
    }
}

/// Everything that was found in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// The warnings if there is no error among the findings, else all findings as an error.
    pub fn into_result(self) -> Result<Vec<Diagnostic>, Self> {
        if self.0.iter().any(Diagnostic::is_error) { Err(self) } else { Ok(self.0) }
    }

    /// The findings with warnings as errors.
    #[must_use]
    pub fn strict(mut self) -> Self {
        for finding in &mut self.0 {
            if finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
        self
    }

    /// Adds the findings of a later stage, except for those at or inside a location that already has an error.
    pub(crate) fn add(&mut self, later: impl IntoIterator<Item = Diagnostic>) {
        let errors = self.0.iter().filter(|finding| finding.is_error());
        let failed: Vec<String> = errors.map(|finding| finding.pointer.clone()).collect();
        let is_inside = |pointer: &str, parent: &String| {
            pointer
                .strip_prefix(parent.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_new = |finding: &Diagnostic| {
            document_pointer(&finding.pointer).is_none_or(|pointer| {
                !failed.iter().any(|parent| parent != "#" && is_inside(pointer, parent))
            })
        };
        self.0.extend(later.into_iter().filter(is_new));
    }

    /// A defect of the generator itself.
    pub(crate) fn defect(message: String) -> Self {
        let help = "this is a defect of the generator; please report it with the document";
        Diagnostic::error("#", message, help).into()
    }

    /// How many of the findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}\n")?;
        }
        write!(f, "{}", plural(self.count(Severity::Error), "error"))?;
        for (severity, noun) in [(Severity::Warning, "warning"), (Severity::Note, "note")] {
            let count = self.count(severity);
            if count > 0 {
                write!(f, ", {}", plural(count, noun))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// The pointer, if it points into the document.
fn document_pointer(pointer: &str) -> Option<&str> {
    pointer.starts_with('#').then_some(pointer)
}

/// The maximum number of names that a finding lists.
const LISTED: usize = 3;

/// The first names in backticks, and how many more there are, because a document may have any number of them.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
