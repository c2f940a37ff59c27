//! Measures how much of the emitted code has documentation of our own, and lists what is missing.

use std::fmt;

use crate::model::{Field, Model, Operation, TypeKind};

/// How much is documented, by kind of item.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The kinds of items.
    pub parts: Vec<Part>,
}

/// How much of one kind is documented.
#[derive(Clone, Debug)]
pub struct Part {
    /// The kind of item, as a single word.
    pub kind: &'static str,
    /// The kind of item, with the criterion.
    pub name: &'static str,
    /// The number of items.
    pub total: usize,
    /// The minimum share that must be documented, in percent.
    pub required: usize,
    /// The items that are not documented.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Measures a model.
    pub fn of(model: &Model) -> Self {
        let mut operations = Part::new("operations", "operations with two sentences or more", 100);
        let mut errors = Part::new("errors", "4xx with their meaning", 100);
        let mut examples = Part::new("examples", "operations with an example", 100);
        // An operation with two methods is counted once.
        for operation in model.operations().into_iter().filter(|one| !one.is_second) {
            examples.count(operation.example.is_some(), || operation.id.clone());
            operations.count(sentences(operation) > 1, || operation.id.clone());
            for error in operation.errors.iter().filter(|e| e.status.starts_with('4')) {
                errors.count(error.docs.is_some(), || format!("{}.{}", operation.id, error.status));
            }
        }
        let mut fields = Part::new("fields", "fields with documentation of their own", 90);
        let mut values = Part::new("values", "enum values with documentation of their own", 90);
        let mut types = Part::new("types", "types with documentation", 100);
        for def in &model.types {
            types.count(def.documented, || def.name.clone());
            match &def.kind {
                TypeKind::Object(object)
                | TypeKind::Parameters(object)
                | TypeKind::Multipart(object) => {
                    for field in &object.fields {
                        fields.count(has_own_docs(field), || {
                            format!("{}.{}", def.name, field.name.wire)
                        });
                    }
                }
                TypeKind::Enum(variants) => {
                    for variant in variants {
                        values.count(variant.docs.is_some(), || {
                            format!("{}.{}", def.name, variant.name.wire)
                        });
                    }
                }
                TypeKind::Union(_) | TypeKind::Answers(_) => {}
            }
        }
        Self { parts: vec![operations, examples, errors, types, fields, values] }
    }

    /// Whether each kind reaches its required share.
    pub fn is_sufficient(&self) -> bool {
        self.parts.iter().all(Part::is_sufficient)
    }
}

impl Part {
    fn new(kind: &'static str, name: &'static str, required: usize) -> Self {
        Self { kind, name, total: 0, required, missing: Vec::new() }
    }

    fn count(&mut self, is_documented: bool, name: impl FnOnce() -> String) {
        self.total += 1;
        if !is_documented {
            self.missing.push(name());
        }
    }

    /// Whether the required share is documented.
    pub fn is_sufficient(&self) -> bool {
        (self.total - self.missing.len()) * 100 >= self.total * self.required
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            writeln!(
                f,
                "{} of {} {}, {} % required",
                part.total - part.missing.len(),
                part.total,
                part.name,
                part.required
            )?;
            for name in &part.missing {
                writeln!(f, "  missing: {name}")?;
            }
        }
        Ok(())
    }
}

/// The number of sentences in our documentation of an operation.
fn sentences(operation: &Operation) -> usize {
    let text = operation.docs.first().filter(|_| operation.documented);
    text.map_or(0, |text| {
        text.split_whitespace().filter(|word| word.ends_with(['.', '!', '?'])).count()
    })
}

/// Whether the documentation of a field says more than its name.
fn has_own_docs(field: &Field) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let text = field.docs.first().map(|text| plain(text));
    field.documented && text.is_some_and(|text| text != plain(&field.name.wire))
}
