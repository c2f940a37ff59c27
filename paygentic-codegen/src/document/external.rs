//! Inlines other documents that a document refers to, so that later stages handle only one document.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use crate::Source;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::location;
use crate::normalize::{Inside, ObjectKind};

/// The key under which other documents are stored in the document that refers to them, each by its path.
pub const KEY: &str = "x-external";

/// Stores the files that a document refers to, directly or indirectly, in the document.
///
/// `load` returns the text of a file by its path relative to the document, such as `schemas/pet.yaml`. Returns
/// the combined document as JSON, or `None` if the document refers to no file. References to URLs are left unchanged, and
/// reported by the check.
///
/// # Errors
///
/// Each file that cannot be read, at the location of a reference to it.
pub fn bundle(
    document: &Source<'_>,
    mut load: impl FnMut(&str) -> Result<String, String>,
) -> Result<Option<String>, Diagnostics> {
    if !may_refer_to_files(document.text) {
        return Ok(None);
    }
    let mut root = super::parse_value(document)?;
    let own = document.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut open = VecDeque::new();
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    Rewriter::new(own, "", &mut open).value(&mut root, "#");
    if open.is_empty() {
        return Ok(None);
    }
    let mut files = Map::new();
    while let Some((path, referred)) = open.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let text = match load(&path) {
            Ok(text) => text,
            Err(problem) => {
                let message = format!("cannot read the file `{path}`: {problem}");
                let help = "add the file beside the document, or correct the reference";
                findings.push(Diagnostic::error(referred, message, help));
                continue;
            }
        };
        let source = Source { name: &path, text: &text };
        match super::parse_value(&source) {
            Ok(mut file) => {
                let pointer = location::join(&format!("#/{KEY}"), &path);
                Rewriter::new(own, &path, &mut open).value(&mut file, &pointer);
                files.insert(path, file);
            }
            Err(unread) => findings.extend(unread.0),
        }
    }
    if !findings.is_empty() {
        return Err(Diagnostics(findings));
    }
    if let Some(root) = root.as_object_mut() {
        root.insert(KEY.to_owned(), Value::Object(files));
    }
    inline_sections(&mut root);
    inline_components(&mut root);
    serde_json::to_string(&root).map(Some).map_err(|error| Diagnostics::defect(error.to_string()))
}

/// Rewrites the references of one file to their targets in the combined document.
struct Rewriter<'a> {
    /// The name of the document itself, by which others may refer to it.
    own: &'a str,
    /// The path of the file; empty for the document itself.
    file: &'a str,
    /// The files that are referred to, each with the location of a reference to it.
    open: &'a mut VecDeque<(String, String)>,
}

impl<'a> Rewriter<'a> {
    fn new(own: &'a str, file: &'a str, open: &'a mut VecDeque<(String, String)>) -> Self {
        Self { own, file, open }
    }

    fn value(&mut self, value: &mut Value, pointer: &str) {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    self.value(value, &format!("{pointer}/{index}"));
                }
            }
            Value::Object(object) => self.object(object, pointer),
            _ => {}
        }
    }

    fn object(&mut self, object: &mut Map<String, Value>, pointer: &str) {
        // Whether the keys are names, such as that of the response `default`, and not keywords: guessed from the key of
        // the object, because in another file its kind is not known.
        let key = pointer.rsplit('/').next().unwrap_or_default();
        let mut names = [ObjectKind::Components, ObjectKind::Schema].iter();
        let names = names.any(|kind| matches!(kind.holds(key), Some(Inside::Each(_))));
        let has_id = object.contains_key("$id");
        for (key, value) in object.iter_mut() {
            let pointer = location::join(pointer, key);
            match key.as_str() {
                "example" | "examples" | "default" | "enum" | "const" if !names => {}
                key if key.starts_with("x-") && !names => {}
                "$ref" if !has_id => self.reference(value, &pointer),
                "mapping" => {
                    for target in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                        let is_file = target.as_str().is_some_and(|target| {
                            target.contains(['#', '/']) || is_document(target)
                        });
                        if is_file {
                            self.reference(target, &pointer);
                        }
                    }
                }
                _ => self.value(value, &pointer),
            }
        }
    }

    fn reference(&mut self, value: &mut Value, pointer: &str) {
        let Some(target) = value.as_str() else {
            return;
        };
        let (resource, fragment) = target.split_once('#').unwrap_or((target, ""));
        let path = match resource {
            "" if self.file.is_empty() => return,
            "" => self.file.to_owned(),
            address if address.contains("://") || address.starts_with("//") => return,
            // The name of a component, or the id of a schema.
            name if !is_document(name) && fragment.is_empty() => return,
            relative => join_path(self.file, relative),
        };
        if path == self.own {
            *value = Value::from(format!("#{fragment}"));
            return;
        }
        if !fragment.is_empty() && !fragment.starts_with('/') {
            // Anchors are looked up in the combined document.
            *value = Value::from(format!("#{fragment}"));
        } else {
            let file = location::join(&format!("#/{KEY}"), &path);
            *value = Value::from(format!("{file}{fragment}"));
        }
        if path != self.file {
            self.open.push_back((path, pointer.to_owned()));
        }
    }
}

