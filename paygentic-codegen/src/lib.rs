//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod check;
pub mod diagnostic;
pub mod document;
pub mod lower;
pub mod overlay;

/// A text and the name it has in messages.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The name shown in messages, such as a file name.
    pub name: &'a str,
    /// The text itself.
    pub text: &'a str,
}

/// What happens when an overlay action, or a key of `x-docs`, matches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayMode {
    /// It is an error.
    Strict,
    /// It is a warning: the document is not the one the overlay was written for.
    Lenient,
}
