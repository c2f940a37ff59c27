//! The names that emitted code uses, in one module, so that emitted code does not depend on where they are defined.

pub(crate) use std::collections::BTreeMap;

pub(crate) use http::Method;
pub(crate) use serde::de::{Deserialize, Deserializer, Error as DecodeError, MapAccess};
pub(crate) use serde::ser::{Serialize, SerializeMap, Serializer};

pub(crate) use crate::body::{MultipartWriter, Parts};
pub(crate) use crate::call::{Call, RawResponse, response_variants};
pub(crate) use crate::codec::{
    Candidate, Constant, ConstantOverrides, Empty, Field, Initial, InitialKind, Literal, Numbers,
    Numeric, Object, OtherKeys, Text, Union, choose_by_shape, deserialize, first_of, read_fields,
    read_object, read_tagged, read_text, read_union, read_variant, read_without_tag, tag,
    write_constants, write_extra, write_fields, write_object, write_with_tag,
};
#[cfg(feature = "async")]
pub(crate) use crate::config::AsyncProvider;
#[cfg(feature = "blocking")]
pub(crate) use crate::config::BlockingProvider;
pub(crate) use crate::config::{CredentialSet, address};
pub(crate) use crate::events::EventStream;
pub(crate) use crate::idempotency::own_key;
pub(crate) use crate::macros::{
    accessors, argument, default, field_value, from, id, initial, key_check, multipart,
    null_if_absent, object, open_enum, operations, page, params, payload, queueable, request,
    resource, response_enum, server, service, service_types, setter, tagged_payload, union,
};
pub(crate) use crate::operation::Operation;
pub(crate) use crate::pagination::{
    DecodedPage, Items, PlainStep, PlainVisit, ReadPage, Step, Visit, last_page, more, read_page,
};
pub(crate) use crate::param::{Param, ParameterWriter, Parameters, PathStyle, Style};
pub(crate) use crate::service::{Access, CredentialLocation, EnvironmentSpec, Scheme, Service};
pub(crate) use crate::testing::RawReply;
pub(crate) use crate::values::{
    Bytes, Date, Decimal, FilePart, IsoDuration, JsonObject, Nullable, Timestamp, Value,
};
