//! The names that emitted code uses, in one module, so that emitted code does not depend on where they are defined.

pub(crate) use std::collections::BTreeMap;

pub(crate) use http::Method;
pub(crate) use serde::de::{Deserialize, Deserializer, Error as DecodeError, MapAccess};
pub(crate) use serde::ser::{Serialize, SerializeMap, Serializer};

pub(crate) use crate::body::{MultipartWriter, Parts};
pub(crate) use crate::call::{Call, Received, answers};
pub(crate) use crate::codec::{
    Beside, Blank, Candidate, Constant, Deviations, Empty, Field, Filling, Literal, Numbers,
    Numeric, Object, Text, Union, attempt, deserialize, fill, first_of, pick, put_all,
    put_constants, read_object, read_text, read_union, tag, tagged, tagged_beside,
    write_beside_tag, write_extra, write_object,
};
#[cfg(feature = "async")]
pub(crate) use crate::config::AsyncProvider;
#[cfg(feature = "blocking")]
pub(crate) use crate::config::BlockingProvider;
pub(crate) use crate::config::{Given, address};
pub(crate) use crate::events::EventStream;
pub(crate) use crate::idempotency::own_key;
pub(crate) use crate::macros::{
    accessors, answer_enum, blank, default, form, from, given, id, key_check, multipart, object,
    open_enum, operations, or, page, params, payload, queueable, request, resource, server,
    service, service_types, setter, tagged_payload, union,
};
pub(crate) use crate::operation::Operation;
pub(crate) use crate::pagination::{
    Items, PlainStep, PlainVisit, Read, ReadPage, Step, Visit, marks, more, read_page,
};
pub(crate) use crate::param::{Param, ParameterWriter, Parameters, PathStyle, Style};
pub(crate) use crate::service::{Access, EnvironmentSpec, Place, Scheme, Service};
pub(crate) use crate::testing::RawReply;
pub(crate) use crate::values::{
    Bytes, Date, Decimal, FilePart, IsoDuration, JsonObject, Nullable, Timestamp, Value,
};
