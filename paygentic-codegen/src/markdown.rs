//! Texts that may quote a document, written so that Markdown shows them as they are.

/// The maximum length of a displayed name.
const LONGEST: usize = 160;

/// Text as code within a line.
pub fn code(text: &str) -> String {
    let text = one_line(text).replace('`', "'");
    if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") }
}

/// Text as text. What stands between backticks stays code.
pub fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.matches('`').count() % 2 == 1 {
        return escaped(&text.replace('`', "'"));
    }
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(number, part)| match number % 2 {
        0 => escaped(part),
        _ => code(part),
    });
    parts.collect()
}

/// Text as a block of code, whatever it holds.
pub fn block(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// Text without line breaks or other control characters, cut to a readable length.
pub fn one_line(text: &str) -> String {
    let visible = |c: char| if is_hidden(c) { ' ' } else { c };
    let mut line: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// Control characters, and those that show nothing or turn the direction of what follows.
pub fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || turns
}

/// Characters with a meaning in Markdown, HTML or GitHub mentions.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            // An empty comment prevents a mention.
            '@' => escaped.push_str("@<!-- -->"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '>' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if is_hidden(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
