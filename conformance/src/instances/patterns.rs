//! Text that a pattern matches.
//!
//! Not `rand_regex`: it rejects anchors, which the patterns of ids have, and its classes such as `.` and `\d`
//! cover all of Unicode, where JSON Schema means ASCII.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use super::random::Random;

/// The maximum number of repetitions of `*` and `+` beyond the minimum.
const MANY: u32 = 12;

/// Text that the pattern matches as a whole; `None` if the pattern cannot be parsed, or uses look-around.
pub fn text(pattern: &str, random: &mut Random) -> Option<String> {
    let mut text = String::new();
    write(&*parsed(pattern)?, random, &mut text)?;
    Some(text)
}

/// Parsing a pattern takes far longer than generating a text that it matches.
fn parsed(pattern: &str) -> Option<Rc<Hir>> {
    thread_local! {
        static PARSED: RefCell<HashMap<String, Option<Rc<Hir>>>> = RefCell::default();
    }
    PARSED.with_borrow_mut(|parsed| match parsed.get(pattern) {
        Some(known) => known.clone(),
        None => {
            let read = ParserBuilder::new().build().parse(pattern).ok().map(Rc::new);
            parsed.insert(pattern.to_owned(), read.clone());
            read
        }
    })
}

fn write(hir: &Hir, random: &mut Random, text: &mut String) -> Option<()> {
    match hir.kind() {
        // Nothing surrounds the text, so anchors match.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(letter(class, random)?),
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repeated) => {
            let many = repeated.min.saturating_add(MANY);
            let more = repeated.max.unwrap_or(many).min(many) - repeated.min;
            let more = random.below(usize::try_from(more).ok()? + 1);
            for _ in 0..usize::try_from(repeated.min).ok()? + more {
                write(&repeated.sub, random, text)?;
            }
        }
        HirKind::Capture(group) => write(&group.sub, random, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, random, text)?;
            }
        }
        HirKind::Alternation(branches) => write(random.pick(branches)?, random, text)?,
    }
    Some(())
}

/// A character of a class: printable ASCII if it has any, as `\d` and `.` mean more here than in JSON Schema.
fn letter(class: &ClassUnicode, random: &mut Random) -> Option<char> {
    let visible = ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]);
    let mut narrow = class.clone();
    narrow.intersect(&visible);
    let from = if narrow.ranges().is_empty() { class } else { &narrow };
    let range = random.pick(from.ranges())?;
    let (first, last) = (u32::from(range.start()), u32::from(range.end()));
    let step = random.below(usize::try_from(last - first).ok()? + 1);
    let code = first + u32::try_from(step).ok()?;
    char::from_u32(code).or(Some(range.start()))
}
