//! The result of a suite.

use super::summary::Summary;

/// The result of a suite.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing failed.
    Passed(Summary),
    /// A case or the suite itself failed, possibly before its summary.
    Failed(Option<Summary>, String),
    /// It could not run here.
    Skipped(String),
}

impl Verdict {
    /// Whether the suite failed.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed(..))
    }
}

/// Judges a suite by its exit code and what it printed. Both must report success.
pub fn judge(name: &str, code: Option<i32>, output: &str) -> Verdict {
    let (summary, rest) = Summary::find(output);
    if !rest.trim().is_empty() {
        eprintln!("{rest}");
    }
    let ended =
        code.map_or("was ended by a signal".to_owned(), |code| format!("ended with {code}"));
    let Some(summary) = summary else {
        return Verdict::Failed(None, format!("{ended}, without a summary"));
    };
    if summary.suite != name {
        let why = format!("its summary is that of `{}`", summary.suite);
        return Verdict::Failed(None, why);
    }
    if summary.failed > 0 {
        return Verdict::Failed(Some(summary), String::new());
    }
    if code != Some(0) {
        return Verdict::Failed(Some(summary), ended);
    }
    match summary.skipped {
        Some(why) => Verdict::Skipped(why),
        // A suite without passed cases proves nothing.
        None if summary.passed == 0 => Verdict::Failed(Some(summary), "no case passed".to_owned()),
        None => Verdict::Passed(summary),
    }
}
