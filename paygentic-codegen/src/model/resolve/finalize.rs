//! The last pass, when all types are known: removes unused types, assigns names, and derives what depends on them.

use std::collections::{BTreeSet, HashSet};

use super::arena::Slot;
use super::docs::inert;
use super::graph::Graph;
use super::naming::{self, TypeNames};
use super::{Builder, Location, doc_links, doc_names, queued_bodies};
use crate::diagnostic::Diagnostic;
use crate::location;
use crate::model::{
    Access, Model, Pagination, Resource, ResponseBody, Service, TypeDef, TypeId, TypeKind, TypeRef,
};
use crate::names;

impl Builder<'_> {
    pub(super) fn finish(
        mut self,
        mut service: Service,
        mut resources: Vec<Resource>,
    ) -> (Model, Vec<Diagnostic>) {
        self.resolve_tags();
        let mut slots = std::mem::take(&mut self.types).into_slots();
        let mut graph = Graph { types: slots.iter_mut().map(TypeDef::from).collect() };
        graph.mark_operations(&resources);
        let needed = graph.needed(&self.bases);
        let mut names = naming::name(&slots, &needed, &self.ids);
        for (def, name) in graph.types.iter_mut().zip(&names.types) {
            def.name.clone_from(name);
        }
        self.report_numbered(&names, &slots);
        graph.adjust_presence();
        self.report_required_cycles(&mut graph, &needed);
        graph.box_cycles();
        name_required_structs(&mut graph.types, &needed, &mut names.taken);
        self.name_resources(&mut resources, names.taken.clone());
        name_credentials(&mut service, &resources, &names.taken);
        let mut types = self.prune_and_sort(graph.types, &needed, &names, &mut resources);
        doc_names::use_rust_names(&mut resources, &mut types);
        doc_links::link_operations(&mut resources, &mut types);
        doc_names::link_methods(&resources, &mut types);
        mark_pages(&mut resources, &types);
        queued_bodies::mark(&mut resources, &types);
        (Model { service, resources, ids: names.ids, types }, self.diagnostics)
    }

    /// Reports each type whose name got a number, with the overlay action that names it.
    fn report_numbered(&mut self, names: &TypeNames, slots: &[Slot]) {
        for (id, wanted) in &names.numbered {
            let Some(slot) = slots.get(id.index()) else {
                continue;
            };
            let at = Location::at_pointer(&slot.pointer);
            let message = format!(
                "type name `{}` is already used: this type becomes `{}`",
                inert(wanted),
                inert(&names.types[id.index()])
            );
            self.suggest_name(&at, message, "x-rust-name: Name");
        }
    }

    fn report_required_cycles(&mut self, graph: &mut Graph, needed: &[bool]) {
        for (index, field) in graph.break_required_cycles(needed) {
            let ty = &graph.types[index];
            let at = Location::at_pointer(&ty.pointer);
            let message = format!(
                "no finite value matches `{}`: it requires itself through `{}`, which is made optional",
                ty.name,
                inert(&field)
            );
            self.warning(
                &at,
                message,
                "make one of the properties of the cycle optional, with an overlay action if necessary",
            );
        }
    }

    /// Removes unused types, and sorts the others in the order of the document.
    fn prune_and_sort(
        &self,
        types: Vec<TypeDef>,
        needed: &[bool],
        names: &TypeNames,
        resources: &mut [Resource],
    ) -> Vec<TypeDef> {
        let mut order: Vec<usize> = (0..types.len()).filter(|index| needed[*index]).collect();
        order.sort_by_cached_key(|index| self.position(&types[*index].pointer));
        let mut places = vec![TypeId::new(usize::MAX); types.len()];
        for (place, index) in order.iter().enumerate() {
            places[*index] = TypeId::new(place);
        }
        let moved = |ty: TypeId| places[ty.index()];
        let mut move_ref = |ty: &mut TypeRef| *ty = ty.map(&moved, &|id| names.kinds[id.index()]);
        let mut types: Vec<Option<TypeDef>> = types.into_iter().map(Some).collect();
        let mut kept: Vec<TypeDef> =
            order.iter().filter_map(|index| types[*index].take()).collect();
        for def in &mut kept {
            def.refs_mut().into_iter().for_each(&mut move_ref);
        }
        for operation in Resource::operations_mut(resources) {
            operation.each_ref(&mut move_ref, &mut |ty| *ty = moved(*ty));
        }
        kept
    }

    /// The sort key of a location in the document: its section, and the component or the path in it. Types inside
    /// the same one keep their order, so that an additional type does not move others.
    fn position(&self, pointer: &str) -> (u8, usize) {
        let mut keys = location::keys(pointer);
        match (keys.next().as_deref(), keys.next(), keys.next()) {
            (Some("components"), Some(section), Some(name)) if section == "schemas" => {
                let index = self.components.get_index_of(name.as_str());
                (0, index.unwrap_or_default())
            }
            (Some("paths"), Some(path), _) => {
                let index = self.document.paths.paths.get_index_of(&path);
                (1, index.unwrap_or_default())
            }
            _ => (1, 0),
        }
    }
}

