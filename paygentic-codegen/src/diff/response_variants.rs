//! Compares operations with several successful responses: existing programs match on their variants.

use super::catalogue as rules;
use super::change::{Rust, Subject};
use super::comparison::Comparison;
use super::matching;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{Answer, AnswerContent, Model, TypeDef};

impl<'m> Comparison<'m> {
    pub(super) fn compare_answers(
        &mut self,
        (old_def, old): (&TypeDef, &'m [Answer]),
        (def, new): (&TypeDef, &'m [Answer]),
        site: &Site,
    ) {
        let pending = |rule, def: &TypeDef, answer: &Answer| {
            let item = format!("{}::{}", def.name, answer.ident);
            PendingChange::of(rule, Subject::Variant, &item).at(site)
        };
        let found = matching::by_key(old, new, |answer| answer.ident.clone());
        for answer in found.added {
            let pending = pending(&rules::ANSWER_ADDED, def, answer);
            self.push(pending.new_(show(self.new, answer)).rust(Rust::Addition));
        }
        for answer in found.removed {
            let pending = pending(&rules::ANSWER_REMOVED, old_def, answer);
            self.push(pending.old(show(self.old, answer)).rust(Rust::Breaking));
        }
        for (one, other) in found.pairs {
            let same = match (one.json(), other.json()) {
                (Some(one), Some(other)) => self.is_same(one, other),
                _ => one.content == other.content,
            };
            if !same {
                let pending = pending(&rules::ANSWER_TYPE_CHANGED, def, other).rust(Rust::Breaking);
                self.push(pending.both(show(self.old, one), show(self.new, other)));
            }
            if one.status != other.status || one.media_type != other.media_type {
                let pending = pending(&rules::ANSWER_MOVED, def, other);
                self.push(pending.both(recognised_by(one), recognised_by(other)));
            }
        }
    }
}

fn show(model: &Model, answer: &Answer) -> String {
    match &answer.content {
        AnswerContent::Empty => "()".to_owned(),
        AnswerContent::Json(ty) => model.display(ty),
        AnswerContent::Text => "String".to_owned(),
        AnswerContent::Bytes => "Bytes".to_owned(),
    }
}

fn recognised_by(answer: &Answer) -> String {
    let media_type = answer.media_type.as_deref().unwrap_or("no content");
    format!("{} {media_type}", answer.status)
}
