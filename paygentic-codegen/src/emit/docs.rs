//! Documentation comments.

use proc_macro2::TokenStream;
use quote::quote;

/// The maximum length of a line of documentation.
const WIDTH: usize = 100;

/// The prefix of a list item.
const ITEM: &str = "- ";

/// The lines of a documentation comment, wrapped, with an empty line between paragraphs.
pub(super) fn lines(paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut was_item = false;
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
        // Items of a list are not separated.
        let is_item = paragraph.starts_with(ITEM);
        let is_together = is_item && was_item;
        if !lines.is_empty() && !is_together {
            lines.push(String::new());
        }
        wrap(paragraph, if is_item { "  " } else { "" }, &mut lines);
        was_item = is_item;
    }
    lines
}

/// Wraps a paragraph; all lines but the first are indented.
fn wrap(paragraph: &str, indent: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut is_empty = true;
    for word in paragraph.split_whitespace() {
        if !is_empty && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
}

/// The comment as attributes, for code.
pub(super) fn attributes(paragraphs: &[String]) -> TokenStream {
    verbatim(&lines(paragraphs))
}

/// Lines as attributes, without wrapping.
pub(super) fn verbatim(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!(" {line}"),
    });
    quote! { #(#[doc = #lines])* }
}

/// The comment as text, for tables.
pub(super) fn comment(paragraphs: &[String], indent: &str) -> String {
    let mut text = String::new();
    for line in lines(paragraphs) {
        let line = format!("{indent}/// {line}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
