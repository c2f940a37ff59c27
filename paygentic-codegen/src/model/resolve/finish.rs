//! The last pass: final names, what reaches what, and what follows from that.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::docs::inert;
use super::graph::Graph;
use super::{At, Builder, Slot};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, BodyContent, Model, Resource, ResponseBody, SchemaCounts, Service, TypeDef, TypeKind,
    TypeRef,
};
use crate::names::{Name, Scope};

/// Final names: of types by the index of their slot, of ids by their prefix.
struct Names {
    types: Vec<String>,
    ids: HashMap<String, String>,
}

impl Builder<'_> {
    pub(super) fn finish(
        mut self,
        service: Service,
        mut resources: Vec<Resource>,
    ) -> (Model, Vec<Diagnostic>) {
        let (ids, by_prefix) = self.ids.types();
        let names = Names {
            types: self.slots.iter().map(Slot::name).collect(),
            ids: by_prefix,
        };
        self.find_collisions(&names, ids.iter().map(|id| id.type_name.as_str()));
        let taken: HashSet<&str> = names
            .types
            .iter()
            .chain(names.ids.values())
            .map(String::as_str)
            .collect();
        resources
            .iter_mut()
            .for_each(|resource| resource.yield_name(&taken));
        let mut types: Vec<TypeDef> = std::mem::take(&mut self.slots)
            .into_iter()
            .map(TypeDef::from)
            .collect();
        for ty in &mut types {
            names.rename_type(ty);
        }
        resources
            .iter_mut()
            .for_each(|resource| names.rename_resource(resource));
        let mut graph = Graph::new(types);
        graph.mark_operations(&resources);
        graph.drop_unreachable(&self.bases);
        graph.settle_presence();
        for (ty, field) in graph.endless() {
            let at = At {
                pointer: ty.pointer.clone(),
                operation: None,
            };
            let message = format!(
                "no value can be a `{}`: it requires itself, through `{}`",
                ty.name,
                inert(field)
            );
            self.error(
                &at,
                message,
                "make one of the properties on the way optional, with an overlay action if need be",
            );
        }
        graph.box_cycles();
        graph
            .types
            .sort_by_cached_key(|ty| self.position(&ty.pointer));
        let (all, merged) = (self.components.len(), self.twins.len());
        let types = graph
            .types
            .iter()
            .filter(|ty| ty.component().is_some())
            .count();
        let schemas = SchemaCounts {
            types,
            merged,
            inlined: all - types - merged,
        };
        let model = Model {
            service,
            resources,
            ids,
            types: graph.types,
            schemas,
        };
        (model, self.diagnostics)
    }

    /// Where something stands in the document: its section, and the component or the path in it. What is inside
    /// keeps its order, so that one that is added moves no other.
    fn position(&self, pointer: &str) -> (u8, usize) {
        let inside = |section: &str| {
            let name = pointer.strip_prefix(section)?.split('/').next()?;
            Some(name.replace("~1", "/").replace("~0", "~"))
        };
        if let Some(name) = inside("#/components/schemas/") {
            return (
                0,
                self.components
                    .get_index_of(name.as_str())
                    .unwrap_or_default(),
            );
        }
        let path = inside("#/paths/");
        let index = path.and_then(|path| self.document.paths.paths.get_index_of(&path));
        (1, index.unwrap_or_default())
    }

    fn find_collisions<'n>(&mut self, names: &Names, ids: impl Iterator<Item = &'n str>) {
        let mut scope = Scope::default();
        for name in ids {
            let owner = Name {
                ident: name.to_owned(),
                wire: format!("the ids {name}"),
            };
            let at = At {
                pointer: "#/components/schemas".to_owned(),
                operation: None,
            };
            self.claim(&mut scope, &owner, &at);
        }
        let pointers: Vec<String> = self.slots.iter().map(|slot| slot.pointer.clone()).collect();
        for (name, pointer) in names.types.iter().zip(pointers) {
            if let Err(other) = scope.take(name, &pointer) {
                self.error(
                    &At {
                        pointer: pointer.clone(),
                        operation: None,
                    },
                    format!(
                        "the type of this schema and that of {} would both be called `{}`",
                        inert(&other),
                        inert(name)
                    ),
                    "give one of them another name with `x-rust-name` in the overlay",
                );
            }
        }
    }
}

impl Resource {
    /// A resource that is called like a model gives way, so that callers can import both.
    fn yield_name(&mut self, taken: &HashSet<&str>) {
        if taken.contains(self.type_name.as_str()) {
            self.type_name.push_str("Resource");
        }
        self.children
            .iter_mut()
            .for_each(|child| child.yield_name(taken));
    }
}

impl TypeDef {
    /// The component that the type was made for.
    pub(super) fn component(&self) -> Option<&str> {
        self.pointer
            .strip_prefix("#/components/schemas/")
            .filter(|name| !name.contains('/'))
    }
}

impl Slot {
    pub(super) fn name(&self) -> String {
        self.given_name
            .clone()
            .unwrap_or_else(|| self.default_name.clone())
    }
}

impl From<Slot> for TypeDef {
    fn from(slot: Slot) -> Self {
        Self {
            name: slot.name(),
            pointer: slot.pointer,
            docs: slot.docs,
            documented: slot.documented,
            facts: slot.facts,
            in_request: false,
            in_response: false,
            resources: BTreeSet::new(),
            kind: slot.kind,
        }
    }
}

impl Names {
    fn rename(&self, ty: &mut TypeRef) {
        match ty {
            TypeRef::Named(key) => {
                if let Some(name) = key
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| self.types.get(index))
                {
                    *key = name.clone();
                }
            }
            TypeRef::Id(prefix) => {
                if let Some(name) = self.ids.get(prefix) {
                    *prefix = name.clone();
                }
            }
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Option(inner) => {
                self.rename(inner)
            }
            _ => {}
        }
    }

    fn rename_type(&self, ty: &mut TypeDef) {
        match &mut ty.kind {
            TypeKind::Object(object) | TypeKind::Parameters(object) => {
                object
                    .fields
                    .iter_mut()
                    .for_each(|field| self.rename(&mut field.ty));
                object.additional.iter_mut().for_each(|ty| self.rename(ty));
                object
                    .page
                    .iter_mut()
                    .for_each(|page| self.rename(&mut page.item));
            }
            TypeKind::Union(union) => union
                .variants
                .iter_mut()
                .for_each(|variant| self.rename(&mut variant.ty)),
            TypeKind::Enum(_) => {}
        }
    }

    fn rename_resource(&self, resource: &mut Resource) {
        for operation in &mut resource.operations {
            if let Some(parameters) = &mut operation.parameters {
                let mut ty = TypeRef::Named(std::mem::take(parameters));
                self.rename(&mut ty);
                if let TypeRef::Named(name) = ty {
                    *parameters = name;
                }
            }
            operation
                .path_parameters
                .iter_mut()
                .for_each(|parameter| self.rename(&mut parameter.ty));
            if let Some(Body {
                content: BodyContent::Json(ty),
                ..
            }) = &mut operation.body
            {
                self.rename(ty);
            }
            if let ResponseBody::Json(ty) = &mut operation.response {
                self.rename(ty);
            }
            operation
                .errors
                .iter_mut()
                .filter_map(|error| error.ty.as_mut())
                .for_each(|ty| self.rename(ty));
        }
        resource
            .children
            .iter_mut()
            .for_each(|child| self.rename_resource(child));
    }
}
