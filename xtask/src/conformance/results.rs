//! The results of all suites, as the table that a run ends with.

use std::time::Duration;

use super::summary::Summary;
use super::verdict::Verdict;

/// One suite.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub suite: &'static str,
    /// Its verdict.
    pub verdict: Verdict,
    /// How long it took.
    pub took: Duration,
}

/// All rows as text, with a line of totals.
pub fn render(rows: &[Row]) -> String {
    let head = ["operations", "passed", "excepted", "failed", "seconds"].map(str::to_owned);
    let mut text = format!("\n{}", line("suite", &head, ""));
    for row in rows {
        let (summary, remark) = match &row.verdict {
            Verdict::Passed(summary) => (Some(summary), String::new()),
            Verdict::Failed(summary, why) if why.is_empty() => {
                (summary.as_ref(), "FAILED".to_owned())
            }
            Verdict::Failed(summary, why) => (summary.as_ref(), format!("FAILED: {why}")),
            Verdict::Skipped(why) => (None, format!("skipped: {why}")),
        };
        let seconds = format!("{:.0}", row.took.as_secs_f64());
        let mut cells = ["", "", "", "", seconds.as_str()].map(str::to_owned);
        if let Some(Summary { operations, of, passed, excepted, failed, .. }) = summary {
            let reached = if *of > 0 { format!("{operations} of {of}") } else { String::new() };
            let [passed, excepted, failed] = [passed, excepted, failed].map(ToString::to_string);
            cells = [reached, passed, excepted, failed, seconds];
        }
        text.push_str(&line(row.suite, &cells, &remark));
    }
    let count = |is: fn(&Verdict) -> bool| rows.iter().filter(|row| is(&row.verdict)).count();
    let passed = count(|verdict| matches!(verdict, Verdict::Passed(_)));
    let skipped = count(|verdict| matches!(verdict, Verdict::Skipped(_)));
    let (all, failed) = (rows.len(), count(Verdict::is_failure));
    text + &format!("\n{passed} of {all} suites passed, {failed} failed, {skipped} skipped\n")
}

/// Wide enough for the longest name of a suite, for the operations of all documents of `foreign`, and for millions of cases.
fn line(suite: &str, cells: &[String; 5], remark: &str) -> String {
    let [operations, passed, excepted, failed, seconds] = cells;
    let figures =
        format!("{operations:>14}  {passed:>8}  {excepted:>8}  {failed:>6}  {seconds:>7}");
    format!("{}\n", format!("{suite:13}  {figures}  {remark}").trim_end())
}
