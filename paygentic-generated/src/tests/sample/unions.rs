//! A union whose alternatives require nothing, so that several fit most values.

use std::collections::BTreeMap;

use serde_json::Value;

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
