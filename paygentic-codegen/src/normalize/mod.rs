//! Moves the targets of all references into the components, so that later stages have to handle one form of reference
//! only: `#/components/schemas/Name`.
//!
//! A document may refer to any location by a JSON pointer, through other references, with percent-encoding, by
//! `$id` or `$anchor`, relative to the schema that contains the reference, and into other files (which have been put into
//! the document by [`external`]). A target that is not a component
//! becomes one, and is replaced by a reference to it. Path items are inlined where they are
//! used. References that cannot be resolved are left unchanged: the check reports them.

mod component_names;
mod cycles;
mod discriminated_bases;
mod mapping_tags;
mod object_kinds;
mod reference_search;
mod reference_target;
mod relocations;
mod repairs;
mod skipped_references;
mod union_bases;
mod wrong_kind;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use self::component_names::ComponentNamer;
use self::object_kinds::kind_at;
pub(crate) use self::object_kinds::{Inside, ObjectKind};
use self::reference_search::{FoundReference, Keys, ReferenceSearch};
use self::reference_target::Locator;
pub use self::relocations::Relocations;
pub(crate) use self::skipped_references::SKIPPED;
use self::skipped_references::SkippedReference;
use self::wrong_kind::{Content, Reading, reading, taken_for_body, taken_for_schema};
use crate::diagnostic::Diagnostic;
use crate::document::external;
use crate::location::{self, at_mut};

const SCHEMAS: &str = "#/components/schemas/";

/// The component that a schema refers to.
fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// The findings, and the objects that were moved.
#[derive(Debug, Default)]
pub struct Normalized {
    /// Warnings: faults with an obvious meaning, and references whose meaning had to be guessed.
    pub findings: Vec<Diagnostic>,
    /// The published locations of moved objects.
    pub relocations: Relocations,
}

