//! Whether every value that one schema accepts is accepted by another.
//!
//! The one judge of values: all verdicts about what is sent ask it. It looks at what is accepted and not at how it is
//! spelled. What is sent holds what is described and nothing else, because that is all that an SDK can send.

mod constraints;
mod numbers;
mod objects;
mod single_value;
mod size_limits;
mod strings;
mod unions;

use std::cell::RefCell;

use serde_json::Value;

pub(super) use constraints::constraints;
pub(super) use objects::{asks_for_more, undescribed};

use super::change::Wire;
use crate::model::{Facts, Model, Object, TypeDef, TypeKind, TypeRef, Union, Variant};
use size_limits::Range;

/// How deep schemas are looked into.
const DEPTH: usize = 24;

/// Whether every value is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acceptance {
    /// Every one is.
    Yes,
    /// It cannot be known.
    Unknown,
    /// There is one that is not.
    No,
}

impl Acceptance {
    /// Yes if both are, no if either is not.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    pub(super) fn of(is_so: bool) -> Self {
        if is_so { Self::Yes } else { Self::No }
    }

    /// All of them together.
    fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        answers.into_iter().fold(Self::Yes, Self::and)
    }

    /// No is not known.
    fn weaker(self) -> Self {
        if self == Self::No { Self::Unknown } else { self }
    }

    /// What it means for what is sent.
    pub(super) fn wire(self) -> Wire {
        match self {
            Self::Yes => Wire::Safe,
            Self::Unknown => Wire::Risky,
            Self::No => Wire::Breaking,
        }
    }
}

/// A schema, as the model has it.
#[derive(Clone, Copy)]
pub(super) struct Schema<'a> {
    model: &'a Model,
    shape: SchemaSource<'a>,
    pub(super) facts: &'a Facts,
    nullable: bool,
    /// The only value, where there is one.
    only: Option<&'a Value>,
}

