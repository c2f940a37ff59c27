//! The one place that turns a wire name into a Rust name.
//!
//! Every function is total: whatever string a document holds, the result is a valid identifier. Where
//! several wire names yield the same identifier, [`distinct`] makes them unique.

mod characters;
mod distinct;
mod plurals;
mod reserved;

pub use distinct::{DistinctName, distinct, numbered};
pub use plurals::{singular, singular_type};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde::Serialize;

use self::characters::{ascii, is_identifier_char};
use self::reserved::{PATH_KEYWORDS, RAW_KEYWORDS, RESERVED_TYPES};

/// A name in the document, and its identifier in Rust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The Rust identifier, with `r#` where the language requires it.
    pub ident: String,
    /// The name on the wire.
    pub wire: String,
}

impl Name {
    /// The identifier without `r#`, for use as part of another.
    pub fn plain(&self) -> &str {
        self.ident.trim_start_matches("r#")
    }

    /// The name of a field, a parameter or a setter.
    pub fn field(wire: &str) -> Self {
        Self { ident: snake(wire), wire: wire.to_owned() }
    }

    /// The name of a method.
    pub fn method(wire: &str) -> Self {
        Self { ident: method(wire), wire: wire.to_owned() }
    }

    /// The name of an enum variant.
    pub fn variant(wire: &str) -> Self {
        Self { ident: variant(wire), wire: wire.to_owned() }
    }
}

/// A field, parameter, method or module name in snake case.
pub fn snake(wire: &str) -> String {
    let ident = start_with_letter(identifier_text(wire).to_snake_case(), "field");
    if PATH_KEYWORDS.contains(&ident.as_str()) {
        format!("{ident}_")
    } else if RAW_KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else {
        ident
    }
}

/// The name of a method. It avoids methods of prelude traits that every type implements: they take `self` by value, so
/// they would be called instead of one that takes a reference.
pub fn method(wire: &str) -> String {
    match short_method(&snake(wire)).as_str() {
        hidden @ ("into" | "try_into") => format!("{hidden}_"),
        visible => visible.to_owned(),
    }
}

/// A module name: snake case in ASCII, and never a raw identifier, because it also names a file.
pub fn module(wire: &str) -> String {
    let ascii: String = wire.chars().map(ascii).collect();
    let name = snake(&ascii);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None => name,
    }
}

/// A type name in upper camel case that shadows nothing.
pub fn type_name(wire: &str) -> String {
    let name = pascal(wire);
    if RESERVED_TYPES.contains(&name.as_str()) { format!("{name}Model") } else { name }
}

/// The name of a resource's type, which shadows nothing either.
pub fn resource_type(wire: &str) -> String {
    let name = pascal(wire);
    if RESERVED_TYPES.contains(&name.as_str()) { format!("{name}Resource") } else { name }
}

/// `v`, `v1`, `v20`: a word that is only a version.
pub(crate) fn is_version(word: &str) -> bool {
    word.strip_prefix('v').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

/// The maximum length of a combined type name, and of a method name.
pub const MAX_LENGTH: usize = 80;

/// Limits the length of a type name: a longer one keeps its first word and as many of the last words as fit.
pub fn short(name: &str) -> String {
    if name.chars().count() <= MAX_LENGTH {
        return name.to_owned();
    }
    let starts: Vec<usize> = name
        .char_indices()
        .filter(|(index, c)| *index > 0 && c.is_uppercase())
        .map(|(index, _)| index)
        .collect();
    let first = starts.first().copied().unwrap_or_default();
    let fits = |start: &&usize| {
        name[..first].chars().count() + name[**start..].chars().count() <= MAX_LENGTH
    };
    match starts.iter().find(fits) {
        Some(start) => format!("{}{}", &name[..first], &name[*start..]),
        None => name.chars().take(MAX_LENGTH).collect(),
    }
}

/// Limits the length of a method name to as many of the first words as fit.
fn short_method(name: &str) -> String {
    if name.chars().count() <= MAX_LENGTH {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MAX_LENGTH + 1).collect();
    match cut.rsplit_once('_') {
        Some((whole, _)) if !whole.is_empty() => whole.to_owned(),
        _ => name.chars().take(MAX_LENGTH).collect(),
    }
}

/// A part of a type name in upper camel case.
pub fn pascal(wire: &str) -> String {
    start_with_letter(identifier_text(wire).to_upper_camel_case(), "Type")
}

/// The name of an enum variant. `Unknown` is reserved for values that the contract does not list.
pub fn variant(wire: &str) -> String {
    let text = identifier_text(wire).to_upper_camel_case();
    match start_with_letter(text, "Value").as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "SelfValue".to_owned(),
        name => name.to_owned(),
    }
}

