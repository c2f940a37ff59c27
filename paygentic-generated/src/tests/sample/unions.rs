//! Unions whose alternatives require nothing, or the same properties, so that several fit most values.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Decimal;
use crate::support::{object, open_enum, union};

open_enum! {
    /// The unit of a goal.
    Metric { Percent = "percent" }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GoalParent {
    pub id: Option<String>,
    pub metric: Option<Metric>,
}

object! { GoalParent { id "id", metric "metric" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskParent {
    pub id: Option<String>,
    pub due: Option<String>,
    pub labels: BTreeMap<String, String>,
}

object! { TaskParent { id "id", due "due", labels "labels" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GoalMember {
    pub parent: Option<GoalParent>,
    pub metric: Option<Metric>,
}

object! { GoalMember { parent "parent", metric "metric" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskMember {
    pub parent: Option<TaskParent>,
    pub metric: Option<String>,
}

object! { TaskMember { parent "parent", metric "metric" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WorkerGuard {
    Names(BTreeMap<String, Value>),
    Goal(GoalMember),
    Task(TaskMember),
    Unknown(Value),
}

union! {
    WorkerGuard shape {
        Names(BTreeMap<String, Value>) from = object,
        Goal(GoalMember) from = object,
        Task(TaskMember) from = object,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Passed {
    pub ok: bool,
    pub note: String,
}

object! { Passed { ok "ok" is true, note "note" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Failed {
    pub ok: bool,
    pub note: String,
}

object! { Failed { ok "ok" is false, note "note" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    Passed(Passed),
    Failed(Failed),
    Unknown(Value),
}

union! {
    AttemptOutcome shape {
        Passed(Passed) from = object ["ok", "note"],
        Failed(Failed) from = object ["ok", "note"],
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Free {
    pub price: Decimal,
}

object! { Free { price "price" is 0 as number } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HalfPrice {
    pub price: Decimal,
}

object! { HalfPrice { price "price" is "0.50" as number } }

/// Numbers that do not fit `i32`, the default type of an integer literal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Large {
    pub count: i64,
    pub mass: f64,
    pub price: Decimal,
}

object! {
    Large {
        count "count" is 5000000000i64,
        mass "mass" is 5000000000.0,
        price "price" is 5000000000i64 as number,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Offer {
    Free(Free),
    Half(HalfPrice),
    Unknown(Value),
}

union! {
    Offer shape {
        Free(Free) from = object ["price"],
        Half(HalfPrice) from = object ["price"],
    }
}