#[derive(Clone, Copy)]
enum SchemaSource<'a> {
    Use(&'a TypeRef),
    Type(&'a TypeKind),
    /// Any JSON; what a list or map holds of which nothing is said.
    Any,
}

/// What a schema is, when references are followed.
enum ResolvedSchema<'a> {
    Any,
    Text,
    Number { whole: bool },
    Boolean,
    List(Schema<'a>),
    Map(Schema<'a>),
    Object(&'a Object),
    Enum(&'a [Variant]),
    Union(&'a Union),
}

static NOTHING: Facts = Facts::NONE;

impl<'a> Schema<'a> {
    /// A use of a type, with what is said of it there.
    pub(super) fn of_use(model: &'a Model, ty: &'a TypeRef, facts: &'a Facts) -> Self {
        Self { model, shape: SchemaSource::Use(ty), facts, nullable: facts.nullable, only: None }
    }

    /// A type, with what is said of it.
    pub(super) fn of_type(model: &'a Model, def: &'a TypeDef) -> Self {
        Self {
            model,
            shape: SchemaSource::Type(&def.kind),
            facts: &def.facts,
            nullable: false,
            only: None,
        }
    }

    /// The schema of one value.
    pub(super) fn of_value(model: &'a Model, value: &'a Value) -> Self {
        Self::any(model).only(Some(value)).never_null()
    }

    fn never_null(self) -> Self {
        Self { nullable: false, ..self }
    }

    fn any(model: &'a Model) -> Self {
        Self { model, shape: SchemaSource::Any, facts: &NOTHING, nullable: true, only: None }
    }

    pub(super) fn nullable(self, nullable: bool) -> Self {
        Self { nullable: self.nullable || nullable, ..self }
    }

    /// The same with other facts.
    pub(super) fn with<'b>(self, facts: &'b Facts) -> Schema<'b>
    where
        'a: 'b,
    {
        Schema { facts, ..self }
    }

    /// The same with the only value of another schema, if it has one.
    pub(super) fn only_as<'b>(self, other: Schema<'b>) -> Schema<'b>
    where
        'a: 'b,
    {
        Schema { only: other.only, ..self }
    }

    /// Whether its values are neither lists nor objects.
    pub(super) fn is_single(self) -> bool {
        matches!(
            self.resolved().kind(),
            ResolvedSchema::Text
                | ResolvedSchema::Number { .. }
                | ResolvedSchema::Boolean
                | ResolvedSchema::Enum(_)
        )
    }

    fn only(self, only: Option<&'a Value>) -> Self {
        Self { only, ..self }
    }

    /// What a list holds, as far as something is said of it.
    pub(super) fn items(self) -> Self {
        let facts = self.facts.items.as_deref().unwrap_or(&NOTHING);
        match self.without_null().kind() {
            ResolvedSchema::List(inner) => inner,
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    /// What a map or an object holds besides what it names, as far as something is said of it.
    pub(super) fn entries(self) -> Self {
        let facts = self.facts.entries.as_deref().unwrap_or(&NOTHING);
        match self.without_null().kind() {
            ResolvedSchema::Map(inner) => Self { facts, ..inner },
            ResolvedSchema::Object(Object { additional: Some(ty), .. }) => {
                Self::of_use(self.model, ty, facts)
            }
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    fn without_null(self) -> Self {
        match self.shape {
            SchemaSource::Use(TypeRef::Option(inner)) => {
                Self { shape: SchemaSource::Use(inner), ..self }.without_null()
            }
            _ => self,
        }
    }

    /// Follows references and what may be null, to what says something of values.
    fn resolved(self) -> Self {
        match self.shape {
            SchemaSource::Use(TypeRef::Option(inner)) => {
                Self { shape: SchemaSource::Use(inner), nullable: true, ..self }.resolved()
            }
            SchemaSource::Use(TypeRef::Named(id)) => match self.model.def(*id) {
                Some(def) => {
                    Self { shape: SchemaSource::Type(&def.kind), facts: &def.facts, ..self }
                }
                None => Self::any(self.model),
            },
            _ => self,
        }
    }

    fn kind(self) -> ResolvedSchema<'a> {
        let inside = |ty: &'a TypeRef, facts: &'a Option<Box<Facts>>| {
            Self::of_use(self.model, ty, facts.as_deref().unwrap_or(&NOTHING))
        };
        match self.shape {
            SchemaSource::Any => ResolvedSchema::Any,
            SchemaSource::Use(ty) => match ty {
                TypeRef::String
                | TypeRef::Decimal
                | TypeRef::Duration
                | TypeRef::Timestamp
                | TypeRef::Date
                | TypeRef::Id(_)
                | TypeRef::File => ResolvedSchema::Text,
                TypeRef::Boolean => ResolvedSchema::Boolean,
                TypeRef::Integer => ResolvedSchema::Number { whole: true },
                TypeRef::Number | TypeRef::DecimalNumber => ResolvedSchema::Number { whole: false },
                TypeRef::JsonObject => ResolvedSchema::Map(Self::any(self.model)),
                TypeRef::List(inner) => ResolvedSchema::List(inside(inner, &self.facts.items)),
                TypeRef::Map(inner) => ResolvedSchema::Map(inside(inner, &self.facts.entries)),
                // The rest has been followed.
                TypeRef::Json | TypeRef::Named(_) | TypeRef::Option(_) => ResolvedSchema::Any,
            },
            SchemaSource::Type(kind) => match kind {
                TypeKind::Object(object)
                | TypeKind::Parameters(object)
                | TypeKind::Multipart(object) => ResolvedSchema::Object(object),
                TypeKind::Enum(values) => ResolvedSchema::Enum(values),
                TypeKind::Union(union) => ResolvedSchema::Union(union),
                TypeKind::Answers(_) => ResolvedSchema::Any,
            },
        }
    }

    /// All values, where they can be listed; null apart.
    fn values(self) -> Option<Vec<Value>> {
        if let Some(only) = self.only {
            return Some(vec![only.clone()]);
        }
        let values = match self.kind() {
            ResolvedSchema::Enum(values) => {
                values.iter().map(|value| Value::from(value.name.wire.as_str())).collect()
            }
            _ if !self.facts.values.is_empty() => self.facts.values.clone(),
            ResolvedSchema::Boolean => vec![Value::Bool(false), Value::Bool(true)],
            _ => return None,
        };
        // A listed value that something else refuses is none.
        Some(values.into_iter().filter(|value| self.holds_facts(value) != Acceptance::No).collect())
    }

    /// Where it is: the same place of the same model says the same.
    fn is_same(&self, other: &Self) -> bool {
        let same_shape = match (self.shape, other.shape) {
            (SchemaSource::Use(one), SchemaSource::Use(other)) => one == other,
            (SchemaSource::Type(one), SchemaSource::Type(other)) => std::ptr::eq(one, other),
            (SchemaSource::Any, SchemaSource::Any) => true,
            _ => false,
        };
        std::ptr::eq(self.model, other.model)
            && same_shape
            && self.facts == other.facts
            && (!self.nullable || other.nullable)
            && self.only == other.only
    }
}

/// The pairs of types that are being compared.
#[derive(Default)]
struct AcceptanceCheck {
    open: RefCell<Vec<(*const TypeKind, *const TypeKind)>>,
}

/// Whether every value that `old` accepts is accepted by `new`.
pub(super) fn accepts(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    AcceptanceCheck::default().accepts(old, new)
}

/// The same for values that are sent as text: any text takes the digits of a number.
pub(super) fn accepts_text(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let text = new.resolved();
    let is_any_text = matches!(text.kind(), ResolvedSchema::Text)
        && text.only.is_none()
        && strings::accepts(&NOTHING, text.facts) == Acceptance::Yes;
    if is_any_text && old.is_single() { Acceptance::Yes } else { accepts(old, new) }
}

impl AcceptanceCheck {
    fn accepts(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        let (old, new) = (old.resolved(), new.resolved());
        if old.is_same(&new) {
            return Acceptance::Yes;
        }
        let pair = match (old.shape, new.shape) {
            (SchemaSource::Type(one), SchemaSource::Type(other)) => {
                Some((std::ptr::from_ref(one), std::ptr::from_ref(other)))
            }
            _ => None,
        };
        if let Some(pair) = pair {
            // Types that hold themselves: what is being shown may be used inside.
            let is_open = self.open.borrow().contains(&pair);
            if is_open {
                return Acceptance::Yes;
            }
            if self.open.borrow().len() > DEPTH {
                return Acceptance::Unknown;
            }
            self.open.borrow_mut().push(pair);
        }
        let answer =
            null(old, new).and(self.values(old, new)).and(constraints(old.facts, new.facts));
        if pair.is_some() {
            self.open.borrow_mut().pop();
        }
        answer
    }

    fn values(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        if let Some(values) = old.values() {
            return Acceptance::all(values.iter().map(|value| new.holds(value)));
        }
        if let ResolvedSchema::Union(union) = old.kind() {
            let inside = self.union_accepted((old, union), new);
            return inside.and(size_limits::all(old, new));
        }
        if new.only.is_some()
            || !new.facts.values.is_empty()
            || matches!(new.kind(), ResolvedSchema::Enum(_))
        {
            return self.all_listed(old, new);
        }
        match (old.kind(), new.kind()) {
            (_, ResolvedSchema::Union(union)) => self.accepted_by_union(old, (new, union)),
            (ResolvedSchema::Any, ResolvedSchema::Any) | (_, ResolvedSchema::Any) => any(old, new),
            (ResolvedSchema::Any, _) => Acceptance::No,
            (ResolvedSchema::Text, ResolvedSchema::Text) => strings::accepts(old.facts, new.facts),
            (ResolvedSchema::Number { whole: one }, ResolvedSchema::Number { whole: other }) => {
                numbers::accepts((old.facts, one), (new.facts, other))
            }
            (ResolvedSchema::List(one), ResolvedSchema::List(other)) => {
                self.lists((old, one), (new, other))
            }
            (ResolvedSchema::Map(one), ResolvedSchema::Map(other)) => {
                let is_empty = old.facts.bounds.max_properties == Some(0);
                let inside = if is_empty { Acceptance::Yes } else { self.accepts(one, other) };
                inside.and(Acceptance::of(
                    Range::properties(old.facts).fits(Range::properties(new.facts)),
                ))
            }
            (
                ResolvedSchema::Object(_) | ResolvedSchema::Map(_),
                ResolvedSchema::Object(_) | ResolvedSchema::Map(_),
            ) => self.objects(old, new),
            _ => Acceptance::No,
        }
    }

    /// What cannot be listed, by what lists its values.
    fn all_listed(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        match (old.kind(), new.kind()) {
            // A list of values that texts of a form, or numbers in bounds, may all be among.
            (ResolvedSchema::Text, ResolvedSchema::Enum(_)) => {
                Acceptance::of(old.facts.pattern.is_none() && old.facts.format.is_none())
                    .no_unless_known()
            }
            (ResolvedSchema::Number { whole: true }, _) => match numbers::listed(old.facts) {
                Some(values) => Acceptance::all(values.iter().map(|value| new.holds(value))),
                None => Acceptance::No,
            },
            _ => Acceptance::No,
        }
    }

    fn lists(
        &self,
        (old, one): (Schema<'_>, Schema<'_>),
        (new, other): (Schema<'_>, Schema<'_>),
    ) -> Acceptance {
        let range = Range::items(old.facts);
        let items = if range.most == Some(0) { Acceptance::Yes } else { self.accepts(one, other) };
        let is_unique = !new.facts.bounds.unique_items
            || old.facts.bounds.unique_items
            || range.most.is_some_and(|most| most < 2);
        items
            .and(Acceptance::of(range.fits(Range::items(new.facts))))
            .and(Acceptance::of(is_unique))
    }
}

impl Acceptance {
    /// Of a form that may leave only such values: it is not known.
    fn no_unless_known(self) -> Self {
        if self == Self::Yes { Self::No } else { Self::Unknown }
    }
}

fn null(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    Acceptance::of(!old.nullable || new.holds_null())
}

/// A schema of any type may still say something of its values.
fn any(old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let says_nothing = new.facts.bounds == crate::model::Bounds::default()
        && new.facts.pattern.is_none()
        && new.facts.format.is_none()
        && new.facts.alternatives.is_empty();
    if says_nothing {
        return Acceptance::Yes;
    }
    let says_the_same = old.facts.bounds == new.facts.bounds
        && old.facts.pattern == new.facts.pattern
        && old.facts.format == new.facts.format
        && old.facts.alternatives == new.facts.alternatives;
    if says_the_same { Acceptance::Yes } else { Acceptance::Unknown }
}
