//! Counts of a run, for the summary that is printed after it: a change in them shows what a new document brought.

use std::fmt;

use openapiv3::OpenAPI;

use crate::emit::Files;
use crate::model::{Model, Resource};

/// What went in and what came out. All operations become methods, and all component schemas become
/// types, share one, or have none of their own.
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
    /// Component schemas that became a type.
    pub types: usize,
    /// Component schemas that share the type of an equal one.
    pub merged: usize,
    /// Component schemas that have no type of their own.
    pub inlined: usize,
    /// Types emitted for schemas that the document describes in place, and for parameters.
    pub in_place: usize,
    /// Id newtypes emitted.
    pub ids: usize,
    /// Files emitted.
    pub files: usize,
    /// Lines of all files.
    pub lines: usize,
}

impl Counts {
    pub(crate) fn of(document: &OpenAPI, model: &Model, files: &Files) -> Self {
        let (resources, methods) = model.resources.iter().map(tally).fold((0, 0), add);
        Self {
            paths: document.paths.paths.len(),
            operations: document.operations().count(),
            schemas: document.components.as_ref().map_or(0, |components| components.schemas.len()),
            methods,
            resources,
            types: model.schemas.types,
            merged: model.schemas.merged,
            inlined: model.schemas.inlined,
            in_place: model.types.len() - model.schemas.types,
            ids: model.ids.len(),
            files: files.len(),
            lines: files.values().map(|text| text.lines().count()).sum(),
        }
    }
}

fn tally(resource: &Resource) -> (usize, usize) {
    resource.children.iter().map(tally).fold((1, resource.operations.len()), add)
}

fn add(one: (usize, usize), other: (usize, usize)) -> (usize, usize) {
    (one.0 + other.0, one.1 + other.1)
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} operations of {} paths -> {} methods of {} resources",
            self.operations, self.paths, self.methods, self.resources
        )?;
        writeln!(
            f,
            "{} schemas -> {} types + {} merged + {} inlined",
            self.schemas, self.types, self.merged, self.inlined
        )?;
        writeln!(f, "{} types from schemas in place, {} ids", self.in_place, self.ids)?;
        write!(f, "{} files, {} lines", self.files, self.lines)
    }
}
