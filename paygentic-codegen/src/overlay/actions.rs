//! Parses an overlay and checks its form.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::reusable;
use crate::Source;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::parse_value;

/// One action, ready to be applied.
pub(super) struct OverlayAction {
    /// Its index in the list.
    pub(super) index: usize,
    /// The target as written.
    pub(super) target: String,
    pub(super) query: JsonPath,
    /// Whether it is of version 1.1 or later, which concatenates lists and replaces single values.
    pub(super) is_1_1: bool,
    /// The reason for it: its `description`.
    pub(super) reason: String,
    pub(super) change: Edit,
}

pub(super) enum Edit {
    Update(Value),
    /// The value that this selects is merged into the target.
    Copy(JsonPath),
    Remove,
}

/// The actions of an overlay, or all errors in their form.
pub(super) fn read(overlay: &Source<'_>) -> Result<Vec<OverlayAction>, Diagnostics> {
    let Value::Object(mut root) = parse_value(overlay)? else {
        return Err(Diagnostic::error(overlay.name, "the overlay is not an object", FORM).into());
    };
    let mut reader =
        Reader { name: overlay.name, is_1_1: false, is_1_2: false, findings: Vec::new() };
    reader.head(&root);
    let actions = match root.get_mut("actions").map(Value::take) {
        Some(Value::Array(actions)) => reader.actions(actions, &root),
        Some(_) => {
            reader.error("#/actions", "`actions` is not a list".to_owned(), FORM);
            Vec::new()
        }
        None => {
            reader.error("#", "the overlay has no `actions`".to_owned(), FORM);
            Vec::new()
        }
    };
    if reader.findings.is_empty() { Ok(actions) } else { Err(Diagnostics(reader.findings)) }
}

const FORM: &str =
    "write `overlay: 1.0.0`, `info` with `title` and `version`, and a list of `actions`";
const ACTION: &str = "an action has a `target`, a `description` that says why, and one of `update`, `copy` (in overlay 1.1) and `remove: true`";

