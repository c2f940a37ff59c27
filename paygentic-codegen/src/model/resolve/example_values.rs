//! Values of examples: from the overlay, else derived from the name and the bounds of a field.

use serde_json::{Map, Value};

use super::docs::inert;
use super::example_scalars::{least, text, time};
use crate::model::{
    Constructor, ExampleValue, Facts, Field, IdType, Model, Object, Presence, StructExample,
    TypeDef, TypeId, TypeKind, TypeRef, Union,
};
use crate::names;

/// The maximum nesting depth of values.
const MAX_DEPTH: usize = 6;

/// Builds example values.
pub(super) struct Values<'m> {
    pub(super) model: &'m Model,
    /// Values for all fields with a given name.
    pub(super) shared: &'m Map<String, Value>,
    /// Values in the overlay that match nothing in the document.
    pub(super) unknown: Vec<String>,
}

/// The context of a value.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The wire name.
    pub(super) name: &'a str,
    /// The facts about it beyond its type.
    pub(super) facts: &'a Facts,
    /// The value from the overlay.
    pub(super) given: Option<&'a Value>,
    /// Whether it must have the type itself, rather than convert into it.
    pub(super) exact: bool,
    pub(super) depth: usize,
}

impl<'m> Values<'m> {
    /// A value of a type.
    pub(super) fn value(&mut self, ty: &TypeRef, wanted: Wanted<'_>) -> ExampleValue {
        let given = wanted.given.or_else(|| self.shared.get(wanted.name)).filter(|v| !v.is_null());
        let wanted = Wanted { given, ..wanted };
        let converted = |value| match wanted.exact {
            true => ExampleValue::Converted(Box::new(value)),
            false => value,
        };
        match ty {
            TypeRef::Decimal | TypeRef::DecimalNumber if given.is_some_and(Value::is_i64) => {
                converted(literal(given.and_then(Value::as_i64).unwrap_or_default()))
            }
            TypeRef::String | TypeRef::Duration | TypeRef::Decimal | TypeRef::DecimalNumber => {
                converted(ExampleValue::Text(text(ty, &wanted)))
            }
            TypeRef::Id(kind) => {
                let made = self.model.id_kind(*kind).map_or_else(String::new, id);
                let given = given.and_then(Value::as_str).map(str::to_owned);
                converted(ExampleValue::Text(given.unwrap_or(made)))
            }
            TypeRef::Boolean => literal(given.and_then(Value::as_bool).unwrap_or(true)),
            TypeRef::Integer => {
                literal(given.and_then(Value::as_i64).unwrap_or(least(wanted.facts) as i64))
            }
            TypeRef::Number => {
                let number = given.and_then(Value::as_f64).unwrap_or(least(wanted.facts));
                ExampleValue::Literal(format!("{number:?}"))
            }
            TypeRef::Timestamp => ExampleValue::Parsed(time(&wanted)),
            TypeRef::Date => ExampleValue::Parsed(time(&wanted).chars().take(10).collect()),
            TypeRef::Json | TypeRef::JsonObject => match given {
                Some(Value::String(text)) if *ty == TypeRef::Json => {
                    converted(ExampleValue::Text(text.clone()))
                }
                Some(given) => converted(ExampleValue::Json(given.clone())),
                None => converted(ExampleValue::Json(serde_json::json!({"source": "import"}))),
            },
            TypeRef::List(item) => self.list(item, wanted),
            TypeRef::Map(item) => self.map(item, wanted),
            TypeRef::Option(inner) => {
                let inner = self.value(inner, Wanted { exact: true, ..wanted });
                ExampleValue::Some(Box::new(inner))
            }
            TypeRef::Named(id) => self.named(*id, wanted),
            TypeRef::File => ExampleValue::Literal("std::path::Path::new(\"file.csv\")".to_owned()),
        }
    }

