//! The results of all suites, as the table that a run ends with.

use std::fmt::Write as _;
use std::time::Duration;

use super::verdict::Verdict;

/// One suite.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub suite: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// How long it took.
    pub took: Duration,
}

/// All rows as text, with a line that says what they come to.
pub fn render(rows: &[Row]) -> String {
    let head =
        ["suite", "operations", "passed", "excepted", "failed", "seconds", ""].map(str::to_owned);
    let lines: Vec<_> = [head].into_iter().chain(rows.iter().map(cells)).collect();
    let width = |column: usize| {
        let lengths = lines.iter().map(|line| line[column].chars().count());
        lengths.max().unwrap_or(0)
    };
    let mut text = String::from("\n");
    for line in &lines {
        let mut row = format!("{:1$}", line[0], width(0));
        for (column, cell) in line.iter().enumerate().take(6).skip(1) {
            // Writing to a string does not fail.
            let _ = write!(row, "  {cell:>0$}", width(column));
        }
        let _ = write!(row, "  {}", line[6]);
        text.push_str(row.trim_end());
        text.push('\n');
    }
    let count = |is: fn(&Verdict) -> bool| rows.iter().filter(|row| is(&row.verdict)).count();
    let _ = writeln!(
        text,
        "\n{} of {} suites passed, {} failed, {} skipped",
        count(|verdict| matches!(verdict, Verdict::Passed(_))),
        rows.len(),
        count(Verdict::is_failure),
        count(|verdict| matches!(verdict, Verdict::Skipped(_))),
    );
    text
}

fn cells(row: &Row) -> [String; 7] {
    let (summary, remark) = match &row.verdict {
        Verdict::Passed(summary) => (Some(summary), String::new()),
        Verdict::Failed(summary, why) if why.is_empty() => (summary.as_ref(), "FAILED".to_owned()),
        Verdict::Failed(summary, why) => (summary.as_ref(), format!("FAILED: {why}")),
        Verdict::Skipped(why) => (None, format!("skipped: {why}")),
    };
    let figure = |value: fn(&super::summary::Summary) -> u64| {
        summary.map_or_else(String::new, |summary| value(summary).to_string())
    };
    let operations = match summary {
        Some(summary) if summary.of > 0 => format!("{} of {}", summary.operations, summary.of),
        _ => String::new(),
    };
    [
        row.suite.to_owned(),
        operations,
        figure(|summary| summary.passed),
        figure(|summary| summary.excepted),
        figure(|summary| summary.failed),
        format!("{:.0}", row.took.as_secs_f64()),
        remark,
    ]
}
