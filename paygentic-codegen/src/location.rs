//! Locations in a document: JSON pointers, and types that track them while a document is read.
//!
//! No library for JSON pointers is used, because a stage tracks the location of everything that it reads, but prints few of
//! them: `LocationRef` is a linked list on the stack for a recursive walk, and `Location` shares its
//! ancestors with its siblings and can be stored. Both carry the operation for findings.

use std::fmt::Write;
use std::rc::Rc;

use serde_json::Value;

/// The JSON pointer of the member `key` of the value at `pointer`.
pub fn join(pointer: &str, key: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + key.len() + 1);
    joined.push_str(pointer);
    push(&mut joined, key);
    joined
}

/// A key, escaped for a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    join("", key).split_off(1)
}

fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The keys of a JSON pointer.
pub(crate) fn keys(pointer: &str) -> impl Iterator<Item = String> {
    let steps = pointer.trim_start_matches('#').split('/').skip(1);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// The member of an object, or the entry of a list, that a key of a pointer refers to.
pub(crate) fn entry<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => object.get(key),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The value at the keys of a pointer, mutably.
pub(crate) fn at_mut<'v>(document: &'v mut Value, keys: &[String]) -> Option<&'v mut Value> {
    keys.iter().try_fold(document, |value, key| match value {
        Value::Object(object) => object.get_mut(key),
        Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The JSONPath of the value at a pointer, for the target of an overlay action.
pub(crate) fn json_path(pointer: &str) -> String {
    let is_plain = |key: &str| {
        key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    keys(pointer).fold("$".to_owned(), |mut path, key| {
        let _ = if is_plain(&key) {
            write!(path, ".{key}")
        } else if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) && key.len() < 4
        {
            write!(path, "[{key}]")
        } else {
            write!(path, "['{}']", key.replace('\\', "\\\\").replace('\'', "\\'"))
        };
        path
    })
}

#[derive(Clone, Copy, Debug)]
enum LocationStep<'a> {
    Key(&'a str),
    Index(usize),
}

/// A location while a document is walked, as a linked list of steps on the stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LocationRef<'a> {
    parent: Option<&'a LocationRef<'a>>,
    step: LocationStep<'a>,
    operation: Option<&'a str>,
}

impl<'a> LocationRef<'a> {
    /// The whole document.
    pub(crate) const ROOT: Self =
        Self { parent: None, step: LocationStep::Key(""), operation: None };

    /// The member `key` of this location.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        self.step(LocationStep::Key(key))
    }

    /// The entry `index` of this location.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        self.step(LocationStep::Index(index))
    }

    fn step(&'a self, step: LocationStep<'a>) -> Self {
        Self { parent: Some(self), step, operation: self.operation }
    }

    /// The same location, as part of an operation.
    pub(crate) fn in_operation(self, id: &'a str) -> Self {
        Self { operation: Some(id), ..self }
    }

    /// The operation it is part of.
    pub(crate) fn operation(&self) -> Option<&'a str> {
        self.operation
    }

    /// The JSON pointer.
    pub(crate) fn pointer(&self) -> String {
        let Some(parent) = self.parent else {
            return "#".to_owned();
        };
        let mut pointer = parent.pointer();
        match self.step {
            LocationStep::Key(key) => push(&mut pointer, key),
            LocationStep::Index(index) => {
                let _ = write!(pointer, "/{index}");
            }
        }
        pointer
    }
}

/// A location that can be stored: its ancestors are shared with its siblings.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    node: Rc<Node>,
    operation: Option<Rc<str>>,
}

#[derive(Debug)]
struct Node {
    parent: Option<Rc<Node>>,
    key: Box<str>,
}

impl Location {
    /// The whole document.
    pub(crate) fn root() -> Self {
        let node = Node { parent: None, key: "".into() };
        Self { node: Rc::new(node), operation: None }
    }

    /// A component of a section.
    pub(crate) fn component(section: &str, name: &str) -> Self {
        Self::root().key("components").key(section).key(name)
    }

    /// The location that a pointer refers to.
    pub(crate) fn at_pointer(pointer: &str) -> Self {
        keys(pointer).fold(Self::root(), |location, key| location.key(&key))
    }

    /// The member `key` of this location.
    pub(crate) fn key(&self, key: &str) -> Self {
        let node = Node { parent: Some(Rc::clone(&self.node)), key: key.into() };
        Self { node: Rc::new(node), operation: self.operation.clone() }
    }

    /// The entry `index` of this location.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The location of the parent.
    pub(crate) fn parent(&self) -> Self {
        Self {
            node: self.node.parent.clone().unwrap_or_else(|| Rc::clone(&self.node)),
            operation: self.operation.clone(),
        }
    }

    /// The same location, as part of an operation.
    pub(crate) fn in_operation(self, id: &str) -> Self {
        Self { operation: Some(id.into()), ..self }
    }

    /// The operation it is part of.
    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The keys from the root.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        let mut node = &self.node;
        while let Some(parent) = &node.parent {
            keys.push(&*node.key);
            node = parent;
        }
        keys.reverse();
        keys
    }

    /// The JSON pointer.
    pub(crate) fn pointer(&self) -> String {
        self.keys().iter().fold("#".to_owned(), |mut pointer, key| {
            push(&mut pointer, key);
            pointer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Location, LocationRef, json_path};

    #[test]
    fn both_kinds_of_locations_write_the_same_pointer() {
        let (paths, get) = (LocationRef::ROOT.key("paths"), "get");
        let path = paths.key("/a~b");
        let at = path.key(get).key("tags").index(2).pointer();
        let location = Location::root().key("paths").key("/a~b").key(get).key("tags").index(2);
        assert_eq!(at, "#/paths/~1a~0b/get/tags/2");
        assert_eq!(location.pointer(), at);
    }

    #[test]
    fn a_pointer_becomes_the_target_of_an_action() {
        let path = json_path("#/paths/~1a~0b's/get/parameters/2/schema");
        assert_eq!(path, r"$.paths['/a~b\'s'].get.parameters[2].schema");
    }
}
