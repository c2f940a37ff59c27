//! Reading cases: one JSON object a line.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::report::Failure;

/// JSON as it stands in the case: numbers keep their digits, objects their order.
pub type Raw = Box<RawValue>;

/// JSON that is to be taken through a model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roundtrip {
    /// What the case is called.
    #[serde(default)]
    pub id: Value,
    /// The id of the operation in the contract.
    pub operation: String,
    /// Which of its models.
    pub direction: Direction,
    /// The status of the response; that of a success if there is none.
    pub status: Option<u16>,
    /// The JSON.
    pub json: Raw,
}

/// Which way a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// A call, with the names that the contract gives its parameters.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// What the case is called.
    #[serde(default)]
    pub id: Value,
    /// The id of the operation in the contract.
    pub operation: String,
    /// The path parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub path: BTreeMap<String, Raw>,
    /// The query parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Raw>,
    /// The header parameters; their names are the same in upper and lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, Raw>,
    /// The cookies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cookie: BTreeMap<String, Raw>,
    /// The body; `null` is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Raw>,
}

/// A case and its id.
#[derive(Debug)]
pub struct Case<C> {
    /// What the case is called.
    pub id: Value,
    /// The case.
    pub inner: C,
}

/// A line that cannot be read as a case.
#[derive(Debug)]
pub struct Unread {
    /// The id, as far as the line has one.
    pub id: Value,
    /// What is wrong.
    pub failure: Failure,
}

#[derive(Deserialize)]
struct Id {
    #[serde(default)]
    id: Value,
}

impl<C: DeserializeOwned> Case<C> {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// It is not JSON, or not what a case looks like.
    pub fn read(line: &[u8], number: usize) -> Result<Self, Unread> {
        let id = serde_json::from_slice(line).map(|Id { id }| id);
        match (serde_json::from_slice(line), id) {
            (Ok(inner), id) => Ok(Self { id: id.unwrap_or_default(), inner }),
            (Err(error), id) => Err(Unread {
                id: id.unwrap_or_default(),
                failure: Failure::case(format!("invalid case in line {number}: {error}"))
                    .at_line(number),
            }),
        }
    }
}

/// The lines of a file. They are bytes, because a line that is not UTF-8 must not stop the rest.
pub fn lines(from: impl BufRead) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    from.split(b'\n')
}
