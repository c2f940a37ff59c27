//! Escapes text that may quote a document, so that Markdown renders it literally.

/// The maximum length of a displayed name.
const MAX_LENGTH: usize = 160;

/// Text as inline code.
pub fn code(text: &str) -> String {
    let text = one_line(text).replace('`', "'");
    if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") }
}

/// Text as plain text. Parts in backticks stay code.
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

/// Text as a fenced code block; the fence is longer than any run of backticks in the text.
pub fn block(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// Text without line breaks or other control characters, cut to a readable length.
pub fn one_line(text: &str) -> String {
    let visible = |c: char| if is_hidden(c) { ' ' } else { c };
    let mut line: String = text.chars().take(MAX_LENGTH).map(visible).collect();
    if text.chars().nth(MAX_LENGTH).is_some() {
        line.push('…');
    }
    line
}

/// Whether a character is a control character, invisible, or changes the direction of text.
pub fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || turns
}

/// Escapes characters with a meaning in Markdown, HTML or GitHub mentions.
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
