//! Groups operations into resources, and names both like the vendor's other SDKs.

use std::collections::{HashMap, HashSet};

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::docs::{Section, inert};
use super::misleading_names::{misleading, nouns};
use super::{Builder, Location};
use crate::model::Resource;
use crate::names::{self, Name};

/// Methods of the clients, including private ones, whose names a top-level resource must not have.
const CLIENT_METHODS: &[&str] =
    &["base_url", "builder", "clone", "environment", "execute", "from_env", "new", "run"];

impl<'a> Builder<'a> {
    /// Resolves all operations, in the order of the document.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let mut resources = Vec::new();
        let mut candidates = WantedNames::new();
        for (path, item) in self.document.paths.iter() {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            for (method, operation) in item.iter() {
                let id =
                    operation.operation_id.clone().unwrap_or_else(|| format!("{method} {path}"));
                let at = Location::root().key("paths").key(path).key(method).in_operation(&id);
                let group = group(operation, path);
                let (wanted, is_given) = wanted_names(operation, &id, &group);
                let operations = self.operation(path, method, item, operation, &at);
                let resource = resource_at(&mut resources, &group);
                for operation in operations {
                    let names = match operation.is_second {
                        true => wanted.iter().map(|name| events_method_name(name)).collect(),
                        false => wanted.clone(),
                    };
                    resource.operations.push(operation);
                    let group = resource.path.join(".");
                    let wanted = Wanted { names, is_given, at: at.clone() };
                    candidates.entry(group).or_default().push(wanted);
                }
            }
        }
        name_modules(&mut resources);
        let nouns = nouns(&resources);
        Resource::each_mut(&mut resources, &mut |resource| {
            self.complete(resource, &candidates, &nouns);
        });
        resources
    }

    /// Adds documentation, and names the methods. Accessors of nested resources take precedence.
    fn complete(
        &mut self,
        resource: &mut Resource,
        candidates: &WantedNames,
        nouns: &[Vec<String>],
    ) {
        let path = resource.path.join(".");
        resource.docs = self.docs.take(Section::Resources, &path);
        let accessors = resource.children.iter();
        let taken = accessors.map(|child| child.name.ident.clone()).collect();
        let own_candidates = candidates.get(&path).map_or(&[][..], Vec::as_slice);
        let names: Vec<Vec<String>> =
            own_candidates.iter().map(|wanted| wanted.names.clone()).collect();
        let given = names::distinct(&names, taken, "_");
        for ((operation, given), wanted) in
            resource.operations.iter_mut().zip(given).zip(own_candidates)
        {
            self.report_given(&given, &operation.id, &wanted.at, "x-rust-name: name");
            operation.constant = names::constant_of(&given.ident);
            operation.name = format!("{path}.{}", given.ident.trim_start_matches("r#"));
            operation.method = given.ident;
        }
        self.report_misleading(resource, own_candidates, nouns);
    }

    /// Reports methods with misleading names. The names are kept, because renaming would break callers.
    fn report_misleading(
        &mut self,
        resource: &Resource,
        own_candidates: &[Wanted],
        nouns: &[Vec<String>],
    ) {
        // A name that the document sets explicitly is intended.
        let named = resource.operations.iter().zip(own_candidates);
        for (operation, wanted) in named.filter(|(_, wanted)| !wanted.is_given) {
            if let Some(message) = misleading(resource, operation, nouns) {
                self.note(&wanted.at, message);
            }
        }
    }

    /// Names the types of resources. All other types take precedence, so that callers can import both.
    pub(super) fn name_resources(&mut self, resources: &mut [Resource], taken: HashSet<String>) {
        let mut wanted = Vec::new();
        Resource::each_mut(resources, &mut |resource| {
            let name = names::resource_type(&resource.path.join("_"));
            let others = ["Resource", "Api"].map(|ending| format!("{name}{ending}"));
            wanted.push([vec![name], others.to_vec()].concat());
        });
        let mut given = names::distinct(&wanted, taken, "").into_iter();
        Resource::each_mut(resources, &mut |resource| {
            let Some(given) = given.next() else { return };
            if let Some(wanted) = &given.wanted {
                let message = format!(
                    "type name `{wanted}` for the resource `{}` is already used: it becomes `{}`",
                    inert(&resource.path.join(".")),
                    given.ident
                );
                let help =
                    "give the resource another name, with `x-speakeasy-group` on its operations";
                self.warning(&Location::root().key("paths"), message, help);
            }
            resource.type_name = given.ident;
        });
    }
}

/// The candidate names of an operation.
struct Wanted {
    /// In order of preference.
    names: Vec<String>,
    /// Whether the first is set by the document.
    is_given: bool,
    /// The location of the operation.
    at: Location,
}

/// The candidate names of the operations of each resource.
type WantedNames = HashMap<String, Vec<Wanted>>;

