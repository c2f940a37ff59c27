//! Random JSON that is valid by a schema of the contract; the same seed gives the same JSON.

pub mod judge;
mod merge;
pub mod patterns;
pub mod random;
mod texts;
mod unions;

use serde_json::{Map, Value};

pub use crate::contract::{OperationSchemas, Parameter, contract, operations, published};
use crate::contract::{entries, items, says};
use judge::Judge;
pub(crate) use merge::{add, flatten, required};
use random::Random;

/// The maximum depth of values with optional parts.
const DEPTH: usize = 7;

/// The number of further attempts if a value is not valid.
const MORE: usize = 8;

/// How much of the optional parts is present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Only what is required.
    Required,
    /// Everything, and null only where nothing else is valid.
    All,
    /// Some of it.
    Random,
}

impl Detail {
    /// What is required, then everything, and then some of it.
    pub fn of(round: u64) -> Self {
        match round {
            0 => Self::Required,
            1 => Self::All,
            _ => Self::Random,
        }
    }
}

/// Generates values.
pub struct Instances<'d> {
    document: &'d Value,
    judge: Judge,
    random: Random,
    requests: bool,
}

impl<'d> Instances<'d> {
    /// By the schemas of a document, from a seed: what a server may send.
    pub fn new(document: &'d Value, seed: u64) -> Self {
        Self { document, judge: Judge::new(document), random: Random::new(seed), requests: false }
    }

    /// What a client may send: without properties that are `readOnly`.
    #[must_use]
    pub fn for_requests(mut self) -> Self {
        self.requests = true;
        self.judge = self.judge.for_requests();
        self
    }

    /// Includes values that several alternatives of a `oneOf` accept, and that belong to one of them: it requires more
    /// properties than the others.
    #[must_use]
    pub fn with_overlaps(mut self) -> Self {
        self.judge = self.judge.with_overlaps();
        self
    }

    /// Starts again from another seed.
    pub fn reseed(&mut self, seed: u64) {
        self.random = Random::new(seed);
    }

    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// A value that is valid by the schema, if one is found: some schemas are hard to satisfy at random.
    pub fn valid(&mut self, schema: &Value, detail: Detail) -> Value {
        let mut value = self.value(schema, detail, 0);
        for _ in 0..MORE {
            if self.judge.is_valid(schema, &value) {
                break;
            }
            value = self.value(schema, detail, 0);
        }
        value
    }

    fn value(&mut self, schema: &Value, detail: Detail, depth: usize) -> Value {
        let mut flat = flatten(self.document, schema);
        let nullable = flat.get("nullable") == Some(&Value::Bool(true));
        if nullable && detail != Detail::All && self.random.one_in(4) {
            return Value::Null;
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = flat.remove(keyword) {
                return self.of_shapes(schema, &flat, &branches, detail, depth);
            }
        }
        self.plain(&flat, detail, depth)
    }

