//! The table of rules, for people who look one up.

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