/// Inlines sections that are references to a whole file, such as `components.schemas` or `paths`: no version of
/// OpenAPI allows a reference there, but many tools accept one.
fn inline_sections(root: &mut Value) {
    const MAX_DEPTH: usize = 8;
    for holder in ["", "/components"] {
        let Some(sections) = root.pointer(holder).and_then(Value::as_object) else { continue };
        let is_section =
            |key: &&String| !holder.is_empty() || matches!(key.as_str(), "paths" | "components");
        let keys: Vec<String> = sections.keys().filter(is_section).cloned().collect();
        for pointer in keys.iter().map(|key| location::join(holder, key)) {
            for _ in 0..MAX_DEPTH {
                let Some(target) = root.pointer(&pointer).and_then(whole_reference) else { break };
                let Some(section) = root.pointer(target).cloned() else { break };
                if let Some(place) = root.pointer_mut(&pointer) {
                    *place = section;
                }
            }
        }
    }
}

/// Inlines components that are only a reference to a file, and redirects the other references to that file to them, so
/// that the target has the name of the component.
fn inline_components(root: &mut Value) {
    let mut moved: Vec<(String, String)> = Vec::new();
    let sections = root.get("components").and_then(Value::as_object);
    for (section, entries) in sections.into_iter().flatten() {
        for (name, value) in entries.as_object().into_iter().flatten() {
            let target = whole_reference(value).filter(|target| is_external(target));
            if let Some(target) = target.filter(|it| moved.iter().all(|(known, _)| known != it)) {
                let at = location::join(&location::join("/components", section), name);
                moved.push((target.to_owned(), at));
            }
        }
    }
    // Inner targets come first, so that the outer ones refer to them.
    moved.sort_by_key(|(target, _)| std::cmp::Reverse(target.len()));
    for (target, component) in &moved {
        let reference = serde_json::json!({ "$ref": format!("#{component}") });
        let value = root.pointer_mut(target).map(|place| std::mem::replace(place, reference));
        if let (Some(value), Some(place)) = (value, root.pointer_mut(component)) {
            *place = value;
        }
    }
    if !moved.is_empty() {
        redirect(root, &moved);
    }
}

fn is_external(pointer: &str) -> bool {
    pointer
        .strip_prefix('/')
        .and_then(|it| it.strip_prefix(KEY))
        .is_some_and(|it| it.starts_with('/'))
}

/// Redirects references from moved values to their new locations.
fn redirect(value: &mut Value, moved: &[(String, String)]) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| redirect(value, moved)),
        Value::Object(object) => object.values_mut().for_each(|value| redirect(value, moved)),
        Value::String(text) => {
            let Some(pointer) = text.strip_prefix('#').filter(|it| is_external(it)) else { return };
            let redirected = moved.iter().find_map(|(from, to)| {
                let rest = pointer.strip_prefix(from.as_str())?;
                (rest.is_empty() || rest.starts_with('/')).then(|| format!("#{to}{rest}"))
            });
            if let Some(redirected) = redirected {
                *text = redirected;
            }
        }
        _ => {}
    }
}

/// The target of an object that consists of a reference only.
fn whole_reference(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get("$ref")?.as_str()?.strip_prefix('#')
}

/// Whether the document may refer to files: a quick test, because most documents do not.
fn may_refer_to_files(text: &str) -> bool {
    let mut references = text.match_indices("$ref");
    references.any(|(at, _)| {
        let after = text[at..].split(['\n', ',', '}']).next().unwrap_or_default();
        [".yaml", ".yml", ".json"].iter().any(|ending| after.contains(ending))
    })
}

/// Whether a reference names a file that can hold a document.
fn is_document(name: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

/// The path that a relative reference in a file leads to, without `.` and, as far as possible, `..`.
fn join_path(file: &str, relative: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = Vec::new();
    let all = folder.split('/').chain(relative.split('/'));
    for step in all {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