struct Reader<'a> {
    name: &'a str,
    is_1_1: bool,
    /// Whether actions may refer to reusable ones.
    is_1_2: bool,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn error(&mut self, pointer: &str, message: String, help: &str) {
        self.findings.push(Diagnostic::error(format!("{}{pointer}", self.name), message, help));
    }

    fn head(&mut self, root: &Map<String, Value>) {
        match root.get("overlay") {
            Some(Value::String(version)) if version.starts_with("1.0.") => {}
            Some(Value::String(version)) if version.starts_with("1.1.") => self.is_1_1 = true,
            Some(Value::String(version)) if version.starts_with("1.2.") => {
                (self.is_1_1, self.is_1_2) = (true, true);
            }
            Some(version) => {
                let message = format!("overlay version {version} is not supported");
                self.error("#/overlay", message, "write `overlay: 1.0.0`");
            }
            None => {
                let message = "this is not an overlay: it has no `overlay` version".to_owned();
                self.error("#", message, FORM);
            }
        }
        let known: &[&str] = match self.is_1_2 {
            true => {
                &["overlay", "info", "extends", "actions", "$self", "components", "targetFormat"]
            }
            false => &["overlay", "info", "extends", "actions"],
        };
        self.known_keys("#", root, known, FORM);
        if let Some(format) = root.get("targetFormat").filter(|format| *format != "openapi") {
            let message = format!("the overlay is for documents of the format {format}");
            self.error("#/targetFormat", message, "give an overlay for OpenAPI documents");
        }
    }

    fn known_keys(
        &mut self,
        pointer: &str,
        object: &Map<String, Value>,
        known: &[&str],
        help: &str,
    ) {
        for key in object.keys() {
            if !known.contains(&key.as_str()) && !key.starts_with("x-") {
                self.error(pointer, format!("unknown key `{key}`"), help);
            }
        }
    }

    fn actions(&mut self, actions: Vec<Value>, root: &Map<String, Value>) -> Vec<OverlayAction> {
        let read = actions.into_iter().enumerate();
        read.filter_map(|(index, action)| self.action(index, action, root)).collect()
    }

    fn action(
        &mut self,
        index: usize,
        action: Value,
        root: &Map<String, Value>,
    ) -> Option<OverlayAction> {
        let pointer = format!("#/actions/{index}");
        let number = index + 1;
        let Value::Object(action) = action else {
            self.error(&pointer, format!("action {number} is not an object"), ACTION);
            return None;
        };
        let mut action = self.whole(&pointer, action, root)?;
        self.known_keys(
            &pointer,
            &action,
            &["target", "description", "update", "copy", "remove"],
            ACTION,
        );
        let target = self.text(&pointer, number, &action, "target");
        // The specification does not require one, but an empty one is of no use either.
        let reason = match action.get("description") {
            None => Some(String::new()),
            Some(_) => self.text(&pointer, number, &action, "description"),
        };
        let change = self.change(&pointer, number, &mut action);
        let query = target.as_deref().and_then(|target| self.query(&pointer, number, target));
        Some(OverlayAction {
            index,
            target: target?,
            query: query?,
            is_1_1: self.is_1_1,
            reason: reason?,
            change: change?,
        })
    }

    /// An action with the fields of the reusable one that it refers to.
    fn whole(
        &mut self,
        pointer: &str,
        action: Map<String, Value>,
        root: &Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        if !self.is_1_2 {
            return Some(action);
        }
        let resolved = reusable::resolved(action, root);
        resolved.map_err(|message| self.error(pointer, message, reusable::REFERENCE)).ok()
    }

    fn text(
        &mut self,
        pointer: &str,
        number: usize,
        action: &Map<String, Value>,
        key: &str,
    ) -> Option<String> {
        match action.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
            Some(_) => {
                let message = format!("`{key}` of action {number} must be a string");
                self.error(&format!("{pointer}/{key}"), message, ACTION);
                None
            }
            None => {
                self.error(pointer, format!("action {number} has no `{key}`"), ACTION);
                None
            }
        }
    }

    fn change(
        &mut self,
        pointer: &str,
        number: usize,
        action: &mut Map<String, Value>,
    ) -> Option<Edit> {
        let remove = match action.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                let message = format!("`remove` of action {number} must be true or false");
                self.error(&format!("{pointer}/remove"), message, ACTION);
                return None;
            }
        };
        if action.contains_key("copy") {
            return self.copy(pointer, number, action, remove);
        }
        match (action.get_mut("update").map(Value::take), remove) {
            (Some(update), false) => Some(Edit::Update(update)),
            (None, true) => Some(Edit::Remove),
            (Some(_), true) => {
                let message = format!("action {number} has both `update` and `remove`");
                self.error(pointer, message, "split it into two actions");
                None
            }
            (None, false) => {
                self.error(pointer, format!("action {number} changes nothing"), ACTION);
                None
            }
        }
    }

    fn copy(
        &mut self,
        pointer: &str,
        number: usize,
        action: &Map<String, Value>,
        remove: bool,
    ) -> Option<Edit> {
        if !self.is_1_1 {
            let message =
                format!("unsupported `copy` in action {number}: overlay 1.0 does not have it");
            self.error(&format!("{pointer}/copy"), message, "write `overlay: 1.1.0`");
            return None;
        }
        if remove || action.contains_key("update") {
            let message = format!("action {number} has both `copy` and another change");
            self.error(pointer, message, "split it into two actions");
            return None;
        }
        let from = self.text(pointer, number, action, "copy")?;
        self.query_of("copy", pointer, number, &from).map(Edit::Copy)
    }

    fn query(&mut self, pointer: &str, number: usize, target: &str) -> Option<JsonPath> {
        self.query_of("target", pointer, number, target)
    }

    fn query_of(
        &mut self,
        key: &str,
        pointer: &str,
        number: usize,
        target: &str,
    ) -> Option<JsonPath> {
        JsonPath::parse(target)
            .map_err(|error| {
                let message =
                    format!("invalid JSONPath in {key} of action {number}: `{target}`, {error}");
                self.error(
                    &format!("{pointer}/{key}"),
                    message,
                    "use the syntax of RFC 9535, such as `$.paths['/v0/x'].get`",
                );
            })
            .ok()
    }
}
