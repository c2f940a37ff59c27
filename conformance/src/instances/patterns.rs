//! Text that a pattern matches.
//!
//! What patterns of contracts are made of: anchors, literals, classes, groups, choices, repetition.

use std::iter::Peekable;
use std::str::Chars;

use super::random::Random;

/// How often `*` and `+` repeat at most.
const MANY: usize = 12;

enum Node {
    Literal(char),
    Class(Vec<(char, char)>),
    Choice(Vec<Vec<Node>>),
    Repeat(Box<Node>, usize, usize),
}

/// Text that the pattern matches; nothing if the pattern holds what is not known here.
pub fn text(pattern: &str, random: &mut Random) -> Option<String> {
    let mut chars = pattern.chars().peekable();
    let choice = choice(&mut chars)?;
    if chars.next().is_some() {
        return None;
    }
    let mut text = String::new();
    write(&choice, random, &mut text);
    Some(text)
}

fn write(node: &Node, random: &mut Random, text: &mut String) {
    match node {
        Node::Literal(letter) => text.push(*letter),
        Node::Class(ranges) => {
            if let Some((from, to)) = random.pick(ranges) {
                let step = random.below((*to as usize).saturating_sub(*from as usize) + 1);
                let code = u32::try_from(step).map(|step| *from as u32 + step);
                text.push(code.ok().and_then(char::from_u32).unwrap_or(*from));
            }
        }
        Node::Choice(branches) => {
            let branch = random.pick(branches);
            for node in branch.into_iter().flatten() {
                write(node, random, text);
            }
        }
        Node::Repeat(node, low, high) => {
            for _ in 0..low + random.below(high - low + 1) {
                write(node, random, text);
            }
        }
    }
}

/// Branches up to the end, or to the bracket that closes the group.
fn choice(chars: &mut Peekable<Chars<'_>>) -> Option<Node> {
    let mut branches = vec![Vec::new()];
    while let Some(letter) = chars.next_if(|next| *next != ')') {
        let node = match letter {
            // The patterns are anchored at both ends, so that there is nothing before and behind.
            '^' | '$' => continue,
            '|' => {
                branches.push(Vec::new());
                continue;
            }
            '(' => {
                if chars.next_if_eq(&'?').is_some() {
                    chars.next_if_eq(&':')?;
                }
                let group = choice(chars)?;
                chars.next_if_eq(&')')?;
                group
            }
            '[' => class(chars)?,
            '\\' => escape(chars.next()?)?,
            '.' => Node::Class(vec![(' ', '~')]),
            '*' | '+' | '?' | '{' | '}' | ']' => return None,
            other => Node::Literal(other),
        };
        let node = repeat(node, chars)?;
        branches.last_mut()?.push(node);
    }
    Some(Node::Choice(branches))
}

fn repeat(node: Node, chars: &mut Peekable<Chars<'_>>) -> Option<Node> {
    let (low, high) = match chars.peek() {
        Some('*') => (0, MANY),
        Some('+') => (1, MANY),
        Some('?') => (0, 1),
        Some('{') => {
            let mut clone = chars.clone();
            if !clone.clone().any(|c| c == '}') {
                return None;
            }
            let counts: String = clone.by_ref().skip(1).take_while(|c| *c != '}').collect();
            *chars = clone;
            let (low, high) = counts.split_once(',').unwrap_or((&counts, &counts));
            let low = low.parse().ok()?;
            let high = if high.is_empty() {
                low + MANY
            } else {
                high.parse().ok()?
            };
            return (low <= high).then(|| Node::Repeat(Box::new(node), low, high));
        }
        _ => return Some(node),
    };
    chars.next();
    Some(Node::Repeat(Box::new(node), low, high))
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Node> {
    let mut ranges = Vec::new();
    if chars.peek() == Some(&'^') {
        return None;
    }
    loop {
        let from = match chars.next()? {
            ']' => return Some(Node::Class(ranges)),
            '\\' => match escape(chars.next()?)? {
                Node::Class(more) => {
                    ranges.extend(more);
                    continue;
                }
                Node::Literal(letter) => letter,
                _ => return None,
            },
            letter => letter,
        };
        let mut ahead = chars.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) if to != ']' => {
                *chars = ahead;
                ranges.push((from, to));
            }
            _ => ranges.push((from, from)),
        }
    }
}

fn escape(letter: char) -> Option<Node> {
    match letter {
        'd' => Some(Node::Class(vec![('0', '9')])),
        'w' => Some(Node::Class(vec![
            ('a', 'z'),
            ('A', 'Z'),
            ('0', '9'),
            ('_', '_'),
        ])),
        letter if letter.is_ascii_alphanumeric() => None,
        letter => Some(Node::Literal(letter)),
    }
}
