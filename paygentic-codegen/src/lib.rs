//! Turns an OpenAPI document into the source of a Rust SDK.
//!
//! A pure library: text in, files out. It uses no network, no clock and no file system, and the same
//! input gives the same bytes on any machine. [`generate`] is the pipeline; each stage is a module.

pub mod contract;
mod counts;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod model;
pub mod names;
pub mod surface;

pub use counts::Counts;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use emit::Files;
pub use model::Model;

/// A text, and the name that messages call it by.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// A file name or an address.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// What to make of an overlay action, or of words, that match nothing in the document.
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
    /// The OpenAPI document, 3.0 or 3.1, as JSON or YAML.
    pub document: Source<'a>,
    /// An OpenAPI overlay with corrections and documentation.
    pub overlay: Option<Source<'a>>,
    /// What to make of actions that match nothing.
    pub overlay_mode: OverlayMode,
}

/// What [`generate`] gives.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files of the generated module.
    pub files: Files,
    /// The model they were printed from.
    pub model: Model,
    /// What a person should know, though it stopped nothing.
    pub warnings: Vec<Diagnostic>,
    /// What went in and what came out.
    pub counts: Counts,
}

/// Generates the files of an SDK.
///
/// # Errors
///
/// Everything in the document or the overlay that is not understood, each with its place and what
/// to do. Nothing is skipped silently.
pub fn generate(input: &Input<'_>) -> Result<Generated, Diagnostics> {
    let mut document = document::parse(&input.document)?;
    contract::strip(&mut document);
    let mut warnings = match &input.overlay {
        Some(overlay) => overlay::apply(&mut document, overlay, input.overlay_mode)?,
        None => Vec::new(),
    };
    warnings.extend(check::check(&document)?);
    lower::lower(&mut document);
    let document = lower::typed(document)?;
    let (model, more) = model::build(&document, input.overlay_mode == OverlayMode::Strict)?;
    warnings.extend(more);
    let files = emit::emit(&model).map_err(Diagnostics::defect)?;
    let counts = Counts::of(&document, &model, &files);
    Ok(Generated { files, model, warnings, counts })
}

// Stand-ins until the stages are merged.
mod check {
    pub fn check(_: &serde_json::Value) -> Result<Vec<crate::Diagnostic>, crate::Diagnostics> {
        Ok(Vec::new())
    }
}
mod overlay {
    pub fn apply(
        document: &mut serde_json::Value,
        overlay: &crate::Source<'_>,
        _: crate::OverlayMode,
    ) -> Result<Vec<crate::Diagnostic>, crate::Diagnostics> {
        let overlay = crate::document::parse_value(overlay)?;
        let mut warnings = Vec::new();
        for (i, action) in overlay["actions"].as_array().into_iter().flatten().enumerate() {
            let path = serde_json_path::JsonPath::parse(action["target"].as_str().unwrap_or_default()).unwrap();
            let places: Vec<String> = path.query_located(document).locations().map(|l| l.to_json_pointer()).collect();
            if places.is_empty() {
                warnings.push(crate::Diagnostic::warning(format!("#/actions/{i}"), "matches nothing", ""));
            }
            for place in places {
                if let Some(target) = document.pointer_mut(&place) {
                    merge(target, &action["update"]);
                }
            }
        }
        Ok(warnings)
    }
    fn merge(target: &mut serde_json::Value, update: &serde_json::Value) {
        match (target, update) {
            (serde_json::Value::Object(t), serde_json::Value::Object(u)) => {
                for (k, v) in u {
                    merge(t.entry(k.clone()).or_insert(serde_json::Value::Null), v);
                }
            }
            (t, u) => *t = u.clone(),
        }
    }
}
mod lower {
    use serde_json::{Value, json};
    pub fn typed(document: Value) -> Result<openapiv3::OpenAPI, crate::Diagnostics> {
        serde_json::from_value(document).map_err(|e| crate::Diagnostic::error("#", e.to_string(), "").into())
    }
    pub fn lower(document: &mut Value) {
        document["info"]["title"] = document["info"].get("title").cloned().unwrap_or(json!(""));
        walk(document, false);
    }
    fn walk(v: &mut Value, props: bool) {
        match v {
            Value::Array(a) => a.iter_mut().for_each(|v| walk(v, false)),
            Value::Object(o) => {
                if !props {
                    for (e, m) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
                        if o.get(e).is_some_and(Value::is_number) {
                            let n = o[e].clone();
                            o.insert(m.into(), n);
                            o.insert(e.into(), json!(true));
                        }
                    }
                    if let Some(c) = o.remove("const") { o.insert("enum".into(), json!([c])); }
                    if let Some(Value::Array(t)) = o.get("type").cloned() {
                        let rest: Vec<Value> = t.iter().filter(|t| **t != "null").cloned().collect();
                        if rest.len() < t.len() { o.insert("nullable".into(), json!(true)); }
                        if let [one] = rest.as_slice() { o.insert("type".into(), one.clone()); } else {
                            o.remove("type");
                            o.insert("anyOf".into(), rest.iter().map(|t| json!({"type": t})).collect());
                        }
                    }
                    if let Some(Value::Array(e)) = o.get_mut("enum") { e.retain(|e| !e.is_null()); }
                    for key in ["oneOf", "anyOf"] {
                        if let Some(Value::Array(a)) = o.get_mut(key) {
                            let n = a.len();
                            a.retain(|a| a.get("type") != Some(&json!("null")));
                            let shorter = a.len() < n;
                            if shorter { o.insert("nullable".into(), json!(true)); 
                                if let Some(Value::Array(a)) = o.get(key).cloned() { if a.len() == 1 { o.remove(key); o.insert("allOf".into(), json!(a)); } } }
                        }
                    }
                    o.remove("unevaluatedProperties");
                    if o.contains_key("$ref") && o.len() > 1 {
                        let r = o.remove("$ref").unwrap();
                        o.insert("allOf".into(), json!([{"$ref": r}]));
                    }
                    if let Some(Value::Object(r)) = o.get_mut("responses") {
                        for (_, r) in r { if r.get("$ref").is_none() { r["description"] = json!(""); } }
                    }
                }
                for (k, v) in o.iter_mut() { if !["enum","default"].contains(&k.as_str()) || props { walk(v, (k == "properties" || k=="schemas") && !props); } }
            }
            _ => {}
        }
    }
}
