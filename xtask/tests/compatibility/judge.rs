//! Compares the diff with what the compiler and cargo-semver-checks find.

use std::collections::{BTreeMap, BTreeSet};

use paygentic_codegen::diff::{Action, Change, Diff, Rust, Subject, diff};
use paygentic_codegen::model::{Model, Resource, TypeKind};

use crate::probes::{Probe, probes};

/// One step from a version to another.
pub(crate) struct Step {
    diff: Diff,
    probes: Vec<Probe>,
    /// Probes that do not even compile with their own version.
    unsound: BTreeSet<usize>,
    /// Probes that do not compile with the other one.
    refused: BTreeSet<usize>,
    /// The findings of cargo-semver-checks, with the names of the diff.
    findings: Option<Vec<String>>,
    /// New names by the old ones.
    renames: BTreeMap<String, String>,
}

impl Step {
    pub(crate) fn new(
        old: &Model,
        new: &Model,
        findings: Option<Vec<String>>,
        compile: impl Fn(&[Probe]) -> (BTreeSet<usize>, BTreeSet<usize>),
    ) -> Self {
        let diff = diff(old, new).unwrap();
        let probes = probes(old);
        let (unsound, refused) = compile(&probes);
        let is_rename = |change: &&Change| {
            change.action == Action::Renamed
                && matches!(change.subject, Subject::Type | Subject::Id | Subject::Operation)
        };
        let renames = diff.changes.iter().filter(is_rename);
        let renames =
            renames.filter_map(|change| Some((change.old.clone()?, change.new.clone()?))).collect();
        let methods = named(&old.resources, "Client");
        let owners = owners(old);
        let in_our_names = |finding: String| {
            let (of, member) = finding.split_once("::").unwrap_or((&finding, "new"));
            match (methods.get(&finding), owners.get(&finding), owners.get(of)) {
                (Some(name), ..) | (_, Some(name), _) => name.clone(),
                (.., Some(owner)) => format!("{owner}::{member}"),
                _ => finding,
            }
        };
        let findings = findings.map(|found| found.into_iter().map(in_our_names).collect());
        Self { diff, probes, unsound, refused, findings, renames }
    }

    pub(crate) fn figures(&self) -> String {
        let semver = self.findings.as_ref().map_or_else(String::new, |found| {
            format!(", cargo-semver-checks finds {}", found.len())
        });
        format!(
            "{} changes, {} of them breaking for Rust; of {} uses {} do not compile{semver}",
            self.diff.changes.len(),
            self.breaking().count(),
            self.probes.len(),
            self.refused.len(),
        )
    }

    /// Changes on which the diff and the compiler agree, but cargo-semver-checks does not.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let Some(findings) = &self.findings else {
            return Vec::new();
        };
        let is_unseen = |change: &&Change| {
            !findings.iter().any(|finding| self.is_about(change, finding, owner(finding)))
        };
        let unseen = self.breaking().filter(is_unseen);
        unseen
            .map(|change| format!("not seen by cargo-semver-checks: {}", change.title()))
            .collect()
    }

    pub(crate) fn disagreements(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for number in &self.unsound {
            found.push(format!(
                "the probe of {} does not compile with its own version",
                self.probes[*number].item
            ));
        }
        for number in &self.refused {
            let probe = &self.probes[*number];
            if !self.breaking().any(|change| self.explains(change, probe)) {
                found.push(format!(
                    "not reported: {} no longer compiles: {}",
                    probe.item,
                    probe.function(*number)
                ));
            }
        }
        for change in self.breaking() {
            if !self.refused.iter().any(|number| self.explains(change, &self.probes[*number])) {
                found.push(format!("reported as breaking, but compiles: {}", change.title()));
            }
        }
        for finding in self.findings.iter().flatten() {
            if !self.breaking().any(|change| self.is_about(change, finding, owner(finding))) {
                found.push(format!("not reported: cargo-semver-checks finds {finding}"));
            }
        }
        found
    }

    fn breaking(&self) -> impl Iterator<Item = &Change> {
        self.diff.changes.iter().filter(|change| change.rust == Rust::Breaking)
    }

    /// Whether a change may be why a probe does not compile.
    fn explains(&self, change: &Change, probe: &Probe) -> bool {
        let gone = |name: &String| {
            matches!(change.subject, Subject::Type | Subject::Id)
                && (change.old.as_ref() == Some(name)
                    || change.action == Action::Removed && change.items.contains(name))
        };
        probe.types.iter().any(gone) || self.is_about(change, &probe.item, &probe.owner)
    }

    /// Whether a change is about an item of the old crate.
    fn is_about(&self, change: &Change, item: &str, owner: &str) -> bool {
        let now = |name: &str| self.renames.get(name).cloned().unwrap_or_else(|| name.to_owned());
        let member = item.strip_prefix(owner).unwrap_or_default();
        let is_constructor =
            member.ends_with("()") || member == "::new" || member.starts_with("::with_");
        // Its former name.
        let renamed = change.old.as_ref().is_some_and(|old| {
            *old == item || change.action == Action::Renamed && format!("::{old}") == member
        });
        change.items.iter().any(|reported| {
            let reported_owner =
                reported.rsplit_once("::").map_or(reported.as_str(), |(owner, _)| owner);
            let same_owner = reported_owner == owner || reported_owner == now(owner);
            // A resource as a whole: `disputes.`.
            let of_resource = item.ends_with('.') && reported.starts_with(item);
            let same_item = reported == item
                || *reported == format!("{}{member}", now(owner))
                || setter(reported, item);
            let whole_owner = reported == owner || *reported == now(owner);
            of_resource || same_item || same_owner && (renamed || is_constructor || whole_owner)
        })
    }
}

/// `clear_x` is the setter of `x`.
fn setter(reported: &str, item: &str) -> bool {
    item.replace("::clear_", "::") == reported
}

fn owner(item: &str) -> &str {
    item.rsplit_once("::").map_or(item, |(owner, _)| owner)
}

/// Items derived from another type, under which a difference is reported: the structs of required fields, and the constructors of
/// unions.
fn owners(model: &Model) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for def in &model.types {
        let required = def.made().and_then(|object| object.required_struct.clone());
        owners.extend(required.map(|name| (name, def.name.clone())));
        if let TypeKind::Union(union) = &def.kind {
            for made in model.union_constructors(def, union) {
                let own = format!("{}::{}", made.payload.name, made.constructor.name);
                owners.insert(format!("{}::{}", def.name, made.name), own);
            }
        }
    }
    owners
}

/// The methods of resources as cargo-semver-checks calls them, and as the diff does; and the resources as a whole,
/// which it finds in place of their methods.
fn named(resources: &[Resource], above: &str) -> BTreeMap<String, String> {
    let mut methods = BTreeMap::new();
    for resource in resources {
        let whole = format!("{}.", resource.path.join("."));
        methods.insert(format!("{above}::{}", resource.name.ident), whole.clone());
        methods.insert(resource.type_name.clone(), whole);
        for operation in &resource.operations {
            let method = operation.method.trim_start_matches("r#");
            methods.insert(format!("{}::{method}", resource.type_name), operation.name.clone());
        }
        methods.extend(named(&resource.children, &resource.type_name));
    }
    methods
}
