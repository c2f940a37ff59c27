//! Answers of several shapes, and how the fields of a form travel.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::matching;
use crate::model::{Answer, AnswerContent, Encoding, Model, TypeDef};

impl<'m> Comparison<'m> {
    pub(super) fn compare_answers(
        &mut self,
        (old_def, old): (&TypeDef, &'m [Answer]),
        (def, new): (&TypeDef, &'m [Answer]),
        site: &Site,
    ) {
        let item = |def: &TypeDef, answer: &Answer| format!("{}::{}", def.name, answer.ident);
        let found = matching::by_key(old, new, |answer| answer.ident.clone());
        for answer in found.added {
            let draft = Draft::new(Subject::Variant, Action::Added, &item(def, answer))
                .new_(words(self.new, answer));
            self.push(draft.rust(Rust::Addition).at(site));
        }
        for answer in found.removed {
            let draft = Draft::new(Subject::Variant, Action::Removed, &item(old_def, answer))
                .old(words(self.old, answer));
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .note("stop matching on it")
                    .at(site),
            );
        }
        for (one, other) in found.pairs {
            let same = match (one.json(), other.json()) {
                (Some(one), Some(other)) => self.is_same(one, other),
                _ => one.content == other.content,
            };
            if !same {
                let draft = Draft::changed(Subject::Variant, &item(def, other), Aspect::Type);
                let draft = draft.old(words(self.old, one)).new_(words(self.new, other));
                self.push(draft.rust(Rust::Breaking).wire(Wire::Breaking).at(site));
            }
            if one.status != other.status || one.media_type != other.media_type {
                let draft = Draft::changed(Subject::Variant, &item(def, other), Aspect::MediaType);
                let draft = draft.old(told_by(one)).new_(told_by(other));
                self.push(draft.wire(Wire::Risky).at(site));
            }
        }
    }

    /// Programs built before go on sending what they did.
    pub(super) fn compare_encodings(
        &mut self,
        holder: &str,
        (old, new): (&BTreeMap<String, Encoding>, &BTreeMap<String, Encoding>),
        site: &Site,
    ) {
        let fields: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let words = |encoding: Option<&Encoding>| {
            encoding.map_or_else(|| "the default".to_owned(), ToString::to_string)
        };
        for field in fields
            .into_iter()
            .filter(|field| old.get(*field) != new.get(*field))
        {
            let item = format!("{holder}::{field}");
            let draft = Draft::changed(Subject::Field, &item, Aspect::Format);
            let draft = draft.old(words(old.get(field))).new_(words(new.get(field)));
            self.push(
                draft
                    .wire(Wire::Breaking)
                    .note("it is sent in another form")
                    .at(site),
            );
        }
    }
}

fn words(model: &Model, answer: &Answer) -> String {
    match &answer.content {
        AnswerContent::Empty => "()".to_owned(),
        AnswerContent::Json(ty) => model.display(ty),
        AnswerContent::Text => "String".to_owned(),
        AnswerContent::Bytes => "Bytes".to_owned(),
    }
}

fn told_by(answer: &Answer) -> String {
    let media_type = answer.media_type.as_deref().unwrap_or("no content");
    format!("{} {media_type}", answer.status)
}
