//! The finished types, and who holds whom.

use std::collections::{HashMap, HashSet};

use crate::model::{
    Body, BodyContent, Field, Object, Operation, Presence, Resource, ResponseBody, TypeDef,
    TypeKind, TypeRef,
};

/// The types, and who holds whom.
pub(super) struct Graph {
    pub types: Vec<TypeDef>,
    index: HashMap<String, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

impl Graph {
    pub(super) fn new(types: Vec<TypeDef>) -> Self {
        let index = types
            .iter()
            .enumerate()
            .map(|(index, ty)| (ty.name.clone(), index))
            .collect();
        Self { types, index }
    }

    pub(super) fn mark_operations(&mut self, resources: &[Resource]) {
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
    pub(super) fn drop_unreachable(&mut self, bases: &HashSet<&str>) {
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
    pub(super) fn settle_presence(&mut self) {
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

    /// Structs that hold themselves through required fields alone: no finite value is one. Each is
    /// told with the first field on the way.
    pub(super) fn endless(&self) -> Vec<(&TypeDef, &str)> {
        let holds: Vec<Vec<String>> = self
            .types
            .iter()
            .map(|ty| required(ty).filter_map(|field| direct(&field.ty)).collect())
            .collect();
        let mut found = Vec::new();
        for ty in &self.types {
            let is_way_back = |field: &&Field| {
                direct(&field.ty).is_some_and(|name| self.reaches(&holds, &name, &ty.name))
            };
            found.extend(
                required(ty)
                    .find(is_way_back)
                    .map(|field| (ty, field.name.wire.as_str())),
            );
        }
        found
    }

    /// Boxes every field and payload through which a type would hold itself.
    pub(super) fn box_cycles(&mut self) {
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

/// The fields of a struct that every value has.
fn required(ty: &TypeDef) -> impl Iterator<Item = &Field> {
    let fields = match &ty.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Parameters(_) | TypeKind::Enum(_) | TypeKind::Union(_) => &[],
    };
    fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
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
    if let Some(Body {
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
