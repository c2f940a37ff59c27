//! Problems as values: where, what was found, what to do.

use std::fmt;

use serde::Serialize;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Something faithful is generated, but a person should know.
    Warning,
}

/// A problem in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// JSON pointer into the document: `#/paths/~1v0~1x/get`.
    pub pointer: String,
    /// The operation it belongs to.
    pub operation: Option<String>,
    /// What was found.
    pub message: String,
    /// What is supported, and what to do.
    pub help: String,
}

impl Diagnostic {
    /// A problem that stops generation.
    pub fn error(pointer: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Error, pointer: pointer.into(), operation: None, message: message.into(), help: help.into() }
    }

    /// A problem that does not stop generation.
    pub fn warning(pointer: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(pointer, message, help) }
    }

    /// The same problem, with the operation it belongs to.
    pub fn in_operation(self, id: impl Into<String>) -> Self {
        Self { operation: Some(id.into()), ..self }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}: {}", self.message)?;
        write!(f, "  at   {}", self.pointer)?;
        if let Some(operation) = &self.operation {
            write!(f, " (operation `{operation}`)")?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

/// Every problem that one run found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// A defect of the generator itself.
    pub(crate) fn defect(message: String) -> Self {
        Self(vec![Diagnostic::error("#", message, "this is a defect of the generator; please report it with the document")])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}\n")?;
        }
        let errors = self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        write!(f, "{errors} error{}", if errors == 1 { "" } else { "s" })
    }
}

impl std::error::Error for Diagnostics {}