    fn plain(&mut self, schema: &Map<String, Value>, detail: Detail, depth: usize) -> Value {
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(Value::Array(values)) = schema.get("enum") {
            return self.random.pick(values).cloned().unwrap_or(Value::Null);
        }
        let kind = match schema.get("type") {
            Some(Value::Array(kinds)) => {
                let full = |kind: &&Value| detail != Detail::All || **kind != "null";
                let kinds: Vec<_> = kinds.iter().filter(full).collect();
                self.random.pick(&kinds).and_then(|kind| kind.as_str())
            }
            Some(kind) => kind.as_str(),
            None if schema.contains_key("items") => Some("array"),
            None if ["properties", "required", "additionalProperties"]
                .iter()
                .any(|keyword| schema.contains_key(*keyword)) =>
            {
                Some("object")
            }
            None => None,
        };
        match kind {
            Some("object") => self.object(schema, detail, depth),
            Some("array") => self.array(schema, detail, depth),
            Some("string") => texts::string(schema, &mut self.random).into(),
            Some("boolean") => self.random.one_in(2).into(),
            Some("integer") => texts::number(schema, true, &mut self.random),
            Some("number") => texts::number(schema, false, &mut self.random),
            Some(_) => Value::Null,
            None => self.any(depth),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, detail: Detail, depth: usize) -> Value {
        let none = Value::Null;
        let required: Vec<_> = items(schema.get("required").unwrap_or(&none)).collect();
        let described = schema.get("properties").unwrap_or(&none);
        let mut object = Map::new();
        for (name, property) in entries(described) {
            // Properties that are not sent in this direction.
            let omitted = if self.requests { "readOnly" } else { "writeOnly" };
            let omitted = says(self.document, property, omitted);
            let present = required.iter().any(|required| *required == name)
                || match detail {
                    Detail::Required => false,
                    Detail::All => depth < DEPTH,
                    Detail::Random => depth < DEPTH && self.random.one_in(2),
                };
            if present && !omitted {
                object.insert(name.clone(), self.value(property, detail, depth + 1));
            }
        }
        // A property may be required and not be described.
        for name in required.iter().filter_map(|name| name.as_str()) {
            if described.get(name).is_none() && !object.contains_key(name) {
                object.insert(name.to_owned(), self.any(depth + 1));
            }
        }
        let least = schema.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        let least = usize::try_from(least).unwrap_or(0);
        // Declared properties come first; what is still missing must have been optional.
        for (name, property) in entries(described) {
            if object.len() < least && !object.contains_key(name) {
                object.insert(name.clone(), self.value(property, detail, depth + 1));
            }
        }
        self.additional(schema, detail, least, depth, &mut object);
        object.into()
    }

    /// Additional properties.
    fn additional(
        &mut self,
        schema: &Map<String, Value>,
        detail: Detail,
        least: usize,
        depth: usize,
        object: &mut Map<String, Value>,
    ) {
        let open = Value::Bool(true);
        let fixed = schema.contains_key("properties");
        let values = match schema.get("additionalProperties") {
            None if fixed => return,
            None => &open,
            Some(Value::Bool(false)) => return,
            Some(values) => values,
        };
        let more = match detail {
            Detail::Required => 0,
            Detail::All => 2,
            Detail::Random => self.random.below(4),
        };
        let more = if depth < DEPTH { more } else { 0 };
        let count = least.saturating_sub(object.len()).max(more);
        for number in 0..count {
            let name = match self.random.below(4) {
                0 => format!("größe {number}"),
                1 => format!("$.key.{number}"),
                _ => format!("key_{number}"),
            };
            let value = if values.is_object() {
                self.value(values, detail, depth + 1)
            } else {
                self.any(depth + 1)
            };
            object.insert(name, value);
        }
    }

    fn array(&mut self, schema: &Map<String, Value>, detail: Detail, depth: usize) -> Value {
        let limit = |name| schema.get(name).and_then(Value::as_u64);
        let low = usize::try_from(limit("minItems").unwrap_or(0)).unwrap_or(0);
        let high = usize::try_from(limit("maxItems").unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let more = match detail {
            _ if depth >= DEPTH => 0,
            Detail::Required => self.random.below(2),
            Detail::All => 1 + self.random.below(2),
            Detail::Random => self.random.below(4),
        };
        let of = schema.get("items").cloned().unwrap_or(Value::Bool(true));
        (0..low.max(more.min(high))).map(|_| self.value(&of, detail, depth + 1)).collect()
    }

    /// Any JSON, where the schema has no constraints.
    fn any(&mut self, depth: usize) -> Value {
        let nested = if depth < DEPTH { 8 } else { 6 };
        match self.random.below(nested) {
            0 => Value::Null,
            1 => self.random.one_in(2).into(),
            2 => self.random.between(-1_000, 1_000_000).into(),
            3 => texts::number(&Map::new(), false, &mut self.random),
            4 | 5 => texts::string(&Map::new(), &mut self.random).into(),
            6 => (0..self.random.below(3)).map(|_| self.any(depth + 1)).collect(),
            _ => (0..self.random.below(3))
                .map(|number| (format!("inner_{number}"), self.any(depth + 1)))
                .collect::<Map<_, _>>()
                .into(),
        }
    }
}

/// Whether an alternative is null: in OpenAPI 3.0, where there is no such type, it is written `nullable: true`.
fn is_null(alternative: &Map<String, Value>) -> bool {
    let says_nothing_else = alternative.len() == 1 && alternative.contains_key("nullable");
    says_nothing_else || alternative.get("type") == Some(&"null".into())
}
