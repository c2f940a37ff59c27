//! Where moved objects were in the published document, so that findings point at what its author wrote.

use crate::diagnostic::Diagnostic;
use crate::location::{self, Location};

/// The current and the published locations of moved objects.
#[derive(Clone, Debug, Default)]
pub struct Relocations(Vec<(String, String)>);

impl Relocations {
    pub(super) fn add(&mut self, now: String, published: String) {
        self.0.push((now, published));
    }

    /// A component whose definition is that of another from now on.
    pub(super) fn add_base(&mut self, base: &str, name: &str) {
        let at = |name: &str| Location::component("schemas", name).pointer();
        self.add(at(base), at(name));
    }

    /// Findings with their locations in the document as published.
    #[must_use]
    pub fn published(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.0.is_empty() {
            return findings;
        }
        let findings = findings.into_iter();
        findings.map(|finding| self.of(finding)).collect()
    }

    /// A finding with its location, also in its help, in the document as published.
    fn of(&self, mut finding: Diagnostic) -> Diagnostic {
        let before = finding.pointer.clone();
        // A moved object may be inside another moved object.
        for _ in 0..=self.0.len().min(20) {
            let moved = self.0.iter().find_map(|(now, published)| {
                let rest = finding.pointer.strip_prefix(now.as_str())?;
                (rest.is_empty() || rest.starts_with('/')).then(|| format!("{published}{rest}"))
            });
            match moved {
                Some(moved) => finding.pointer = moved,
                None => break,
            }
        }
        if finding.pointer != before {
            let (now, published) =
                (location::json_path(&before), location::json_path(&finding.pointer));
            finding.help = finding.help.replace(&now, &published);
        }
        finding
    }
}
