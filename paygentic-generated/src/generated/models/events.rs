use crate::support::*;

/// Something to be metered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IngestEvent {
    /// The idempotency key.
    pub idempotency_key: String,
    /// Who caused it.
    pub subject: Option<String>,
    /// Who caused it, as the caller knows them.
    pub external_subject: Option<String>,
    /// What is counted.
    pub data: JsonObject,
}

object! {
    IngestEvent {
        idempotency_key "idempotencyKey",
        subject "subject",
        external_subject "externalSubject",
        data "data",
    }
}

setters! {
    IngestEvent {
        subject: String,
        external_subject: String,
        data: JsonObject,
    }
    with_subject(idempotency_key: String, subject: String)
    with_external_subject(idempotency_key: String, external_subject: String)
}
