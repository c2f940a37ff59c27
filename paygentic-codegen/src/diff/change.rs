//! A change as plain data. Its JSON form is stable: other programs may rely on it.

use std::fmt;

use serde::Serialize;

pub use super::catalogue::Basis;

/// The differences between two documents, in the order in which they are reported.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// The document before.
    pub old: Document,
    /// The document after.
    pub new: Document,
    /// The differences.
    pub changes: Vec<Change>,
}

/// One of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The name of the service.
    pub name: String,
    /// The version that the document declares, `info.version`.
    pub version: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many of them the other document has too.
    pub common: usize,
}

/// One difference. A change of a type that many operations use is one change with many places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The id of its rule, which [`Rule`](super::Rule) explains.
    pub id: &'static str,
    /// The resource it belongs to, `client`, or `shared` if several resources are concerned.
    pub resource: String,
    /// The kind of item that it is about.
    pub subject: Subject,
    /// What happened to the item.
    pub action: Action,
    /// The aspect that changed, if the item exists before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// The items of the Rust crate, as callers write them: `CreateCustomer::tax_id`, `customers.create`. Several
    /// if the same happened to each.
    pub items: Vec<String>,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The effect on Rust code that compiled before.
    pub rust: Rust,
    /// The effect over the wire.
    pub wire: Wire,
    /// Why, or what callers must do. May be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where in requests and responses it is found.
    pub places: Vec<Occurrence>,
    /// The input of the verdict besides the places, some of which may be ignored.
    #[serde(skip)]
    pub basis: Basis,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The service as a whole: its authentication, its servers.
    Service,
    /// A method of a resource.
    Operation,
    /// A parameter in the path.
    PathParameter,
    /// A parameter in the query or a header.
    Parameter,
    /// A request body.
    Body,
    /// The response to a successful call.
    Response,
    /// An error that an operation declares.
    Error,
    /// A header of a response.
    Header,
    /// A struct, enum or union.
    Type,
    /// A field of a struct.
    Field,
    /// A property with a constant value, which has no field.
    Constant,
    /// A value of an enum.
    Value,
    /// An alternative of a union.
    Variant,
    /// An id type.
    Id,
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It was removed.
    Removed,
    /// It was renamed.
    Renamed,
    /// It was changed.
    Changed,
    /// It was added.
    Added,
}

/// The aspect of an item that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Its type.
    Type,
    /// Whether it may be absent or null.
    Presence,
    /// The value that the server uses if it is absent.
    Default,
    /// The bounds on its values.
    Bounds,
    /// Its format or pattern.
    Format,
    /// The values that it may have.
    Values,
    /// Whether it is deprecated.
    Deprecation,
    /// The arguments of constructors.
    Constructors,
    /// Whether callers can set it.
    Access,
    /// Method and path of the request.
    Route,
    /// The location and style of a parameter.
    Location,
    /// The media type of a body.
    MediaType,
    /// Whether the token is sent, and how.
    Security,
    /// The pagination.
    Pagination,
    /// Where the idempotency key is sent.
    Idempotency,
    /// How often it may be called.
    RateLimit,
    /// How the alternatives of a union are distinguished.
    Tag,
    /// The fields that all alternatives of a union have.
    SharedFields,
    /// The address of a server.
    Address,
    /// Whether properties that are not described are accepted.
    AdditionalProperties,
    /// The names by which programs are configured.
    Configuration,
}

/// Whether Rust code that compiled still does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rust {
    /// The public interface is unchanged.
    #[default]
    Same,
    /// The public interface was extended.
    Addition,
    /// Code may stop compiling.
    Breaking,
}

/// Whether programs built before the change still work with the server after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// Requests are accepted and responses are read as before.
    #[default]
    Safe,
    /// Some requests may be refused, or some responses misread.
    Risky,
    /// Requests that were accepted are refused or mean something else, or responses cannot be read.
    Breaking,
}

/// A place in the requests and responses of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Occurrence {
    /// The method, as callers write it: `customers.create`.
    pub operation: String,
    /// `path`, `query`, `header`, `request`, `response`, `response header`, `error 409`; empty for the operation as a whole.
    pub part: String,
    /// The path from there, in wire names: `consumer.address.zipCode`, `data[].id`.
    pub path: String,
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        if !self.part.is_empty() {
            write!(f, " {}", self.part)?;
        }
        match self.path.chars().next() {
            None => Ok(()),
            Some('[' | '{') => f.write_str(&self.path),
            Some(_) => write!(f, ".{}", self.path),
        }
    }
}

impl Diff {
    /// The worst verdict on Rust code.
    pub fn rust(&self) -> Rust {
        let verdicts = self.changes.iter().map(|change| change.rust);
        verdicts.max().unwrap_or_default()
    }

    /// The worst verdict over the wire.
    pub fn wire(&self) -> Wire {
        let verdicts = self.changes.iter().map(|change| change.wire);
        verdicts.max().unwrap_or_default()
    }
}

/// The main concern of a change for callers; the worst comes first, and each change has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// Code that compiled may no longer compile.
    BreakingRust,
    /// Requests that were accepted are refused, or responses cannot be read.
    BreakingWire,
    /// Requests may be refused, or responses misread.
    RiskyWire,
    /// Something was added.
    Added,
    /// Anything else.
    Other,
}

impl Concern {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] =
        [Self::BreakingRust, Self::BreakingWire, Self::RiskyWire, Self::Added, Self::Other];

    /// Whether callers must review it.
    pub fn is_urgent(self) -> bool {
        self <= Self::RiskyWire
    }

    /// The order in which changes of one resource are reported: what breaks, what may break, the rest.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::BreakingRust | Self::BreakingWire => 0,
            Self::RiskyWire => 1,
            Self::Added | Self::Other => 2,
        }
    }
}

impl Change {
    /// The main concern for callers.
    pub fn concern(&self) -> Concern {
        match (self.rust, self.wire, self.action) {
            (Rust::Breaking, ..) => Concern::BreakingRust,
            (_, Wire::Breaking, _) => Concern::BreakingWire,
            (_, Wire::Risky, _) => Concern::RiskyWire,
            (_, _, Action::Added) => Concern::Added,
            _ => Concern::Other,
        }
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "same",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Safe => "safe",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        })
    }
}
