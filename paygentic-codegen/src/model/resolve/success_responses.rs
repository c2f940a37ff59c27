//! Operations with several successful responses: they share a type, or become an enum.

use std::collections::HashSet;

use super::arena::Slot;
use super::docs::inert;
use super::name_seed::{Rank, Seed};
use super::{Builder, Location};
use crate::document::media;
use crate::model::{Answer, AnswerContent, ResponseBody, TypeKind, TypeRef};
use crate::names;

/// A success in one content type.
#[derive(Clone)]
pub(super) struct Success {
    pub status: String,
    pub media_type: Option<String>,
    pub content: AnswerContent,
}

impl Success {
    pub(super) fn new(status: &str, media_type: Option<&str>, content: AnswerContent) -> Self {
        Self { status: status.to_owned(), media_type: media_type.map(str::to_owned), content }
    }
}

impl Builder<'_> {
    /// Successes of the same type share it; it is optional if one of them is empty. Different types
    /// become variants of an enum.
    pub(super) fn merged_body(
        &mut self,
        successes: Vec<Success>,
        at: &Location,
        id: &str,
    ) -> ResponseBody {
        let contents = successes.iter().map(|success| &success.content);
        let filled: Vec<&AnswerContent> =
            contents.filter(|content| **content != AnswerContent::Empty).collect();
        let may_be_empty = filled.len() < successes.len();
        let Some(first) = filled.first() else {
            return ResponseBody::Empty;
        };
        if filled.iter().all(|content| content == first) {
            return match first {
                AnswerContent::Json(ty) if may_be_empty && !matches!(ty, TypeRef::Option(_)) => {
                    ResponseBody::Json(TypeRef::Option(Box::new(ty.clone())))
                }
                AnswerContent::Json(ty) => ResponseBody::Json(ty.clone()),
                AnswerContent::Empty | AnswerContent::Text | AnswerContent::Bytes => {
                    ResponseBody::Bytes
                }
            };
        }
        if !filled.iter().any(|content| matches!(content, AnswerContent::Json(_))) {
            return ResponseBody::Bytes;
        }
        let name = names::type_name(&format!("{id}Answer"));
        let seed = Seed::new(name.clone(), Rank::Operation).or(format!("{name}Enum"));
        ResponseBody::Answers(self.types.push(Slot {
            docs: vec![format!("What `{}` is answered with.", inert(id))],
            documented: true,
            kind: TypeKind::Answers(variants(successes)),
            ..Slot::new(seed, name, at.pointer())
        }))
    }
}

/// A variant for each success, named by its status, its content type, or both.
fn variants(successes: Vec<Success>) -> Vec<Answer> {
    let statuses: HashSet<&str> = successes.iter().map(|one| one.status.as_str()).collect();
    let count = |status: &str| successes.iter().filter(|one| one.status == status).count();
    let wanted: Vec<Vec<String>> = successes
        .iter()
        .map(|success| {
            let status = status_name(&success.status);
            let media = success.media_type.as_deref().map(media_name);
            let media = media.unwrap_or_else(|| "Empty".to_owned());
            let both = format!("{status}{media}");
            let name = match (statuses.len() > 1, count(&success.status) > 1) {
                (false, true) => media,
                (_, false) => status,
                (true, true) => both.clone(),
            };
            vec![names::variant(&name), names::variant(&both)]
        })
        .collect();
    let given = names::distinct(&wanted, HashSet::from(["Other".to_owned()]), "");
    let answers = successes.into_iter().zip(given);
    answers
        .map(|(success, given)| Answer {
            ident: given.ident,
            status: success.status,
            media_type: success.media_type,
            content: success.content,
        })
        .collect()
}

/// The identifier for a status.
pub(super) fn status_name(status: &str) -> String {
    let name = match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "2XX" => "Success",
        "301" => "MovedPermanently",
        "302" => "Found",
        "303" => "SeeOther",
        "304" => "NotModified",
        "307" => "TemporaryRedirect",
        "308" => "PermanentRedirect",
        "3XX" => "Redirect",
        other => return format!("Status{other}"),
    };
    name.to_owned()
}

/// The identifier for a content type.
fn media_name(media_type: &str) -> String {
    let essence = media::essence(media_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    match (kind, subtype) {
        _ if media::is_json(&essence) => "Json".to_owned(),
        ("*", _) => "Any".to_owned(),
        ("text", "plain") => "Text".to_owned(),
        (_, "octet-stream") => "Bytes".to_owned(),
        (kind, "*") => names::pascal(kind),
        (_, subtype) => names::pascal(subtype.trim_start_matches("x-")),
    }
}