/// Gives each resource a unique module, distinct from those of ids and shared types. A module is also a file, whose
/// name must be ASCII to work on every system.
fn name_modules(resources: &mut [Resource]) {
    let taken = ["ids", "shared"].map(str::to_owned);
    let mut paths = Vec::new();
    Resource::each_mut(resources, &mut |resource| paths.push(resource.path.clone()));
    let wanted: Vec<Vec<String>> = paths
        .iter()
        .map(|path| {
            let parts: Vec<String> = path.iter().map(|part| names::module(part)).collect();
            let name = parts.join("_");
            vec![name.clone(), format!("{name}_")]
        })
        .collect();
    let mut given = names::distinct(&wanted, taken.into(), "").into_iter();
    Resource::each_mut(resources, &mut |resource| {
        resource.module = given.next().map(|given| given.ident).unwrap_or_default();
    });
}

/// The name of the additional method of an operation that returns events.
fn events_method_name(name: &str) -> String {
    names::method(&format!("{}_events", name.trim_start_matches("r#")))
}

/// The accessors from the client: the vendor's group, else the first tag, else the first path segment that is neither a
/// version nor a parameter.
fn group(operation: &openapiv3::Operation, path: &str) -> Vec<String> {
    if let Some(group) = operation.extensions.get("x-speakeasy-group").and_then(Value::as_str) {
        return group.split('.').map(str::to_owned).collect();
    }
    if let Some(tag) = operation.tags.first() {
        return vec![tag.clone()];
    }
    let is_name = |s: &&str| !s.is_empty() && !s.starts_with('{') && !names::is_version(s);
    let segment = path.split('/').find(is_name);
    vec![segment.unwrap_or("api").to_owned()]
}

/// The resource of a group, created if missing.
fn resource_at<'r>(resources: &'r mut Vec<Resource>, group: &[String]) -> &'r mut Resource {
    let (wire, rest) = match group {
        [first, rest @ ..] => (first.as_str(), rest),
        [] => ("api", group),
    };
    let index = child_index(resources, wire, None);
    rest.iter().fold(&mut resources[index], |parent, wire| {
        let above = parent.path.clone();
        let index = child_index(&mut parent.children, wire, Some(above));
        &mut parent.children[index]
    })
}

/// The index of a resource among its siblings, created if missing; `above` is the path of its parent.
fn child_index(resources: &mut Vec<Resource>, wire: &str, above: Option<Vec<String>>) -> usize {
    let mut name = Name::method(wire);
    if above.is_none() && CLIENT_METHODS.contains(&name.ident.as_str()) {
        name.ident.push('_');
    }
    let same = |resource: &Resource| resource.name.ident == name.ident;
    if let Some(index) = resources.iter().position(same) {
        return index;
    }
    let mut path = above.unwrap_or_default();
    path.push(name.plain().to_owned());
    resources.push(Resource {
        name,
        // Both are assigned later.
        type_name: String::new(),
        module: String::new(),
        path,
        docs: None,
        operations: Vec::new(),
        children: Vec::new(),
    });
    resources.len() - 1
}

/// The candidate names of a method: the given one, else the operation id without the name of the resource, else
/// the whole id; and whether a name is given.
fn wanted_names(
    operation: &openapiv3::Operation,
    id: &str,
    group: &[String],
) -> (Vec<String>, bool) {
    let given = ["x-rust-name", "x-speakeasy-name-override"]
        .iter()
        .find_map(|key| operation.extensions.get(*key)?.as_str());
    let words = names::words(id);
    let group: Vec<String> = group
        .iter()
        .flat_map(|part| names::words(part))
        .map(|word| names::singular(&word))
        .collect();
    let short = without_resource(&words, &group);
    let derived = [short, words.join("_")];
    let wanted = given.into_iter().chain(derived.iter().map(String::as_str));
    (wanted.map(names::method).collect(), given.is_some())
}

/// The words of an operation id without the longest run that repeats the group, whether after the verb
/// (`listCustomers`) or before it (`customers.list`).
fn without_resource(words: &[String], group: &[String]) -> String {
    let repeats = |run: &[String]| {
        group.windows(run.len()).any(|window| {
            window.iter().zip(run).all(|(group, word)| *group == names::singular(word))
        })
    };
    for length in (1..words.len()).rev() {
        for start in (1..=words.len() - length).chain([0]) {
            if repeats(&words[start..start + length]) {
                return [&words[..start], &words[start + length..]].concat().join("_");
            }
        }
    }
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::{names, without_resource};

    #[test]
    fn an_operation_id_loses_the_name_of_its_resource() {
        let cases = [
            ("listCustomerPaymentMethods", "customers", "list_payment_methods"),
            ("createLineItem", "invoices v2", "create_line_item"),
            ("listInvoiceRefunds", "invoices v2", "list_refunds"),
            ("listScheduleIntervals", "billing schedules", "list_intervals"),
            ("createCost", "costs", "create"),
            ("generatePortalLink", "subscriptions", "generate_portal_link"),
            ("upsertMerchantIntegration", "merchant integrations", "upsert"),
            ("items", "items", "items"),
            ("customers.list", "customers", "list"),
            ("line_items_create", "line items", "create"),
        ];
        for (id, group, method) in cases {
            let group: Vec<String> =
                names::words(group).iter().map(|word| names::singular(word)).collect();
            assert_eq!(without_resource(&names::words(id), &group), method);
        }
    }
}
