//! Removes parts of a YAML text and leaves the rest as it is, byte for byte.
//!
//! Not `yaml-edit`, because 0.2.3 does not parse `spec/overlay.yaml`: it reads the file as several documents.
//!
//! It supports only block style, as people write it: entries of maps and items of lists, one below the other. What
//! it cannot find is an error, and the caller compares the values before and after.

use std::ops::Range;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An item of a list.
    Index(usize),
    /// An entry of a map.
    Key(String),
}

/// The text without the values at these places, or the first place that cannot be found in it.
pub fn without(text: &str, places: &[Vec<Step>]) -> Result<String, Vec<Step>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut keep = vec![true; lines.len()];
    for place in places {
        let range = locate(&lines, place).ok_or_else(|| place.clone())?;
        keep[range].fill(false);
    }
    Ok(kept(&lines, &keep))
}

/// The lines to keep. Where some are removed between two blank ones, only one blank line remains.
fn kept(lines: &[&str], keep: &[bool]) -> String {
    let mut text = String::new();
    let (mut blank, mut gap) = (true, false);
    for (line, keep) in lines.iter().zip(keep) {
        if !keep {
            gap = true;
            continue;
        }
        let is_blank = line.trim().is_empty();
        if !(gap && blank && is_blank) {
            text.push_str(line);
        }
        (blank, gap) = (is_blank, false);
    }
    text
}

/// The lines of the value at a place, its key or dash included.
fn locate(lines: &[&str], place: &[Step]) -> Option<Range<usize>> {
    // Dashes become spaces on the way down, so that the first entry of a map in a list looks like the others.
    let mut lines: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    let mut range = 0..lines.len();
    for (depth, step) in place.iter().enumerate() {
        let inside = if depth == 0 { range } else { inside(&mut lines, range)? };
        range = child(&lines, inside, step)?;
    }
    Some(range)
}

/// The lines below a key, or behind and below a dash.
fn inside(lines: &mut [String], range: Range<usize>) -> Option<Range<usize>> {
    let first = lines.get_mut(range.start)?;
    match first.trim_start().strip_prefix("- ") {
        Some(_) => {
            *first = first.replacen('-', " ", 1);
            Some(range)
        }
        None => Some(range.start + 1..range.end),
    }
}

/// The lines of one entry or item of a block.
fn child(lines: &[String], block: Range<usize>, step: &Step) -> Option<Range<usize>> {
    let first = block.clone().find(|at| is_content(&lines[*at]))?;
    let column = indent(&lines[first]);
    let mut starts =
        block.clone().filter(|at| is_content(&lines[*at]) && indent(&lines[*at]) == column);
    let start = match step {
        Step::Index(index) => starts.filter(|at| is_item(&lines[*at])).nth(*index)?,
        Step::Key(key) => starts.find(|at| key_of(&lines[*at]).as_ref() == Some(key))?,
    };
    let is_key = matches!(step, Step::Key(_));
    let end = (start + 1..block.end).find(|at| {
        let line = &lines[*at];
        // The items of a list may have the same indentation as the key that holds it.
        let below = indent(line) > column || (is_key && indent(line) == column && is_item(line));
        is_content(line) && !below
    });
    let end = end.unwrap_or(block.end);
    // Comments before the next entry that are not indented deeper belong to the next entry.
    let belongs = |at: &usize| {
        !lines[*at].is_empty() && (indent(&lines[*at]) > column || is_content(&lines[*at]))
    };
    let last = (start..end).rev().find(belongs)?;
    Some(start..last + 1)
}

fn is_content(line: &str) -> bool {
    let text = line.trim_start();
    !text.is_empty() && !text.starts_with('#')
}

fn is_item(line: &str) -> bool {
    let text = line.trim_start();
    text == "-" || text.starts_with("- ")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key that a line begins with.
fn key_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let end = match line.chars().next()? {
        quote @ ('"' | '\'') => line[1..].find(quote)? + 2,
        _ => line.find(": ").or_else(|| line.strip_suffix(':').map(str::len))?,
    };
    let (key, rest) = line.split_at(end);
    let key: serde_json::Value = serde_yaml::from_str(key).ok()?;
    let is_key = rest.starts_with(": ") || rest == ":";
    let text = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
    is_key.then_some(text)
}
