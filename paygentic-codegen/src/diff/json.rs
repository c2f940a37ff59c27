//! A diff as JSON, for programs. Its schema is `schemas/diff.json`.

use serde_json::{Value, json};

use super::change::Diff;

/// The version of the form. Properties may be added; one that is removed or means something else raises it.
const SCHEMA: u32 = 1;

impl Diff {
    /// The difference as JSON, with the verdicts that its changes come to.
    ///
    /// # Errors
    ///
    /// None that a difference could cause; serialization has them.
    pub fn to_json(&self) -> serde_json::Result<Value> {
        let mut value = json!({ "schema": SCHEMA, "rust": self.rust(), "wire": self.wire() });
        if let (Some(all), Value::Object(more)) =
            (value.as_object_mut(), serde_json::to_value(self)?)
        {
            all.extend(more);
        }
        Ok(value)
    }
}
