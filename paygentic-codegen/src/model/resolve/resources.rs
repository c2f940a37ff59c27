//! Groups operations into resources, and names both as the vendor's other SDKs do.

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::docs::{Section, inert};
use super::{At, Builder};
use crate::model::Resource;
use crate::names::{self, Name, Scope};

/// Methods of every client, which a resource at the top must not hide.
const CLIENT_METHODS: &[&str] = &[
    "new",
    "builder",
    "from_env",
    "environment",
    "clone",
    "base_url",
];

impl<'a> Builder<'a> {
    /// Reads all operations, in the order of the document.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let mut resources = Vec::new();
        for (path, item) in self.document.paths.iter() {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            for (method, operation) in item.iter() {
                let id = operation
                    .operation_id
                    .clone()
                    .unwrap_or_else(|| format!("{method} {path}"));
                let pointer = At {
                    pointer: "#/paths".to_owned(),
                    operation: Some(id.as_str().into()),
                };
                let at = pointer.child(path).child(method);
                let group = group(operation, path);
                let resource = resource_at(&mut resources, &group);
                let name = method_name(operation, &id, &group, resource);
                let mut operation = self.operation(path, method, item, operation, &at, &name);
                let resource = resource_at(&mut resources, &group);
                operation.name = resource
                    .path
                    .iter()
                    .map(String::as_str)
                    .chain([operation.method.trim_start_matches("r#")])
                    .collect::<Vec<_>>()
                    .join(".");
                resource.operations.push(operation);
            }
        }
        let mut types = Scope::default();
        for resource in &mut resources {
            self.complete(resource, &mut types);
        }
        resources
    }

    /// Adds words, and finds names that collide.
    fn complete(&mut self, resource: &mut Resource, types: &mut Scope) {
        let at = At {
            pointer: "#/paths".to_owned(),
            operation: None,
        };
        resource.docs = self.docs.take(Section::Resources, &resource.path.join("."));
        self.claim(
            types,
            &Name {
                ident: resource.type_name.clone(),
                wire: resource.path.join("."),
            },
            &at,
        );
        let mut methods = Scope::default();
        for child in &resource.children {
            self.claim(&mut methods, &child.name, &at);
        }
        for operation in &resource.operations {
            if let Err(other) = methods.take(&operation.method, &operation.id) {
                let at = At {
                    operation: Some(operation.id.as_str().into()),
                    ..at.clone()
                };
                self.error(
                    &at,
                    format!(
                        "`{}` and `{}` would both be called `{}`",
                        inert(&other),
                        inert(&operation.id),
                        operation.name
                    ),
                    "give one of them another name with `x-rust-name` in the overlay",
                );
            }
        }
        for child in &mut resource.children {
            self.complete(child, types);
        }
    }
}

/// The accessors from the client down: the vendor's group, else the first tag, else the first
/// segment of the path that is not a version or a parameter.
fn group(operation: &openapiv3::Operation, path: &str) -> Vec<String> {
    if let Some(group) = operation
        .extensions
        .get("x-speakeasy-group")
        .and_then(Value::as_str)
    {
        return group.split('.').map(str::to_owned).collect();
    }
    if let Some(tag) = operation.tags.first() {
        return vec![tag.clone()];
    }
    let is_version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    };
    let segment = path
        .split('/')
        .find(|s| !s.is_empty() && !s.starts_with('{') && !is_version(s));
    vec![segment.unwrap_or("api").to_owned()]
}

/// The resource of a group, made where it is missing.
fn resource_at<'r>(resources: &'r mut Vec<Resource>, group: &[String]) -> &'r mut Resource {
    let (wire, rest) = match group {
        [first, rest @ ..] => (first.as_str(), rest),
        [] => ("api", group),
    };
    let index = child_index(resources, wire, None);
    rest.iter().fold(&mut resources[index], |parent, wire| {
        let above = (parent.path.clone(), parent.module.clone());
        let index = child_index(&mut parent.children, wire, Some(above));
        &mut parent.children[index]
    })
}

/// Where a resource stands among its siblings; `above` is the path and the module of its parent.
fn child_index(
    resources: &mut Vec<Resource>,
    wire: &str,
    above: Option<(Vec<String>, String)>,
) -> usize {
    let mut name = Name::method(wire);
    if above.is_none() && CLIENT_METHODS.contains(&name.ident.as_str()) {
        name.ident.push('_');
    }
    let same = |resource: &Resource| resource.name.ident == name.ident;
    if let Some(index) = resources.iter().position(same) {
        return index;
    }
    let module = match names::module(wire).as_str() {
        // The modules of ids and of shared types stand beside those of the resources.
        reserved @ ("ids" | "shared") => format!("{reserved}_"),
        module => module.to_owned(),
    };
    let (mut path, module) = match above {
        Some((path, above)) => (path, format!("{above}_{module}")),
        None => (Vec::new(), module),
    };
    path.push(name.ident.trim_start_matches("r#").to_owned());
    resources.push(Resource {
        name,
        type_name: names::resource_type(&path.join("_")),
        module,
        path,
        docs: None,
        operations: Vec::new(),
        children: Vec::new(),
    });
    resources.len() - 1
}

/// The name of a method: as given, else the operation id without the name of the resource.
fn method_name(
    operation: &openapiv3::Operation,
    id: &str,
    group: &[String],
    resource: &Resource,
) -> String {
    let given = ["x-rust-name", "x-speakeasy-name-override"]
        .iter()
        .find_map(|key| operation.extensions.get(*key));
    if let Some(given) = given.and_then(Value::as_str) {
        return given.to_owned();
    }
    let words = names::words(id);
    let group: Vec<String> = group
        .iter()
        .flat_map(|part| names::words(part))
        .map(|word| names::singular(&word))
        .collect();
    let short = without_resource(&words, &group);
    let is_free = |name: &str| {
        resource
            .operations
            .iter()
            .all(|operation| operation.method != names::snake(name))
    };
    if is_free(&short) {
        short
    } else {
        words.join("_")
    }
}

/// The words of an operation id without the longest run that repeats the group, be it behind the verb
/// (`listCustomers`) or before it (`customers.list`).
fn without_resource(words: &[String], group: &[String]) -> String {
    let repeats = |run: &[String]| {
        group.windows(run.len()).any(|window| {
            window
                .iter()
                .zip(run)
                .all(|(group, word)| *group == names::singular(word))
        })
    };
    for length in (1..words.len()).rev() {
        for start in (1..=words.len() - length).chain([0]) {
            if repeats(&words[start..start + length]) {
                return [&words[..start], &words[start + length..]]
                    .concat()
                    .join("_");
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
            (
                "listCustomerPaymentMethods",
                "customers",
                "list_payment_methods",
            ),
            ("createLineItem", "invoices v2", "create_line_item"),
            ("listInvoiceRefunds", "invoices v2", "list_refunds"),
            (
                "listScheduleIntervals",
                "billing schedules",
                "list_intervals",
            ),
            ("createCost", "costs", "create"),
            (
                "generatePortalLink",
                "subscriptions",
                "generate_portal_link",
            ),
            (
                "upsertMerchantIntegration",
                "merchant integrations",
                "upsert",
            ),
            ("items", "items", "items"),
            ("customers.list", "customers", "list"),
            ("line_items_create", "line items", "create"),
        ];
        for (id, group, method) in cases {
            let group: Vec<String> = names::words(group)
                .iter()
                .map(|word| names::singular(word))
                .collect();
            assert_eq!(without_resource(&names::words(id), &group), method);
        }
    }
}
