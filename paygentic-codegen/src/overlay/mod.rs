//! OpenAPI Overlay 1.0, 1.1 and 1.2: what we add to a document, kept apart from it.
//!
//! Each action has a JSONPath target (RFC 9535), a reason (`description`), and an `update` that is
//! merged into what the target selects, or `remove: true`; since 1.1 also a `copy` of another value, which is
//! merged like an update.

mod actions;
mod edit;
mod reusable;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::{OverlayMode, Source};

use actions::{Edit, OverlayAction};

/// Applies the actions of an overlay to a document, in their order, and returns the warnings.
///
/// # Errors
///
/// All invalid actions; if there are none, in [`OverlayMode::Strict`], all that do not fit the
/// document. In [`OverlayMode::Lenient`] those are warnings and are skipped.
pub fn apply(
    document: &mut Value,
    overlay: &Source<'_>,
    mode: OverlayMode,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let actions = actions::read(overlay)?;
    let severity = match mode {
        OverlayMode::Strict => Severity::Error,
        OverlayMode::Lenient => Severity::Warning,
    };
    let mut findings = Diagnostics::default();
    for action in actions {
        if let Err(problem) = apply_action(document, &action) {
            findings.0.push(Diagnostic { severity, ..mismatch(overlay.name, &action, &problem) });
        }
    }
    findings.into_result()
}

/// An action that does not fit the document.
struct TargetMismatch {
    message: String,
    help: &'static str,
    /// Which part of the action it is about; empty for the action as a whole, which matches nothing.
    part: &'static str,
}

impl TargetMismatch {
    /// The action matches a value that it cannot be applied to.
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help, part: "/target" }
    }

    /// The action matches nothing: it is stale, and nothing would be lost without it.
    fn stale() -> Self {
        Self {
            part: "",
            ..Self::new(
                "matches nothing",
                "the document has changed there: correct the target, or remove the action",
            )
        }
    }
}

fn mismatch(overlay: &str, action: &OverlayAction, problem: &TargetMismatch) -> Diagnostic {
    Diagnostic::error(
        format!("{overlay}#/actions/{}{}", action.index, problem.part),
        format!(
            "action {} of the overlay {}: target `{}`{}",
            action.index + 1,
            problem.message,
            action.target,
            match action.reason.as_str() {
                "" => String::new(),
                reason => format!(" (\"{reason}\")"),
            }
        ),
        problem.help,
    )
}

/// All matches are found before the first is changed, so that an action is not applied to its own result.
fn apply_action(document: &mut Value, action: &OverlayAction) -> Result<(), TargetMismatch> {
    let mut paths = edit::paths(document, &action.query);
    if paths.is_empty() {
        return Err(TargetMismatch::stale());
    }
    match &action.change {
        Edit::Remove => {
            // From the end, so that the indices of the remaining items stay valid.
            paths.sort_unstable_by(|a, b| b.cmp(a));
            paths.iter().try_for_each(|path| edit::remove(document, path))
        }
        Edit::Copy(from) => {
            let found = edit::paths(document, from);
            let [from] = found.as_slice() else {
                return Err(TargetMismatch {
                    part: "/copy",
                    ..TargetMismatch::new(
                        format!("copies a value, but its `copy` matches {} locations", found.len()),
                        "`copy` must match exactly one location: correct it, or remove the action",
                    )
                });
            };
            let copy = edit::get(document, from).cloned().ok_or_else(TargetMismatch::stale)?;
            paths.iter().try_for_each(|path| edit::update(document, path, &copy, action.is_1_1))
        }
        Edit::Update(update) => {
            paths.iter().try_for_each(|path| edit::update(document, path, update, action.is_1_1))
        }
    }
}
