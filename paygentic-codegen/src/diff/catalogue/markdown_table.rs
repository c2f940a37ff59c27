//! The table of rules in `DIFF.md`, so that the documentation cannot differ from the catalogue.

use super::Rule;

/// The table of all rules, in Markdown.
pub fn table() -> String {
    let mut lines = vec![
        "| id | what happened | in requests | in responses | in errors |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(Rule::all().map(|rule| {
        format!(
            "| `{}` | {} | {} | {} | {} |",
            rule.id, rule.meaning, rule.request, rule.response, rule.error
        )
    }));
    lines.push(String::new());
    lines.join("\n")
}
