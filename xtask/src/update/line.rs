//! A change in one line of Markdown.

use paygentic_codegen::diff::{Action, Aspect, Change, Place, Subject};

use super::markdown::{code, plain};

/// `CreatePlan::currency`: the server's default changed: `USD` → `EUR`, in `plans.create request.currency`. A note.
pub fn line(change: &Change) -> String {
    let subject = subject(change.subject);
    let told = match (change.action, &change.old, &change.new) {
        (Action::Added, _, None) => format!("new {subject}"),
        (Action::Added, _, Some(new)) => format!("new {subject}, {}", code(new)),
        (Action::Removed, ..) => format!("{subject} removed"),
        (Action::Renamed, old, new) => format!("{subject} renamed{}", values(old, new)),
        (Action::Changed, old, new) => {
            let aspect = change.aspect.map_or("it", aspect);
            format!("{aspect} changed{}", values(old, new))
        }
    };
    let mut line = format!("{}: {told}{}", code(&change.item), places(change));
    if !change.note.is_empty() {
        line.push_str(". ");
        line.push_str(&plain(&change.note));
    }
    line
}

fn values(old: &Option<String>, new: &Option<String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!(": {} → {}", code(old), code(new)),
        (Some(old), None) => format!(": {} → nothing", code(old)),
        (None, Some(new)) => format!(": nothing → {}", code(new)),
        (None, None) => String::new(),
    }
}

/// The first place, and how many there are besides; nothing if the item itself says where it is.
fn places(change: &Change) -> String {
    let says_more = |place: &&Place| place.to_string() != change.item;
    let mut places = change.places.iter().filter(says_more);
    let Some(first) = places.next() else {
        return String::new();
    };
    let first = code(&first.to_string());
    match places.count() {
        0 => format!(", in {first}"),
        1 => format!(", in {first} and one other place"),
        more => format!(", in {first} and {more} other places"),
    }
}

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Service => "service",
        Subject::Operation => "method",
        Subject::PathParameter => "path parameter",
        Subject::Parameter => "parameter",
        Subject::Body => "request body",
        Subject::Response => "response",
        Subject::Error => "error",
        Subject::Type => "type",
        Subject::Field => "field",
        Subject::Constant => "constant property",
        Subject::Value => "value",
        Subject::Variant => "alternative",
        Subject::Id => "kind of ids",
    }
}

fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Type => "type",
        Aspect::Presence => "presence",
        Aspect::Default => "the server's default",
        Aspect::Bounds => "bounds",
        Aspect::Format => "format",
        Aspect::Values => "values",
        Aspect::Deprecation => "deprecation",
        Aspect::Constructors => "constructors",
        Aspect::Access => "access",
        Aspect::Route => "route",
        Aspect::Location => "location",
        Aspect::MediaType => "media type",
        Aspect::Security => "authentication",
        Aspect::Pagination => "pagination",
        Aspect::Idempotency => "idempotency key",
        Aspect::RateLimit => "rate limit",
        Aspect::Tag => "tag",
        Aspect::Address => "address",
    }
}