/// The name of a value of an enum: `-created_at`, as an order, is `CreatedAtDesc`; `-1` is `Minus1`, and `+1` `Plus1`.
pub fn enum_value(wire: &str) -> String {
    let is_number = wire.get(1..).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit());
    match wire.strip_prefix('-') {
        Some(number) if is_number => variant(&format!("minus {number}")),
        None if is_number && wire.starts_with('+') => variant(&format!("plus {wire}")),
        Some(field) if field.starts_with(|c: char| c.is_alphabetic()) => {
            variant(&format!("{field} desc"))
        }
        _ => variant(wire),
    }
}

/// A constant in shouting snake case.
pub fn constant(wire: &str) -> String {
    start_with_letter(identifier_text(wire).to_shouty_snake_case(), "VALUE")
}

/// The name of the constant for a method.
pub fn constant_of(method: &str) -> String {
    method.trim_start_matches("r#").to_uppercase()
}

/// The words of a name, in lower case.
pub fn words(wire: &str) -> Vec<String> {
    wire.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The input of the case conversion: characters that an identifier cannot contain become
/// word boundaries, and a name of only such characters is spelled by code point.
fn identifier_text(wire: &str) -> String {
    if wire.is_empty() {
        return "empty".to_owned();
    }
    let text: String = wire.chars().map(|c| if is_identifier_char(c) { c } else { ' ' }).collect();
    if text.chars().any(|c| c != ' ' && c != '_') {
        return text;
    }
    wire.chars().map(|c| format!("u{:x} ", u32::from(c))).collect()
}

fn start_with_letter(name: String, prefix: &str) -> String {
    match name.chars().next() {
        None => prefix.to_owned(),
        Some(c) if c.is_ascii_digit() => {
            let separator = if prefix.starts_with(|p: char| p.is_lowercase()) || prefix == "VALUE" {
                "_"
            } else {
                ""
            };
            format!("{prefix}{separator}{name}")
        }
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::characters::is_compatibility;
    use super::*;

    #[test]
    fn any_string_becomes_an_identifier() {
        let inputs = [
            "",
            " ",
            "-",
            "+1",
            "-1",
            "1st",
            "type",
            "self",
            "Self",
            "crate",
            "async",
            "gen",
            "_",
            "__",
            "a b",
            "a.b",
            "$ref",
            "@type",
            "日本",
            "ß",
            "é",
            "²",
            "💶",
            "\u{301}",
            "x-y_z",
            "HTTPServer",
            "line1",
            "r#type",
            "ǅ",
            "1ª",
            "ﬁn",
            "Ａ",
            "\"",
            "\\",
            "\n",
            "{id}",
        ];
        for wire in inputs {
            let value = enum_value(wire);
            let names = [snake(wire), module(wire), type_name(wire), variant(wire), constant(wire)];
            for ident in names.into_iter().chain([value]) {
                assert!(!ident.contains(is_compatibility), "{wire:?} became {ident:?}");
                assert!(syn::parse_str::<syn::Ident>(&ident).is_ok(), "{wire:?} became {ident:?}");
            }
        }
    }

    #[test]
    fn names_follow_the_rust_guidelines() {
        assert_eq!(snake("consumerId"), "consumer_id");
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(module("type"), "type_");
        assert_eq!(type_name("schemas-Price"), "SchemasPrice");
        assert_eq!(type_name("Error"), "ErrorModel");
        assert_eq!(variant("unknown"), "UnknownValue");
        assert_eq!(variant("UNIQUE_COUNT"), "UniqueCount");
        assert_eq!(constant("listEvents"), "LIST_EVENTS");
        assert_eq!(
            ["-1", "+1", "-at", "1"].map(enum_value),
            ["Minus1", "Plus1", "AtDesc", "Value1"]
        );
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, one) in [
            ("entries", "entry"),
            ("boxes", "box"),
            ("prices", "price"),
            ("address", "address"),
            ("status", "status"),
            ("addresses", "address"),
            ("items", "item"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
