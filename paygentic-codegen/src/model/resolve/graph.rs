//! The graph of types and the types they contain. Determines usage, presence and where a `Box` is needed.

use std::collections::HashSet;

use crate::model::{Field, Presence, Resource, ResponseBody, TypeDef, TypeId, TypeKind, TypeRef};

/// The types, by index.
pub(super) struct Graph {
    pub types: Vec<TypeDef>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

impl Graph {
    pub(super) fn mark_operations(&mut self, resources: &[Resource]) {
        for resource in resources {
            let top = resource.module.as_str();
            for operation in resource.operations() {
                let sent = operation.request_refs().filter_map(TypeRef::inside);
                for ty in sent.chain(operation.parameters) {
                    self.mark(ty, Direction::Request, top);
                }
                let answers = match &operation.response {
                    ResponseBody::Answers(ty) => Some(*ty),
                    _ => None,
                };
                let received = operation.response_refs().filter_map(TypeRef::inside);
                for ty in received.chain(answers) {
                    self.mark(ty, Direction::Response, top);
                }
            }
        }
    }

    fn mark(&mut self, ty: TypeId, direction: Direction, resource: &str) {
        let mut open = vec![ty];
        while let Some(def) = open.pop().and_then(|ty| self.types.get_mut(ty.index())) {
            let flag = match direction {
                Direction::Request => &mut def.in_request,
                Direction::Response => &mut def.in_response,
            };
            let is_new = !std::mem::replace(flag, true);
            let is_new_here =
                !def.resources.contains(resource) && def.resources.insert(resource.to_owned());
            if is_new || is_new_here {
                open.extend(contained(def));
            }
        }
    }

    /// Which types are needed: all except unused types of inline schemas, and
    /// components that only serve as bases of others.
    pub(super) fn needed(&self, bases: &HashSet<&str>) -> Vec<bool> {
        let is_root = |ty: &TypeDef| {
            ty.in_request
                || ty.in_response
                || ty.component().is_some_and(|name| !bases.contains(name))
        };
        let mut needed = vec![false; self.types.len()];
        let roots = self.types.iter().enumerate().filter(|(_, ty)| is_root(ty));
        let mut open: Vec<TypeId> = roots.map(|(index, _)| TypeId::new(index)).collect();
        while let Some(ty) = open.pop() {
            if !std::mem::replace(&mut needed[ty.index()], true) {
                open.extend(contained(&self.types[ty.index()]));
            }
        }
        needed
    }

    /// Absent and null are distinguished only in requests; fields that only the server sets are
    /// optional in requests.
    pub(super) fn adjust_presence(&mut self) {
        for ty in &mut self.types {
            let in_request = ty.in_request;
            for field in ty.object_mut().into_iter().flat_map(|object| &mut object.fields) {
                if !in_request && field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Optional;
                }
                if in_request && !field.settable {
                    field.presence = Presence::Optional;
                }
            }
        }
    }

    /// Finds structs that contain themselves through required fields alone, which no finite value can match. Makes the
    /// last field of each cycle optional, and returns each struct with the name of that field.
    pub(super) fn break_required_cycles(&mut self, needed: &[bool]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        // Each iteration makes at least one field optional.
        while let Some((index, field)) = self.find_required_cycle(needed) {
            let Some(fields) = self.types.get_mut(index).and_then(TypeDef::object_mut) else {
                break;
            };
            let Some(field) = fields.fields.get_mut(field) else {
                break;
            };
            field.presence = Presence::Optional;
            found.push((index, field.name.wire.clone()));
        }
        found
    }

    /// A struct that requires itself, and the index of the field that closes the cycle.
    fn find_required_cycle(&self, needed: &[bool]) -> Option<(usize, usize)> {
        let cycles = Cycles::of(&self.types, |ty| {
            required(ty).filter_map(|field| field.ty.direct()).collect()
        });
        let types = self.types.iter().enumerate();
        let mut types = types.filter(|(index, _)| needed.get(*index).copied().unwrap_or_default());
        types.find_map(|(index, ty)| {
            let TypeKind::Object(object) = &ty.kind else {
                return None;
            };
            let field = object.fields.iter().position(|field| {
                let contained = field.ty.direct();
                field.presence == Presence::Required
                    && contained
                        .is_some_and(|contained| cycles.share(contained, TypeId::new(index)))
            });
            field.map(|field| (index, field))
        })
    }

