//! Documentation comments.

use proc_macro2::TokenStream;
use quote::quote;

/// Where lines of documentation break.
const WIDTH: usize = 100;

/// The lines of a documentation comment, broken at the width; paragraphs stand apart.
pub(super) fn lines(paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs
        .iter()
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        wrap(paragraph, &mut lines);
    }
    lines
}

fn wrap(paragraph: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

/// The comment as attributes, for code.
pub(super) fn attributes(paragraphs: &[String]) -> TokenStream {
    let lines = lines(paragraphs).into_iter().map(|line| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
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
