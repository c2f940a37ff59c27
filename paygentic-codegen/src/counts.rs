//! Counts of a run, for the summary that is printed after it: they show the effect of a new version of a document.

use std::fmt;

use openapiv3::OpenAPI;

use crate::emit::Files;
use crate::model::{Model, Resource};

/// The size of the input and of the output. All operations become methods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Paths of the document.
    pub paths: usize,
    /// Operations of the document.
    pub operations: usize,
    /// Component schemas of the document.
    pub schemas: usize,
    /// Methods emitted.
    pub methods: usize,
    /// Resources emitted.
    pub resources: usize,
    /// Types emitted: for component schemas, inline schemas and parameters.
    pub types: usize,
    /// Id newtypes emitted.
    pub ids: usize,
    /// Files emitted.
    pub files: usize,
    /// Lines of all files.
    pub lines: usize,
}

impl Counts {
    pub(crate) fn of(document: &OpenAPI, model: &Model, files: &Files) -> Self {
        Self {
            paths: document.paths.paths.len(),
            operations: document.operations().count(),
            schemas: document.components.as_ref().map_or(0, |components| components.schemas.len()),
            methods: model.operations().len(),
            resources: Resource::all(&model.resources).len(),
            types: model.types.len(),
            ids: model.ids.len(),
            files: files.len(),
            lines: files.values().map(|text| text.lines().count()).sum(),
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} operations of {} paths -> {} methods of {} resources",
            self.operations, self.paths, self.methods, self.resources
        )?;
        writeln!(f, "{} schemas -> {} types, {} ids", self.schemas, self.types, self.ids)?;
        write!(f, "{} files, {} lines", self.files, self.lines)
    }
}