/// Names the structs of required fields. The types of the document take precedence.
fn name_required_structs(types: &mut [TypeDef], needed: &[bool], taken: &mut HashSet<String>) {
    let is_wanted = |(index, def): &(usize, &TypeDef)| {
        let object = def.made();
        needed[*index] && object.is_some_and(|object| object.needs_names(types))
    };
    let wanted: Vec<usize> =
        types.iter().enumerate().filter(is_wanted).map(|(index, _)| index).collect();
    for index in wanted {
        let name = format!("{}Required", types[index].name);
        let name = if taken.contains(&name) {
            names::numbered(&name, |name| taken.contains(name))
        } else {
            name
        };
        taken.insert(name.clone());
        if let Some(object) = types[index].object_mut() {
            object.required_struct = Some(name);
        }
    }
}

/// Names the type of the credentials: all other types take precedence.
fn name_credentials(service: &mut Service, resources: &[Resource], taken: &HashSet<String>) {
    let resources = Resource::all(resources);
    let has = |name: &str| resources.iter().any(|resource| resource.type_name == name);
    if let Access::Credentials(name) = &mut service.access {
        let is_taken = |name: &str| taken.contains(name) || has(name);
        let mut wanted = ["Credentials", "ClientCredentials", "ApiCredentials"].into_iter();
        let free = wanted.find(|name| !is_taken(name)).map(str::to_owned);
        *name = free.unwrap_or_else(|| names::numbered("Credentials", is_taken));
    }
}

/// Marks the operations that return a page.
fn mark_pages(resources: &mut [Resource], types: &[TypeDef]) {
    let is_page = |ty: &TypeId| types.get(ty.index()).is_some_and(TypeDef::is_page);
    for operation in Resource::operations_mut(resources) {
        operation.returns_page = match &operation.response {
            ResponseBody::Json(TypeRef::Named(ty)) => is_page(ty),
            ResponseBody::Json(TypeRef::List(_)) => operation.pagination != Pagination::None,
            _ => false,
        };
    }
}

impl TypeDef {
    /// The component that the type was created for.
    pub(super) fn component(&self) -> Option<&str> {
        self.pointer.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'))
    }

    fn is_page(&self) -> bool {
        matches!(&self.kind, TypeKind::Object(object) if object.page.is_some())
    }
}

impl From<&mut Slot> for TypeDef {
    fn from(slot: &mut Slot) -> Self {
        Self {
            name: String::new(),
            pointer: slot.pointer.clone(),
            docs: std::mem::take(&mut slot.docs),
            documented: slot.documented,
            facts: std::mem::take(&mut slot.facts),
            in_request: false,
            in_response: false,
            resources: BTreeSet::new(),
            kind: std::mem::replace(&mut slot.kind, TypeKind::Enum(Vec::new())),
        }
    }
}
