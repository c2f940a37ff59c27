//! Constructors: which fields are passed by position, and which by name.
//!
//! Positional arguments are safe only where the compiler detects that two are swapped, and where
//! their order does not depend on the document. So a constructor takes at most three of
//! them, no two of which accept the same literal, in the order of their wire names. All
//! others are the fields of a `Required` struct.

use std::collections::BTreeSet;

use super::{Field, Object, TypeDef, TypeId, TypeKind, TypeRef};

/// The maximum number of positional arguments.
const MAX_POSITIONAL: usize = 3;

/// A constructor of a struct.
#[derive(Clone, Debug)]
pub struct Constructor<'m> {
    /// Its name.
    pub name: String,
    /// The fields that are passed by position, in this order.
    pub positional: Vec<&'m Field>,
    /// The fields that are passed by name, in [`Object::required_struct`].
    pub named: Vec<&'m Field>,
}

impl<'m> Constructor<'m> {
    /// All fields that it takes.
    pub fn fields(&self) -> impl Iterator<Item = &'m Field> + use<'m, '_> {
        self.positional.iter().chain(&self.named).copied()
    }
}

impl Object {
    /// The constructors: `new`, or one for each group of fields, if one of several groups must be given.
    pub fn constructors(&self) -> Vec<Constructor<'_>> {
        let required = self.required();
        if self.alternatives.is_empty() {
            return vec![self.constructor("new".to_owned(), &required, Vec::new())];
        }
        let mut taken = BTreeSet::new();
        let groups = self.alternatives.iter().map(|group| {
            let chosen = self.chosen(group);
            let names: Vec<&str> =
                chosen.iter().map(|field| field.name.ident.trim_start_matches("r#")).collect();
            let mut name = format!("with_{}", names.join("_and_"));
            // The groups `a`, `b_and_c` and `a_and_b`, `c` would have the same name.
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            self.constructor(name, &required, chosen)
        });
        groups.collect()
    }

    /// The signature of a constructor, with the wire names of its arguments.
    pub fn signature(&self, constructor: &Constructor<'_>) -> String {
        let arguments = self.arguments(constructor, |field| field.name.wire.clone());
        format!("{}({arguments})", constructor.name)
    }

    /// The argument list of a constructor, with each field as printed by `show`.
    pub fn arguments(
        &self,
        constructor: &Constructor<'_>,
        show: impl Fn(&Field) -> String,
    ) -> String {
        let texts = |fields: &[&Field]| fields.iter().map(|field| show(field)).collect();
        let mut arguments: Vec<String> = texts(&constructor.positional);
        if let Some(name) = &self.required_struct {
            let named: Vec<String> = texts(&constructor.named);
            arguments.push(format!("{name} {{ {} }}", named.join(", ")));
        }
        arguments.join(", ")
    }

    /// The fields that every constructor takes.
    pub fn required(&self) -> Vec<&Field> {
        self.sorted(Field::is_constructor_argument)
    }

    /// Whether the required fields are passed by name: their positions could be confused, or there are too many.
    pub(super) fn needs_names(&self, types: &[TypeDef]) -> bool {
        let required = self.required();
        let is_confusing =
            |chosen: Vec<&Field>| is_confusing(&[&required[..], &chosen].concat(), types);
        match self.alternatives.as_slice() {
            _ if required.is_empty() => false,
            [] => is_confusing(Vec::new()),
            groups => groups.iter().any(|group| is_confusing(self.chosen(group))),
        }
    }

    /// The fields of a group that are not already required.
    fn chosen(&self, group: &[String]) -> Vec<&Field> {
        self.sorted(|field| group.contains(&field.name.wire) && !field.is_required())
    }

    fn constructor<'m>(
        &self,
        name: String,
        required: &[&'m Field],
        chosen: Vec<&'m Field>,
    ) -> Constructor<'m> {
        if self.required_struct.is_some() {
            return Constructor { name, positional: chosen, named: required.to_vec() };
        }
        let mut positional = [required, &chosen].concat();
        positional.sort_by_key(|field| &field.name.wire);
        Constructor { name, positional, named: Vec::new() }
    }

    fn sorted(&self, is_wanted: impl Fn(&Field) -> bool) -> Vec<&Field> {
        let mut fields: Vec<&Field> = self.fields.iter().filter(|field| is_wanted(field)).collect();
        fields.sort_by_key(|field| &field.name.wire);
        fields
    }
}