    fn list(&mut self, item: &TypeRef, wanted: Wanted<'_>) -> ExampleValue {
        let none = Facts::default();
        let facts = wanted.facts.items.as_deref().unwrap_or(&none);
        let name = names::singular(wanted.name);
        let given: Vec<Option<&Value>> = match wanted.given.and_then(Value::as_array) {
            Some(items) => items.iter().map(Some).collect(),
            None => vec![None],
        };
        let mut one = |given| {
            let name = name.as_str();
            self.value(item, Wanted { name, facts, given, depth: wanted.depth + 1, ..wanted })
        };
        let items = given.into_iter().map(&mut one).collect();
        if wanted.exact { ExampleValue::List(items) } else { ExampleValue::Items(items) }
    }

    fn map(&mut self, item: &TypeRef, wanted: Wanted<'_>) -> ExampleValue {
        let none = Facts::default();
        let facts = wanted.facts.entries.as_deref().unwrap_or(&none);
        let default = Map::from_iter([("team".to_owned(), Value::Null)]);
        let given = wanted.given.and_then(Value::as_object).unwrap_or(&default);
        let entries = given.iter().map(|(key, value)| {
            let given = Some(value).filter(|value| !value.is_null());
            let depth = wanted.depth + 1;
            let wanted = Wanted { name: key, facts, given, exact: true, depth };
            (key.clone(), self.value(item, wanted))
        });
        ExampleValue::Map(entries.collect())
    }

    fn named(&mut self, id: TypeId, wanted: Wanted<'_>) -> ExampleValue {
        let model = self.model;
        let Some(def) = model.def(id).filter(|_| wanted.depth < MAX_DEPTH) else {
            return ExampleValue::None;
        };
        match &def.kind {
            TypeKind::Enum(variants) => {
                let given = wanted.given.and_then(Value::as_str);
                let variant = variants.iter().find(|one| given == Some(one.name.wire.as_str()));
                if let (Some(given), None) = (given, variant) {
                    self.unknown.push(inert(&format!("{}.{given}", wanted.name)));
                }
                let variant = variant.or(variants.first());
                ExampleValue::Enum {
                    ty: def.name.clone(),
                    variant: variant.map(|one| one.name.ident.clone()).unwrap_or_default(),
                }
            }
            TypeKind::Union(union) => self.union(def, union, wanted),
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => {
                let empty = Map::new();
                let given = wanted.given.and_then(Value::as_object).unwrap_or(&empty);
                let depth = wanted.depth;
                let made = self.object(def, object, given, depth);
                if let TypeKind::Object(object) = &def.kind {
                    self.note_unknown(wanted.name, object, given);
                }
                ExampleValue::Struct(Box::new(made))
            }
            TypeKind::Answers(_) => ExampleValue::None,
        }
    }

    fn union(&mut self, def: &TypeDef, union: &Union, wanted: Wanted<'_>) -> ExampleValue {
        let fits = |variant: &&crate::model::UnionVariant| {
            let Some(given) = wanted.given else { return true };
            if let (Some(tag), Some(object)) = (&union.tag, given.as_object()) {
                let tag_value = object.get(tag).and_then(Value::as_str);
                return tag_value
                    .is_none_or(|tag_value| variant.tags.iter().any(|tag| tag == tag_value));
            }
            match given {
                Value::Object(object) => {
                    variant.ty.direct().is_some()
                        && variant.required.iter().all(|name| object.contains_key(name))
                }
                Value::String(_) => matches!(variant.ty, TypeRef::String | TypeRef::Id(_)),
                Value::Number(_) => matches!(variant.ty, TypeRef::Number | TypeRef::Integer),
                _ => true,
            }
        };
        let Some(variant) = union.variants.iter().find(fits).or(union.variants.first()) else {
            return ExampleValue::None;
        };
        let is_struct = variant.ty.direct().is_some();
        let in_place = !wanted.exact && is_struct && !variant.boxed && union.converts_from(variant);
        // The tag is not a field of the payload.
        let given = wanted.given.cloned().map(|mut given| {
            if let (Some(tag), Some(object)) = (&union.tag, given.as_object_mut()) {
                object.remove(tag);
            }
            given
        });
        let inner =
            Wanted { exact: !in_place, given: given.as_ref(), facts: &variant.facts, ..wanted };
        let payload = self.value(&variant.ty, inner);
        if in_place {
            return payload;
        }
        let payload = match variant.boxed {
            true => ExampleValue::Converted(Box::new(payload)),
            false => payload,
        };
        let (ty, variant) = (def.name.clone(), variant.ident.clone());
        ExampleValue::Alternative { ty, variant, payload: Box::new(payload) }
    }

