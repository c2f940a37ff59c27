//! Whether every value that one schema accepts is accepted by another.
//!
//! The one judge of values: all verdicts about what is sent ask it. It looks at what is accepted and not at how it is
//! spelled. What is sent holds what is described and nothing else, because that is all that an SDK can send.

mod counts;
mod holds;
mod numbers;
mod objects;
mod texts;
mod unions;

use std::cell::RefCell;

use serde_json::Value;

pub(super) use objects::asks_for_more;

use super::change::Wire;
use crate::model::{Facts, Model, Object, TypeDef, TypeKind, TypeRef, Union, Variant};
use counts::Range;

/// How deep schemas are looked into.
const DEPTH: usize = 24;

/// Whether every value is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Every one is.
    Yes,
    /// It cannot be known.
    Unknown,
    /// There is one that is not.
    No,
}

impl Answer {
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
    shape: Shape<'a>,
    pub(super) facts: &'a Facts,
    nullable: bool,
    /// The only value, where there is one.
    only: Option<&'a Value>,
}

#[derive(Clone, Copy)]
enum Shape<'a> {
    Use(&'a TypeRef),
    Type(&'a TypeKind),
    /// Any JSON; what a list or map holds of which nothing is said.
    Any,
}

/// What a schema is, when references are followed.
enum Kind<'a> {
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
        Self { model, shape: Shape::Use(ty), facts, nullable: facts.nullable, only: None }
    }

    /// A type, with what is said of it.
    pub(super) fn of_type(model: &'a Model, def: &'a TypeDef) -> Self {
        Self {
            model,
            shape: Shape::Type(&def.kind),
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
        Self { model, shape: Shape::Any, facts: &NOTHING, nullable: true, only: None }
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

    fn only(self, only: Option<&'a Value>) -> Self {
        Self { only, ..self }
    }

    /// What a list holds, as far as something is said of it.
    pub(super) fn items(self) -> Self {
        let facts = self.facts.items.as_deref().unwrap_or(&NOTHING);
        match self.without_null().kind() {
            Kind::List(inner) => inner,
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    /// What a map or an object holds besides what it names, as far as something is said of it.
    pub(super) fn entries(self) -> Self {
        let facts = self.facts.entries.as_deref().unwrap_or(&NOTHING);
        match self.without_null().kind() {
            Kind::Map(inner) => Self { facts, ..inner },
            Kind::Object(Object { additional: Some(ty), .. }) => {
                Self::of_use(self.model, ty, facts)
            }
            _ => Self { facts, ..Self::any(self.model) },
        }
    }

    fn without_null(self) -> Self {
        match self.shape {
            Shape::Use(TypeRef::Option(inner)) => {
                Self { shape: Shape::Use(inner), ..self }.without_null()
            }
            _ => self,
        }
    }

    /// Follows references and what may be null, to what says something of values.
    fn resolved(self) -> Self {
        match self.shape {
            Shape::Use(TypeRef::Option(inner)) => {
                Self { shape: Shape::Use(inner), nullable: true, ..self }.resolved()
            }
            Shape::Use(TypeRef::Named(id)) => match self.model.def(*id) {
                Some(def) => Self { shape: Shape::Type(&def.kind), facts: &def.facts, ..self },
                None => Self::any(self.model),
            },
            _ => self,
        }
    }

    fn kind(self) -> Kind<'a> {
        let inside = |ty: &'a TypeRef, facts: &'a Option<Box<Facts>>| {
            Self::of_use(self.model, ty, facts.as_deref().unwrap_or(&NOTHING))
        };
        match self.shape {
            Shape::Any => Kind::Any,
            Shape::Use(ty) => match ty {
                TypeRef::String
                | TypeRef::Decimal
                | TypeRef::Duration
                | TypeRef::Timestamp
                | TypeRef::Date
                | TypeRef::Id(_)
                | TypeRef::File => Kind::Text,
                TypeRef::Boolean => Kind::Boolean,
                TypeRef::Integer => Kind::Number { whole: true },
                TypeRef::Number | TypeRef::DecimalNumber => Kind::Number { whole: false },
                TypeRef::JsonObject => Kind::Map(Self::any(self.model)),
                TypeRef::List(inner) => Kind::List(inside(inner, &self.facts.items)),
                TypeRef::Map(inner) => Kind::Map(inside(inner, &self.facts.entries)),
                // The rest has been followed.
                TypeRef::Json | TypeRef::Named(_) | TypeRef::Option(_) => Kind::Any,
            },
            Shape::Type(kind) => match kind {
                TypeKind::Object(object)
                | TypeKind::Parameters(object)
                | TypeKind::Multipart(object) => Kind::Object(object),
                TypeKind::Enum(values) => Kind::Enum(values),
                TypeKind::Union(union) => Kind::Union(union),
                TypeKind::Answers(_) => Kind::Any,
            },
        }
    }

    /// All values, where they can be listed; null apart.
    fn values(self) -> Option<Vec<Value>> {
        if let Some(only) = self.only {
            return Some(vec![only.clone()]);
        }
        let values = match self.kind() {
            Kind::Enum(values) => {
                values.iter().map(|value| Value::from(value.name.wire.as_str())).collect()
            }
            _ if !self.facts.values.is_empty() => self.facts.values.clone(),
            Kind::Boolean => vec![Value::Bool(false), Value::Bool(true)],
            _ => return None,
        };
        // A listed value that something else refuses is none.
        Some(values.into_iter().filter(|value| self.holds_facts(value) != Answer::No).collect())
    }

    /// Where it is: the same place of the same model says the same.
    fn is_same(&self, other: &Self) -> bool {
        let same_shape = match (self.shape, other.shape) {
            (Shape::Use(one), Shape::Use(other)) => one == other,
            (Shape::Type(one), Shape::Type(other)) => std::ptr::eq(one, other),
            (Shape::Any, Shape::Any) => true,
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
struct Walk {
    open: RefCell<Vec<(*const TypeKind, *const TypeKind)>>,
}

/// Whether every value that `old` accepts is accepted by `new`.
pub(super) fn accepts(old: Schema<'_>, new: Schema<'_>) -> Answer {
    Walk::default().accepts(old, new)
}

impl Walk {
    fn accepts(&self, old: Schema<'_>, new: Schema<'_>) -> Answer {
        let (old, new) = (old.resolved(), new.resolved());
        if old.is_same(&new) {
            return Answer::Yes;
        }
        let pair = match (old.shape, new.shape) {
            (Shape::Type(one), Shape::Type(other)) => {
                Some((std::ptr::from_ref(one), std::ptr::from_ref(other)))
            }
            _ => None,
        };
        if let Some(pair) = pair {
            // Types that hold themselves: what is being shown may be used inside.
            let is_open = self.open.borrow().contains(&pair);
            if is_open {
                return Answer::Yes;
            }
            if self.open.borrow().len() > DEPTH {
                return Answer::Unknown;
            }
            self.open.borrow_mut().push(pair);
        }
        let answer = null(old, new).and(self.values(old, new));
        if pair.is_some() {
            self.open.borrow_mut().pop();
        }
        answer
    }

    fn values(&self, old: Schema<'_>, new: Schema<'_>) -> Answer {
        if let Some(values) = old.values() {
            return Answer::all(values.iter().map(|value| new.holds(value)));
        }
        if let Kind::Union(union) = old.kind() {
            let inside = self.union_accepted((old, union), new);
            return inside.and(counts::all(old, new));
        }
        if new.only.is_some() || !new.facts.values.is_empty() || matches!(new.kind(), Kind::Enum(_))
        {
            return self.all_listed(old, new);
        }
        match (old.kind(), new.kind()) {
            (_, Kind::Union(union)) => self.accepted_by_union(old, (new, union)),
            (Kind::Any, Kind::Any) | (_, Kind::Any) => any(old, new),
            (Kind::Any, _) => Answer::No,
            (Kind::Text, Kind::Text) => texts::accepts(old.facts, new.facts),
            (Kind::Number { whole: one }, Kind::Number { whole: other }) => {
                numbers::accepts((old.facts, one), (new.facts, other))
            }
            (Kind::List(one), Kind::List(other)) => self.lists((old, one), (new, other)),
            (Kind::Map(one), Kind::Map(other)) => {
                let is_empty = old.facts.bounds.max_properties == Some(0);
                let inside = if is_empty { Answer::Yes } else { self.accepts(one, other) };
                inside.and(Answer::of(
                    Range::properties(old.facts).fits(Range::properties(new.facts)),
                ))
            }
            (Kind::Object(_) | Kind::Map(_), Kind::Object(_) | Kind::Map(_)) => {
                self.objects(old, new)
            }
            _ => Answer::No,
        }
    }

    /// What cannot be listed, by what lists its values.
    fn all_listed(&self, old: Schema<'_>, new: Schema<'_>) -> Answer {
        match (old.kind(), new.kind()) {
            // A list of values that texts of a form, or numbers in bounds, may all be among.
            (Kind::Text, Kind::Enum(_)) => {
                Answer::of(old.facts.pattern.is_none() && old.facts.format.is_none())
                    .no_unless_known()
            }
            (Kind::Number { whole: true }, _) => match numbers::listed(old.facts) {
                Some(values) => Answer::all(values.iter().map(|value| new.holds(value))),
                None => Answer::No,
            },
            _ => Answer::No,
        }
    }

    fn lists(
        &self,
        (old, one): (Schema<'_>, Schema<'_>),
        (new, other): (Schema<'_>, Schema<'_>),
    ) -> Answer {
        let range = Range::items(old.facts);
        let items = if range.most == Some(0) { Answer::Yes } else { self.accepts(one, other) };
        let is_unique = !new.facts.bounds.unique_items
            || old.facts.bounds.unique_items
            || range.most.is_some_and(|most| most < 2);
        items.and(Answer::of(range.fits(Range::items(new.facts)))).and(Answer::of(is_unique))
    }
}

impl Answer {
    /// Of a form that may leave only such values: it is not known.
    fn no_unless_known(self) -> Self {
        if self == Self::Yes { Self::No } else { Self::Unknown }
    }
}

fn null(old: Schema<'_>, new: Schema<'_>) -> Answer {
    Answer::of(!old.nullable || new.holds_null())
}

/// A schema of any type may still say something of its values.
fn any(old: Schema<'_>, new: Schema<'_>) -> Answer {
    let says_nothing = new.facts.bounds == crate::model::Bounds::default()
        && new.facts.pattern.is_none()
        && new.facts.format.is_none()
        && new.facts.alternatives.is_empty();
    if says_nothing {
        return Answer::Yes;
    }
    let says_the_same = old.facts.bounds == new.facts.bounds
        && old.facts.pattern == new.facts.pattern
        && old.facts.format == new.facts.format
        && old.facts.alternatives == new.facts.alternatives;
    if says_the_same { Answer::Yes } else { Answer::Unknown }
}
