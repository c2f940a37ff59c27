//! Lines that may be too many.

use std::fmt;

/// Lines, and how many were left out at the end.
#[derive(Debug, Default)]
pub struct List {
    lines: Vec<String>,
    left_out: usize,
    /// The separator before the line about the omitted ones.
    before_rest: &'static str,
}

impl List {
    /// A list in Markdown.
    pub fn new(items: impl IntoIterator<Item = String>) -> Self {
        Self { before_rest: "\n- ", ..Self::raw(items.into_iter().map(|item| format!("- {item}"))) }
    }

    /// Lines as they are.
    pub fn raw<L: Into<String>>(lines: impl IntoIterator<Item = L>) -> Self {
        Self {
            lines: lines.into_iter().map(Into::into).collect(),
            left_out: 0,
            before_rest: "\n\n",
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.left_out == 0
    }

    /// Leaves out lines at the end, until it is shorter by so many bytes, or empty.
    pub fn cut(&mut self, bytes: usize) {
        // The line that says so takes room as well.
        let mut excess = bytes.saturating_add(100);
        while excess > 0 {
            let Some(line) = self.lines.pop() else {
                break;
            };
            excess = excess.saturating_sub(line.len() + 1);
            self.left_out += 1;
        }
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))?;
        if self.left_out > 0 {
            write!(
                f,
                "{}... and {} more lines, which did not fit; `cargo xtask diff` prints all",
                self.before_rest, self.left_out
            )?;
        }
        Ok(())
    }
}