    /// Boxes every field and payload through which a type would contain itself.
    pub(super) fn box_cycles(&mut self) {
        let cycles =
            Cycles::of(&self.types, |ty| stored_inline(ty).filter_map(TypeRef::direct).collect());
        for (index, def) in self.types.iter_mut().enumerate() {
            let is_cyclic = |ty: &TypeRef| {
                ty.direct().is_some_and(|contained| cycles.share(contained, TypeId::new(index)))
            };
            match &mut def.kind {
                TypeKind::Object(object) => {
                    object.fields.iter_mut().for_each(|field| field.boxed = is_cyclic(&field.ty))
                }
                TypeKind::Union(union) => union
                    .variants
                    .iter_mut()
                    .for_each(|variant| variant.boxed = is_cyclic(&variant.ty)),
                TypeKind::Enum(_)
                | TypeKind::Parameters(_)
                | TypeKind::Multipart(_)
                | TypeKind::Answers(_) => {}
            }
        }
    }
}

/// The fields of a struct that are always present and not null.
fn required(ty: &TypeDef) -> impl Iterator<Item = &Field> {
    let fields = ty.object().into_iter().flat_map(|object| &object.fields);
    fields.filter(|field| field.presence == Presence::Required)
}

/// The types that a type contains, directly or behind a list, map or option.
fn contained(ty: &TypeDef) -> impl Iterator<Item = TypeId> {
    ty.refs().into_iter().filter_map(TypeRef::inside)
}

/// The types stored inline in a value. Additional properties are in a map.
fn stored_inline(ty: &TypeDef) -> impl Iterator<Item = &TypeRef> {
    let (fields, variants) = match &ty.kind {
        TypeKind::Object(object) | TypeKind::Parameters(object) | TypeKind::Multipart(object) => {
            (object.fields.as_slice(), &[][..])
        }
        TypeKind::Union(union) => (&[][..], union.variants.as_slice()),
        TypeKind::Enum(_) | TypeKind::Answers(_) => (&[][..], &[][..]),
    };
    let fields = fields.iter().map(|field| &field.ty);
    fields.chain(variants.iter().map(|variant| &variant.ty))
}

/// The strongly connected components: types that reach each other.
struct Cycles {
    /// The number of the cycle that each type belongs to.
    of: Vec<usize>,
}

impl Cycles {
    /// Whether the contained type leads back to its container.
    fn share(&self, contained: TypeId, holder: TypeId) -> bool {
        self.of.get(contained.index()) == self.of.get(holder.index())
    }

    /// Tarjan's algorithm, without recursion, because a document may contain arbitrarily long chains.
    fn of(types: &[TypeDef], holds: impl Fn(&TypeDef) -> Vec<TypeId>) -> Self {
        let edges: Vec<Vec<usize>> =
            types.iter().map(|ty| holds(ty).into_iter().map(TypeId::index).collect()).collect();
        let mut search = ComponentSearch {
            order: vec![None; types.len()],
            low: vec![0; types.len()],
            is_open: vec![false; types.len()],
            ..ComponentSearch::default()
        };
        search.cycles = vec![0; types.len()];
        for start in 0..types.len() {
            if search.order[start].is_none() {
                search.visit(start, &edges);
            }
        }
        Self { of: search.cycles }
    }
}

#[derive(Default)]
struct ComponentSearch {
    /// The order in which each type was discovered.
    order: Vec<Option<usize>>,
    /// The lowest order that each type reaches.
    low: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    cycles: Vec<usize>,
    discovered: usize,
    found: usize,
}

impl ComponentSearch {
    fn discover(&mut self, ty: usize) {
        self.order[ty] = Some(self.discovered);
        self.low[ty] = self.discovered;
        self.discovered += 1;
        self.open.push(ty);
        self.is_open[ty] = true;
    }

    fn visit(&mut self, start: usize, edges: &[Vec<usize>]) {
        self.discover(start);
        // The current path: each type with the number of edges followed so far.
        let mut path = vec![(start, 0)];
        while let Some((ty, taken)) = path.last_mut() {
            let ty = *ty;
            let next = edges[ty].get(*taken).copied();
            *taken += 1;
            match next {
                Some(next) => match self.order.get(next).copied() {
                    Some(None) => {
                        self.discover(next);
                        path.push((next, 0));
                    }
                    Some(Some(order)) if self.is_open[next] => {
                        self.low[ty] = self.low[ty].min(order);
                    }
                    _ => {}
                },
                None => {
                    path.pop();
                    if let Some((above, _)) = path.last() {
                        self.low[*above] = self.low[*above].min(self.low[ty]);
                    }
                    if self.order[ty] == Some(self.low[ty]) {
                        self.close(ty);
                    }
                }
            }
        }
    }

    /// Pops a strongly connected component off the stack: all types since its first.
    fn close(&mut self, first: usize) {
        while let Some(ty) = self.open.pop() {
            self.is_open[ty] = false;
            self.cycles[ty] = self.found;
            if ty == first {
                break;
            }
        }
        self.found += 1;
    }
}
