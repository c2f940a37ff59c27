//! The last pass: final names, what reaches what, and what follows from that.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::build::{At, Builder, Slot};
use super::docs::inert;
use super::{
    BodyContent, Model, Object, Operation, Presence, Resource, ResponseBody, SchemaCounts, Service,
    TypeDef, TypeKind, TypeRef,
};
use crate::diagnostic::Diagnostic;
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
        graph.box_cycles();
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
    fn component(&self) -> Option<&str> {
        self.pointer
            .strip_prefix("#/components/schemas/")
            .filter(|name| !name.contains('/'))
    }
}

impl Slot {
    fn name(&self) -> String {
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
            if let Some(super::Body {
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

/// The types, and who holds whom.
struct Graph {
    types: Vec<TypeDef>,
    index: HashMap<String, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

impl Graph {
    fn new(types: Vec<TypeDef>) -> Self {
        let index = types
            .iter()
            .enumerate()
            .map(|(index, ty)| (ty.name.clone(), index))
            .collect();
        Self { types, index }
    }

    fn mark_operations(&mut self, resources: &[Resource]) {
        for resource in resources {
            self.mark_resource(resource, &resource.module);
        }
    }

    fn mark_resource(&mut self, resource: &Resource, top: &str) {
        for operation in &resource.operations {
            for (ty, direction) in uses(operation) {
                self.mark(&ty, direction, top);
            }
        }
        for child in &resource.children {
            self.mark_resource(child, top);
        }
    }

    fn mark(&mut self, ty: &TypeRef, direction: Direction, resource: &str) {
        let mut open = named(ty);
        while let Some(index) = open.pop().and_then(|name| self.index.get(&name).copied()) {
            let def = &mut self.types[index];
            let flag = match direction {
                Direction::Request => &mut def.in_request,
                Direction::Response => &mut def.in_response,
            };
            let is_new = !std::mem::replace(flag, true);
            if is_new | def.resources.insert(resource.to_owned()) {
                open.extend(held(def).iter().flat_map(named));
            }
        }
    }

    /// Removes types that were made for a schema in place and then not needed, and components that
    /// are only there to be extended.
    fn drop_unreachable(&mut self, bases: &HashSet<&str>) {
        let mut kept: HashSet<String> = HashSet::new();
        let is_root = |ty: &&TypeDef| {
            ty.in_request
                || ty.in_response
                || ty.component().is_some_and(|name| !bases.contains(name))
        };
        let mut open: Vec<String> = self
            .types
            .iter()
            .filter(is_root)
            .map(|ty| ty.name.clone())
            .collect();
        while let Some(name) = open.pop() {
            if let Some(index) = self.index.get(&name)
                && kept.insert(name)
            {
                open.extend(held(&self.types[*index]).iter().flat_map(named));
            }
        }
        let types = std::mem::take(&mut self.types);
        *self = Self::new(
            types
                .into_iter()
                .filter(|ty| kept.contains(&ty.name))
                .collect(),
        );
    }

    /// Unset and null are told apart only where callers write them; what only the server sets is
    /// optional where callers write the type.
    fn settle_presence(&mut self) {
        for ty in &mut self.types {
            let in_request = ty.in_request;
            for field in object_mut(&mut ty.kind)
                .into_iter()
                .flat_map(|object| &mut object.fields)
            {
                if !in_request && field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Optional;
                }
                if in_request && !field.settable {
                    field.presence = Presence::Optional;
                }
            }
        }
    }

    /// Boxes every field and payload through which a type would hold itself.
    fn box_cycles(&mut self) {
        let holds: Vec<Vec<String>> = self
            .types
            .iter()
            .map(|ty| held(ty).iter().filter_map(direct).collect())
            .collect();
        for index in 0..self.types.len() {
            let owner = self.types[index].name.clone();
            let is_cyclic =
                |ty: &TypeRef| direct(ty).is_some_and(|name| self.reaches(&holds, &name, &owner));
            let mut kind = self.types[index].kind.clone();
            match &mut kind {
                TypeKind::Object(object) => object
                    .fields
                    .iter_mut()
                    .for_each(|field| field.boxed = is_cyclic(&field.ty)),
                TypeKind::Union(union) => union
                    .variants
                    .iter_mut()
                    .for_each(|variant| variant.boxed = is_cyclic(&variant.ty)),
                TypeKind::Enum(_) | TypeKind::Parameters(_) => continue,
            }
            self.types[index].kind = kind;
        }
    }

    fn reaches(&self, holds: &[Vec<String>], from: &str, to: &str) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            if name == to {
                return true;
            }
            if let Some(index) = self.index.get(name)
                && seen.insert(name)
            {
                open.extend(holds[*index].iter().map(String::as_str));
            }
        }
        false
    }
}

fn object_mut(kind: &mut TypeKind) -> Option<&mut Object> {
    match kind {
        TypeKind::Object(object) | TypeKind::Parameters(object) => Some(object),
        TypeKind::Enum(_) | TypeKind::Union(_) => None,
    }
}

/// The types that a type holds.
fn held(ty: &TypeDef) -> Vec<TypeRef> {
    match &ty.kind {
        TypeKind::Object(object) | TypeKind::Parameters(object) => {
            let fields = object.fields.iter().map(|field| field.ty.clone());
            let additional = object
                .additional
                .iter()
                .map(|ty| TypeRef::Map(Box::new(ty.clone())));
            fields.chain(additional).collect()
        }
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| variant.ty.clone())
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The named type inside, through lists, maps and options.
fn named(ty: &TypeRef) -> Vec<String> {
    match ty {
        TypeRef::Named(name) => vec![name.clone()],
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Option(inner) => named(inner),
        _ => Vec::new(),
    }
}

/// The named type that is held in place, not behind the allocation of a list or a map.
fn direct(ty: &TypeRef) -> Option<String> {
    match ty {
        TypeRef::Named(name) => Some(name.clone()),
        TypeRef::Option(inner) => direct(inner),
        _ => None,
    }
}

/// The types that an operation uses.
fn uses(operation: &Operation) -> Vec<(TypeRef, Direction)> {
    let mut uses = Vec::new();
    uses.extend(
        operation
            .parameters
            .iter()
            .map(|name| (TypeRef::Named(name.clone()), Direction::Request)),
    );
    uses.extend(
        operation
            .path_parameters
            .iter()
            .map(|parameter| (parameter.ty.clone(), Direction::Request)),
    );
    if let Some(super::Body {
        content: BodyContent::Json(ty),
        ..
    }) = &operation.body
    {
        uses.push((ty.clone(), Direction::Request));
    }
    if let ResponseBody::Json(ty) = &operation.response {
        uses.push((ty.clone(), Direction::Response));
    }
    uses.extend(
        operation
            .errors
            .iter()
            .filter_map(|error| error.ty.clone())
            .map(|ty| (ty, Direction::Response)),
    );
    uses
}