impl TypeDef {
    /// The fields, if it is a struct of any kind.
    pub(crate) fn object(&self) -> Option<&Object> {
        match &self.kind {
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => Some(object),
            _ => None,
        }
    }

    /// Like [`object`](Self::object), but mutable.
    pub(super) fn object_mut(&mut self) -> Option<&mut Object> {
        match &mut self.kind {
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => Some(object),
            _ => None,
        }
    }

    /// The struct, if it is one that callers construct.
    pub fn made(&self) -> Option<&Object> {
        let is_constructible = self.in_request || !matches!(self.kind, TypeKind::Object(_));
        self.object().filter(|_| is_constructible)
    }
}

fn is_confusing(arguments: &[&Field], types: &[TypeDef]) -> bool {
    let literals: Vec<BTreeSet<Literal>> = arguments
        .iter()
        .map(|field| {
            let mut found = BTreeSet::new();
            collect(types, &field.ty, &mut Vec::new(), &mut found);
            found
        })
        .collect();
    let overlap = |one: &BTreeSet<Literal>, other: &BTreeSet<Literal>| {
        one.contains(&Literal::Any) || other.contains(&Literal::Any) || !one.is_disjoint(other)
    };
    arguments.len() > MAX_POSITIONAL
        || literals
            .iter()
            .enumerate()
            .any(|(index, one)| literals[..index].iter().any(|other| overlap(one, other)))
}

/// The kind of literal that callers can write for an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Literal {
    /// A string literal, which ids and enums accept too.
    Text,
    /// A number of any kind.
    Number,
    Boolean,
    /// A string literal that is parsed into a time or a date.
    Time,
    /// Free-form JSON objects.
    Object,
    List,
    Map,
    File,
    /// A value of this type.
    Type(TypeId),
    /// Free-form JSON, which accepts all of them.
    Any,
}

fn collect(types: &[TypeDef], ty: &TypeRef, seen: &mut Vec<TypeId>, found: &mut BTreeSet<Literal>) {
    match ty {
        TypeRef::String | TypeRef::Id(_) | TypeRef::Duration => found.extend([Literal::Text]),
        TypeRef::Decimal | TypeRef::DecimalNumber => found.extend([Literal::Text, Literal::Number]),
        TypeRef::Integer | TypeRef::Number => found.extend([Literal::Number]),
        TypeRef::Boolean => found.extend([Literal::Boolean]),
        TypeRef::Timestamp | TypeRef::Date => found.extend([Literal::Time]),
        TypeRef::Json => found.extend([Literal::Any]),
        TypeRef::JsonObject => found.extend([Literal::Object]),
        TypeRef::List(_) => found.extend([Literal::List]),
        TypeRef::Map(_) => found.extend([Literal::Map]),
        TypeRef::File => found.extend([Literal::File]),
        TypeRef::Option(inner) => collect(types, inner, seen, found),
        TypeRef::Named(id) => collect_named(types, *id, seen, found),
    }
}

fn collect_named(
    types: &[TypeDef],
    id: TypeId,
    seen: &mut Vec<TypeId>,
    found: &mut BTreeSet<Literal>,
) {
    if seen.contains(&id) {
        return;
    }
    seen.push(id);
    found.insert(Literal::Type(id));
    match types.get(id.index()).map(|def| &def.kind) {
        Some(TypeKind::Enum(_)) => found.extend([Literal::Text]),
        // It accepts what its alternatives accept.
        Some(TypeKind::Union(union)) => {
            union.variants.iter().for_each(|variant| collect(types, &variant.ty, seen, found))
        }
        _ => {}
    }
}
