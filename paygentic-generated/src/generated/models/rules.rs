use crate::support::*;

/// What a rule compares with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RuleConditionValue {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A range.
    Range(RuleConditionRange),
    /// A range that is open.
    From(Box<RuleConditionFrom>),
    /// What this version does not know, as sent.
    Unknown(Value),
}

union! {
    RuleConditionValue shape {
        Text(String) from = string,
        Number(f64) from = number,
        From(Box<RuleConditionFrom>) = object ["from"],
        Range(RuleConditionRange) from = object ["from", "to"],
    }
}

/// A range.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleConditionRange {
    /// The least.
    pub from: f64,
    /// The most.
    pub to: f64,
}

object! { RuleConditionRange { from "from", to "to" } }

/// A range that is open.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleConditionFrom {
    /// The least.
    pub from: f64,
}

object! { RuleConditionFrom { from "from" } }

/// A condition.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleCondition {
    /// What is compared with.
    pub value: Option<RuleConditionValue>,
    /// Conditions inside.
    pub children: Vec<RuleCondition>,
    /// How often.
    pub count: Option<i64>,
    /// Rates by name.
    pub rates: BTreeMap<String, f64>,
    /// All else.
    pub additional: BTreeMap<String, i64>,
}

object! {
    RuleCondition {
        value "value",
        children "children",
        count "count",
        rates "rates",
    }
    extra additional
}

setters! {
    RuleCondition {
        value: RuleConditionValue,
        children: Vec<RuleCondition>,
        count: i64,
        rates: BTreeMap<String, f64>,
        additional: BTreeMap<String, i64>,
    }
    new()
}
