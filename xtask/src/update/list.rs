//! A list of lines that is shortened if it is too long.

use std::fmt;

/// Lines, and how many were left out at the end.
#[derive(Debug, Default)]
pub struct List {
    lines: Vec<String>,
    left_out: usize,
    /// The prefix of every line.
    mark: &'static str,
    /// Where the omitted lines can be found.
    elsewhere: &'static str,
}

impl List {
    /// A list in Markdown.
    pub fn new(items: impl IntoIterator<Item = String>) -> Self {
        Self::of_items(items.into_iter().map(|item| format!("- {item}")))
    }

    /// A list in Markdown, of items that have their mark already and may have several lines.
    pub fn of_items(items: impl IntoIterator<Item = String>) -> Self {
        Self { mark: "- ", ..Self::raw(items) }
    }

    /// Lines as they are.
    pub fn raw<L: Into<String>>(lines: impl IntoIterator<Item = L>) -> Self {
        Self {
            lines: lines.into_iter().map(Into::into).collect(),
            left_out: 0,
            mark: "",
            elsewhere: "`cargo xtask diff` prints all of them",
        }
    }

    /// The same, with a hint where omitted lines can be found.
    #[must_use]
    pub fn or(self, elsewhere: &'static str) -> Self {
        Self { elsewhere, ..self }
    }

    /// The first lines only.
    #[must_use]
    pub fn at_most(mut self, lines: usize) -> Self {
        self.left_out += self.lines.len().saturating_sub(lines);
        self.lines.truncate(lines);
        self
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.left_out == 0
    }

    /// Removes lines at the end, until it is shorter by this many bytes, or empty.
    pub fn cut(&mut self, bytes: usize) {
        // The line that says so takes space as well.
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
        if self.left_out == 0 {
            return Ok(());
        }
        let rest = match self.lines.is_empty() {
            true => format!("{} lines did not fit", self.left_out),
            false => format!("... and {} more", self.left_out),
        };
        let apart = match (self.lines.is_empty(), self.mark) {
            (true, _) => "",
            (false, "") => "\n\n",
            (false, _) => "\n",
        };
        write!(f, "{apart}{}{rest}; {}", self.mark, self.elsewhere)
    }
}
