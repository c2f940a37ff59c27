//! Which operations, types and fields lack documentation, for the reviewer of an update.

use std::collections::BTreeSet;

use paygentic_codegen::Model;
use paygentic_codegen::model::{Resource, TypeDef, TypeKind};

/// The items of one kind that lack documentation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// `operations`, `types` or `fields`.
    pub kind: &'static str,
    /// How many there are.
    pub total: usize,
    /// The undocumented items that the update adds, by name.
    pub new: Vec<String>,
    /// How many were undocumented before the update.
    pub before: usize,
}

/// The coverage of operations, types and fields after an update.
pub fn coverage(old: &Model, new: &Model) -> [Coverage; 3] {
    let (old, new) = (Items::of(old), Items::of(new));
    let kinds = ["operations", "types", "fields"];
    let compare = |kind: usize| {
        let undocumented = |items: &Items| -> BTreeSet<String> {
            let items = items.0[kind].iter();
            let undocumented = items.filter(|(_, documented)| !documented);
            undocumented.map(|(name, _)| name.clone()).collect()
        };
        let (before, now) = (undocumented(&old), undocumented(&new));
        let fresh = |(name, _): &&(String, bool)| now.contains(name) && !before.contains(name);
        Coverage {
            kind: kinds[kind],
            total: new.0[kind].len(),
            new: new.0[kind].iter().filter(fresh).map(|(name, _)| name.clone()).collect(),
            before: now.intersection(&before).count(),
        }
    };
    [compare(0), compare(1), compare(2)]
}

/// Operations, types and fields by name, each with whether it is documented.
#[derive(Default)]
struct Items([Vec<(String, bool)>; 3]);

impl Items {
    fn of(model: &Model) -> Self {
        let mut items = Self::default();
        model.resources.iter().for_each(|resource| items.resource(resource));
        model.types.iter().for_each(|def| items.definition(def));
        items
    }

    fn resource(&mut self, resource: &Resource) {
        for operation in &resource.operations {
            self.0[0].push((operation.name.clone(), operation.documented));
        }
        resource.children.iter().for_each(|child| self.resource(child));
    }

    fn definition(&mut self, def: &TypeDef) {
        self.0[1].push((def.name.clone(), def.documented));
        if let TypeKind::Object(object)
        | TypeKind::Parameters(object)
        | TypeKind::Multipart(object) = &def.kind
        {
            for field in &object.fields {
                let name = format!("{}::{}", def.name, field.name.ident);
                self.0[2].push((name, field.documented));
            }
        }
    }
}
