//! Components that are defined by themselves: through `$ref`, `allOf`, `oneOf` and `anyOf` alone.
//!
//! A schema that contains itself in a property, a list or a map is fine, because values are finite. A schema that is
//! defined as itself has no meaning.

use std::collections::HashMap;

use serde_json::Value;

use super::Checker;
use super::references::component_name;
use crate::location::LocationRef;

/// The maximum length of a chain of components that are defined by one another.
pub(super) const MAX_CHAIN_LENGTH: usize = 100;

/// The sections of components that can refer to one another.
pub(crate) const SECTIONS: [&str; 6] =
    ["schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes"];

/// The circular definitions of a section, each as the names of its components in their order.
pub(crate) fn circular(document: &Value, section: &str) -> Vec<Vec<String>> {
    let owned = |cycle: Vec<&str>| cycle.into_iter().map(str::to_owned).collect();
    let (_, cycles) = search_section(document, section);
    cycles.into_iter().map(owned).collect()
}

/// The length of the longest chain from each component of a section, and the cycles.
fn search_section<'d>(
    document: &'d Value,
    section: &str,
) -> (HashMap<&'d str, usize>, Vec<Vec<&'d str>>) {
    let graph = graph(document, section);
    let mut search = CycleSearch { graph: &graph, depths: HashMap::new(), cycles: Vec::new() };
    for (name, _) in entries(document, section) {
        search.visit(name);
    }
    (search.depths, search.cycles)
}

fn entries<'d>(
    document: &'d Value,
    section: &str,
) -> impl Iterator<Item = (&'d String, &'d Value)> + use<'d> {
    let entries = document.get("components").and_then(|all| all.get(section));
    entries.and_then(Value::as_object).into_iter().flatten()
}

fn graph<'d>(document: &'d Value, section: &str) -> HashMap<&'d str, Vec<&'d str>> {
    entries(document, section)
        .map(|(name, value)| (name.as_str(), defined_by(section, value)))
        .collect()
}

impl<'d> Checker<'d> {
    /// Reports chains of components that are too long; cycles have been broken before.
    pub(super) fn chains(&mut self) {
        for section in SECTIONS {
            let (depths, _) = search_section(self.document, section);
            let too_long = depths.iter().filter(|(_, depth)| **depth == MAX_CHAIN_LENGTH + 1);
            let mut too_long: Vec<&str> = too_long.map(|(name, _)| *name).collect();
            too_long.sort_unstable();
            for name in too_long {
                self.is_readable = false;
                let message = format!(
                    "the chain of references from `{name}` has more than {MAX_CHAIN_LENGTH} components"
                );
                let components = LocationRef::ROOT.key("components");
                self.error(&components.key(section).key(name), message, "shorten the chain");
            }
        }
    }
}

/// The components that a component is defined by.
fn defined_by<'d>(section: &str, value: &'d Value) -> Vec<&'d str> {
    let mut names = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let target = value.get("$ref").and_then(Value::as_str);
        names.extend(target.and_then(|target| component_name(section, target)));
        if section == "schemas" {
            let lists = ["allOf", "oneOf", "anyOf"]
                .into_iter()
                .filter_map(|key| value.get(key)?.as_array());
            open.extend(lists.flatten());
        }
    }
    names
}

/// A depth-first search without recursion, because a document may contain chains of any length.
struct CycleSearch<'a, 'd> {
    graph: &'a HashMap<&'d str, Vec<&'d str>>,
    /// The length of the longest chain from each finished component.
    depths: HashMap<&'d str, usize>,
    cycles: Vec<Vec<&'d str>>,
}

impl<'d> CycleSearch<'_, 'd> {
    fn visit(&mut self, start: &'d str) {
        // The current path: each component with the number of its edges that were followed, and its location.
        let mut path: Vec<(&'d str, usize)> = vec![(start, 0)];
        let mut positions = HashMap::from([(start, 0)]);
        while let Some((name, taken)) = path.last_mut() {
            let name = *name;
            let edges = self.graph.get(name).map_or(&[][..], Vec::as_slice);
            if self.depths.contains_key(name) || *taken == edges.len() {
                let deepest = edges.iter().filter_map(|edge| self.depths.get(edge)).max();
                let depth = deepest.map_or(0, |depth| depth + 1);
                self.depths.entry(name).or_insert(depth);
                positions.remove(name);
                path.pop();
                continue;
            }
            let next = edges[*taken];
            *taken += 1;
            match positions.get(next) {
                Some(&position) => {
                    self.cycles.push(path[position..].iter().map(|(name, _)| *name).collect());
                }
                None if self.graph.contains_key(next) => {
                    positions.insert(next, path.len());
                    path.push((next, 0));
                }
                None => {}
            }
        }
    }
}
