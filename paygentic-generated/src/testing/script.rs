//! The responses of a mock by operation.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Asked, Reply};

/// Creates a response.
pub(super) type Answer = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;

/// The responses of operations, by their names.
#[derive(Default)]
pub(super) struct Script(BTreeMap<&'static str, Answers>);

/// The responses of an operation, in order.
#[derive(Default)]
struct Answers {
    list: VecDeque<Answer>,
    /// Whether the last one has been returned: it is repeated until another is added.
    is_last_given: bool,
}

impl Script {
    pub(super) fn add(&mut self, operation: &'static str, answer: Answer) {
        let answers = self.0.entry(operation).or_default();
        if std::mem::take(&mut answers.is_last_given) {
            answers.list.pop_front();
        }
        answers.list.push_back(answer);
    }

    /// The next response of an operation.
    pub(super) fn next(&mut self, operation: &str) -> Option<Answer> {
        let answers = self.0.get_mut(operation)?;
        if answers.list.len() > 1 {
            return answers.list.pop_front();
        }
        answers.is_last_given = true;
        answers.list.front().cloned()
    }

    /// The message of the panic for a call without a response.
    pub(super) fn problem(&self, asked: &Asked, before: &[&str]) -> String {
        let list = |names: &[&str]| match names {
            [] => "nothing".to_owned(),
            names => names.join(", "),
        };
        let expected: Vec<&str> = self.0.keys().copied().collect();
        format!(
            "the mock has no response for {} ({} {}): set one with `answer`, `answer_with` or `fail`\n  \
             operations with responses: {}\n  calls before: {}",
            asked.operation,
            asked.request.method(),
            asked.request.uri(),
            list(&expected),
            list(before)
        )
    }
}
