//! Values of one alternative of a union.

use serde_json::{Map, Value};

use super::{Detail, Instances, add, flatten, is_null, required};
use crate::contract::{entries, items};

/// The maximum number of attempts to find a value that belongs to exactly one alternative.
const TRIES: usize = 40;

impl Instances<'_> {
    /// A value of one of several alternatives.
    pub(super) fn of_shapes(
        &mut self,
        whole: &Value,
        base: &Map<String, Value>,
        branches: &Value,
        detail: Detail,
        depth: usize,
    ) -> Value {
        let branches: Vec<_> = items(branches).collect();
        let mut value = Value::Null;
        for attempt in 0..TRIES {
            // A value with few properties may match several alternatives.
            let detail = match detail {
                Detail::Required if attempt >= TRIES / 2 => Detail::Random,
                detail => detail,
            };
            let Some(branch) = self.random.pick(&branches).copied() else {
                break;
            };
            let mut merged = flatten(self.document, branch);
            if is_null(&merged) {
                value = Value::Null;
                if detail == Detail::All {
                    continue;
                }
                break;
            }
            add(self.document, &mut merged, base);
            value = self.value(&Value::Object(merged), detail, depth);
            if let (Some((tag, name)), Value::Object(fields)) = (self.tag(base, branch), &mut value)
            {
                fields.insert(tag, name);
            }
            if self.judge.is_valid(whole, &value) && self.belongs(&value, branch, &branches) {
                break;
            }
        }
        value
    }

    /// Whether a value belongs to this alternative and no other: among those that accept it, this one requires most.
    fn belongs(&self, value: &Value, branch: &Value, branches: &[&Value]) -> bool {
        let required = |branch| required(self.document, branch);
        !self.judge.overlaps
            || branches.iter().all(|other| {
                std::ptr::eq(*other, branch)
                    || !self.judge.is_valid(other, value)
                    || required(other) < required(branch)
            })
    }

    /// The tag property of an alternative, and its value.
    fn tag(&mut self, base: &Map<String, Value>, branch: &Value) -> Option<(String, Value)> {
        let discriminator = base.get("discriminator")?;
        let name = discriminator["propertyName"].as_str()?;
        let to = branch["$ref"].as_str()?;
        let tags: Vec<_> = entries(&discriminator["mapping"])
            .filter(|(_, target)| target.as_str() == Some(to))
            .map(|(tag, _)| tag)
            .collect();
        let tag = self.random.pick(&tags)?;
        Some((name.to_owned(), Value::from(tag.as_str())))
    }
}
