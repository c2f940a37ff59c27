//! Compares two models and reports the changes, in the names of the Rust crate, with their effect on callers.
//!
//! Operations are matched first; then types are paired by their places in these, and each pair is compared
//! once. Each change has two verdicts: whether Rust code that compiled still does, and whether programs that were
//! built before still work with the server.

mod accepts;
mod bodies;
mod catalogue;
mod change;
mod comparison;
mod constants;
mod encodings;
mod fact_texts;
mod facts;
mod fields;
mod grouping;
mod ignore;
mod markdown;
mod matching;
mod objects;
mod operation_behaviour;
mod operations;
mod pairs;
mod pending_change;
mod queues;
mod rendering;
mod response_metadata;
mod response_variants;
mod service;
mod site;
mod text;
mod type_changes;
mod types;
mod unions;

pub use catalogue::{Rule, Verdict, table};
pub use change::*;
pub use ignore::{IgnoreError, Ignored};
pub use markdown::{Item, Markdown};
pub use matching::route;
pub use rendering::RenderedChange;
pub use text::Text;

use comparison::Comparison;
use serde_json::{Value, json};

use crate::model::Model;

/// Compares two models.
///
/// # Errors
///
/// The two are not versions of one API; the error describes what they have in common.
pub fn diff(old: &Model, new: &Model) -> Result<Diff, Box<DifferentApis>> {
    let mut comparison = Comparison::new(old, new);
    let common = comparison.operations.pairs.len();
    let document = |model: &Model| Document {
        name: model.service.name.clone(),
        version: model.service.version.clone(),
        operations: model.operations().len(),
        common,
    };
    let (before, after) = (document(old), document(new));
    if !before.is_version_of(&after) {
        let apis = DifferentApis { old: before, new: after };
        return Err(Box::new(apis));
    }
    comparison.compare_service();
    comparison.compare_operations();
    comparison.compare_types();
    let changes = grouping::grouped(comparison.changes, old, new);
    Ok(Diff { old: before, new: after, changes })
}

/// The version of the JSON form (`schemas/diff.json`). It rises if a property is removed or changes its meaning.
const SCHEMA: u32 = 1;

impl Diff {
    /// The diff as JSON, with the overall verdicts.
    ///
    /// # Errors
    ///
    /// Serialization fails, which no diff can cause.
    pub fn to_json(&self) -> serde_json::Result<Value> {
        let mut value = json!({ "schema": SCHEMA, "rust": self.rust(), "wire": self.wire() });
        if let (Some(all), Value::Object(more)) =
            (value.as_object_mut(), serde_json::to_value(self)?)
        {
            all.extend(more);
        }
        Ok(value)
    }
}

impl Document {
    /// Versions of one API share most of the operations of the smaller one. Names do not count: an overlay may have
    /// given both the same one.
    pub fn is_version_of(&self, other: &Self) -> bool {
        let smaller = self.operations.min(other.operations);
        self.common * 2 > smaller || self.operations == other.operations && smaller == 0
    }
}

/// Two documents that are not versions of one API.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "cannot compare two different APIs: `{}` has {} operations and `{}` has {}, {} of them are in both; give two \
     versions of one API",
    old.name, old.operations, new.name, new.operations, old.common
)]
pub struct DifferentApis {
    /// The first document.
    pub old: Document,
    /// The second document.
    pub new: Document,
}