    /// A struct with its required fields and the optional ones from the overlay.
    pub(super) fn object(
        &mut self,
        def: &TypeDef,
        object: &Object,
        given: &Map<String, Value>,
        depth: usize,
    ) -> StructExample {
        let constructors = object.constructors();
        let is_given = |constructor: &&Constructor<'_>| {
            constructor.positional.iter().all(|field| given.contains_key(&field.name.wire))
        };
        let constructor = constructors.iter().find(is_given).or(constructors.first());
        let Some(constructor) = constructor else {
            return StructExample {
                ty: def.name.clone(),
                constructor: "new".to_owned(),
                positional: Vec::new(),
                named: None,
                setters: Vec::new(),
            };
        };
        let taken: Vec<&str> = constructor.fields().map(|field| field.name.wire.as_str()).collect();
        let positional =
            constructor.positional.iter().map(|field| self.field(field, given, depth, false));
        let positional = positional.collect();
        let named = object.required_struct.as_ref().map(|name| {
            let fields = constructor
                .named
                .iter()
                .map(|field| (field.name.ident.clone(), self.field(field, given, depth, true)));
            (name.clone(), fields.collect())
        });
        let set = object.fields.iter().filter(|field| {
            let name = field.name.wire.as_str();
            field.settable && !taken.contains(&name) && given.contains_key(name)
        });
        let setters = set.map(|field| match given.get(&field.name.wire) {
            Some(Value::Null) if field.presence == Presence::OptionalNullable => {
                // The setter that sends null takes no argument.
                (format!("clear_{}", field.name.plain()), ExampleValue::Literal(String::new()))
            }
            _ => (field.name.ident.clone(), self.field(field, given, depth, false)),
        });
        let setters = setters.collect();
        StructExample {
            ty: def.name.clone(),
            constructor: constructor.name.clone(),
            positional,
            named,
            setters,
        }
    }

    fn field(
        &mut self,
        field: &Field,
        given: &Map<String, Value>,
        depth: usize,
        exact: bool,
    ) -> ExampleValue {
        let is_nullable = field.presence == Presence::RequiredNullable;
        let given = given.get(&field.name.wire);
        if is_nullable && given == Some(&Value::Null) {
            return ExampleValue::None;
        }
        let name = field.name.wire.as_str();
        let exact = exact || is_nullable;
        let wanted = Wanted { name, facts: &field.facts, given, exact, depth: depth + 1 };
        let value = self.value(&field.ty, wanted);
        match (is_nullable, field.boxed && exact) {
            (true, _) => ExampleValue::Some(Box::new(value)),
            (false, true) => ExampleValue::Converted(Box::new(value)),
            (false, false) => value,
        }
    }

    /// Records fields from the overlay that the struct does not have.
    fn note_unknown(&mut self, at: &str, object: &Object, given: &Map<String, Value>) {
        let has = |name: &str| object.fields.iter().any(|field| field.name.wire == name);
        let is_constant = |name: &str| object.constants.iter().any(|one| one.wire == name);
        let unknown = given.keys().filter(|name| !has(name) && !is_constant(name));
        self.unknown.extend(unknown.map(|name| inert(&format!("{at}.{name}"))));
    }
}

/// An example id of a kind.
fn id(kind: &IdType) -> String {
    let name = kind.type_name.strip_suffix("Id").unwrap_or(&kind.type_name);
    let prefix = kind.prefixes.first().cloned().unwrap_or_else(|| names::snake(name));
    format!("{prefix}_abc123")
}

fn literal(value: impl ToString) -> ExampleValue {
    ExampleValue::Literal(value.to_string())
}