/// The planned changes to a document.
#[derive(Default)]
struct Plan {
    /// The new target of each reference: the object with the reference, the key in it, and the component.
    references: Vec<(FoundReference, String)>,
    /// Path items to inline, with the locations of their targets.
    path_items: Vec<(Keys, Keys)>,
    /// Responses and request bodies that refer to an object of another kind, and the content read from it.
    bodies: Vec<(Keys, Content)>,
    /// Objects that become components, by their locations.
    hoisted: IndexMap<Keys, (&'static str, String)>,
    skipped: Vec<SkippedReference>,
    findings: Vec<Diagnostic>,
}

/// Rewrites a document before it is checked.
pub fn normalize(document: &mut Value) -> Normalized {
    let mut relocations = Relocations::default();
    let repaired = repairs::repair(document, &mut relocations);
    let mut findings = relocations.published(repaired);
    let mut plan = plan(document);
    // Other references may lead to a skipped object.
    while !plan.skipped.is_empty() {
        findings.extend(plan.skipped.iter().map(|skipped| skipped.finding(document)));
        skipped_references::skip(document, &plan.skipped);
        plan = self::plan(document);
    }
    for (holder, to) in &plan.path_items {
        relocations.add(pointer(holder), pointer(to));
    }
    for (keys, (section, name)) in &plan.hoisted {
        let component = ["components", section, name.as_str()].map(str::to_owned);
        relocations.add(pointer(&component), pointer(keys));
    }
    for (found, component) in &plan.references {
        refer(document, found, component);
    }
    for (holder, content) in &plan.bodies {
        let content = match content {
            Content::Schema(schema) => {
                json!({ "application/json": { "schema": { "$ref": schema } } })
            }
            Content::Of(keys) => {
                let body = at_mut(document, keys);
                body.and_then(|body| body.get("content").cloned()).unwrap_or_else(|| json!({}))
            }
        };
        if let Some(body) = at_mut(document, holder) {
            *body = json!({ "description": "", "content": content });
        }
    }
    hoist(document, plan.hoisted);
    for (holder, to) in plan.path_items {
        inline_path_item(document, &holder, &to);
    }
    if let Some(root) = document.as_object_mut() {
        root.shift_remove(external::KEY);
    }
    union_bases::split(document, &mut relocations);
    discriminated_bases::inherit(document, &mut relocations);
    mapping_tags::write_tags(document, &mut relocations);
    findings.extend(relocations.published(cycles::break_all(document)));
    findings.extend(plan.findings);
    findings.iter_mut().for_each(|finding| in_operation(finding, document));
    Normalized { findings, relocations }
}

/// Sets the operation that a finding is about.
fn in_operation(finding: &mut Diagnostic, document: &Value) {
    let keys: Vec<String> = location::keys(&finding.pointer).take(3).collect();
    let [paths, path, method] = keys.as_slice() else { return };
    if paths == "paths" && crate::lower::METHODS.contains(&method.as_str()) {
        let operation = document.get(paths).and_then(|paths| paths.get(path)?.get(method));
        let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
        finding.operation = finding.operation.take().or(id.map(str::to_owned));
    }
}

fn plan(document: &Value) -> Plan {
    let mut search = ReferenceSearch::new(document);
    search.walk(&[], document, ObjectKind::Document);
    let mut plan = Plan::default();
    let mut namer = ComponentNamer::new(document);
    let mut walked: Vec<(Keys, ObjectKind)> = Vec::new();
    let mut next = 0;
    while let Some(found) = search.found.get(next).cloned() {
        next += 1;
        let locator = Locator { document, names: &search.names };
        let Some(located) = locator.locate(&found) else {
            plan.skipped.extend(SkippedReference::unresolved(found));
            continue;
        };
        let (mut keys, Some(mut value)) = (located.keys.clone(), locator.at(&located.keys)) else {
            continue;
        };
        let mut known = known_kind(&keys, &walked);
        if let Some(other) = known.filter(|known| *known != found.kind) {
            match reading(other, found.kind, &keys) {
                Reading::Content(content) => {
                    plan.findings.push(taken_for_body(&found, other));
                    plan.bodies.push((found.holder, content));
                    continue;
                }
                Reading::ItsSchema => {
                    let inner = locator.schema_of(&keys);
                    let Some(schema) = inner.as_ref().and_then(|inner| locator.at(inner)) else {
                        plan.skipped.extend(SkippedReference::of_wrong_kind(found));
                        continue;
                    };
                    plan.findings.push(taken_for_schema(&found, other));
                    (keys, value) = (inner.unwrap_or_default(), schema);
                    known = Some(ObjectKind::Schema);
                }
                Reading::Nothing => {
                    plan.skipped.extend(SkippedReference::of_wrong_kind(found));
                    continue;
                }
            }
        }
        if let Some(remark) = located.remark {
            plan.findings.push(remarked(&found, remark));
        }
        if known.is_none() {
            walked.push((keys.clone(), found.kind));
            search.walk(&keys, value, found.kind);
        }
        if found.kind == ObjectKind::PathItem {
            plan.path_items.push((found.holder, keys));
            continue;
        }
        let Some(section) = found.kind.section() else {
            continue;
        };
        let name = match keys.as_slice() {
            [components, place, name] if components == "components" && place == section => {
                name.clone()
            }
            _ => {
                let hoisted = plan
                    .hoisted
                    .entry(keys)
                    .or_insert_with_key(|keys| (section, namer.name(section, keys)));
                hoisted.1.clone()
            }
        };
        plan.references.push((found, format!("#/components/{section}/{name}")));
    }
    plan
}

/// The kind of the object at a location that has been walked.
fn known_kind(keys: &Keys, walked: &[(Keys, ObjectKind)]) -> Option<ObjectKind> {
    kind_at(ObjectKind::Document, keys).or_else(|| {
        let mut inside = walked.iter().filter(|(from, _)| keys.starts_with(from));
        inside.find_map(|(from, kind)| kind_at(*kind, &keys[from.len()..]))
    })
}

fn remarked(found: &FoundReference, remark: &str) -> Diagnostic {
    let at = location::join(&pointer(&found.holder), &found.key);
    let message = format!("unusual reference `{}`: {remark}", found.target);
    let help = "write `#/components/schemas/Name`, and move the target there";
    Diagnostic::warning(at, message, help)
}

fn refer(document: &mut Value, found: &FoundReference, component: &str) {
    let Some(Value::Object(holder)) = at_mut(document, &found.holder) else {
        return;
    };
    if matches!(found.key.as_str(), "$dynamicRef" | "$recursiveRef") {
        holder.shift_remove(&found.key);
        holder.insert("$ref".to_owned(), Value::from(component));
    } else if let Some(target) = holder.get_mut(&found.key) {
        *target = Value::from(component);
    }
}

/// Moves targets of references into the components, the innermost first.
fn hoist(document: &mut Value, hoisted: IndexMap<Keys, (&'static str, String)>) {
    let mut order: Vec<_> = hoisted.into_iter().enumerate().collect();
    order.sort_by_key(|(_, (keys, _))| std::cmp::Reverse(keys.len()));
    let mut moved = Vec::new();
    for (number, (keys, (section, name))) in order {
        let reference = json!({ "$ref": format!("#/components/{section}/{name}") });
        if let Some(value) = at_mut(document, &keys) {
            moved.push((number, section, name, std::mem::replace(value, reference)));
        }
    }
    moved.sort_by_key(|(number, ..)| *number);
    for (_, section, name, value) in moved {
        if let Some(entries) = section_mut(document, section) {
            entries.insert(name, value);
        }
    }
}

fn section_mut<'v>(document: &'v mut Value, section: &str) -> Option<&'v mut Map<String, Value>> {
    let root = document.as_object_mut()?;
    let components = root.entry("components").or_insert_with(|| json!({}));
    let components = components.as_object_mut()?;
    let entries = components.entry(section).or_insert_with(|| json!({}));
    entries.as_object_mut()
}

/// Inlines a shared path item where it is used.
fn inline_path_item(document: &mut Value, holder: &[String], to: &[String]) {
    let Some(Value::Object(shared)) = at_mut(document, to).cloned() else {
        return;
    };
    if let Some(Value::Object(own)) = at_mut(document, holder) {
        own.shift_remove("$ref");
        for (key, value) in shared {
            own.entry(key).or_insert(value);
        }
    }
}

fn pointer(keys: &[String]) -> String {
    keys.iter().fold("#".to_owned(), |pointer, key| location::join(&pointer, key))
}
