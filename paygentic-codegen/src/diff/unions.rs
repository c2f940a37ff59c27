//! Compares unions: their alternatives, and how these are distinguished.

use std::collections::BTreeSet;

use super::accepts::{Acceptance, Schema, accepts, with_added_alternative};
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::facts;
use super::matching::{self, Matched};
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{Constant, SharedField, TagBy, TypeDef, Union, UnionVariant};

impl<'m> Comparison<'m> {
    pub(super) fn compare_unions(
        &mut self,
        (old_def, old): (&TypeDef, &'m Union),
        (def, new): (&TypeDef, &'m Union),
        site: &Site,
    ) {
        let of = |rule, def: &TypeDef, variant: &UnionVariant| {
            PendingChange::of(rule, Subject::Variant, &item(def, variant)).at(site)
        };
        let schemas = (Schema::of_type(self.old, old_def), Schema::of_type(self.new, def));
        let found = matching::variants(self.models(), old, new);
        if old.tag != new.tag {
            self.push(tag_changed(old, (def, new), &found, site));
        }
        for variant in found.added {
            // A union with a tag keeps unknown alternatives.
            let rule = match new.tag {
                Some(_) => &rules::ALTERNATIVE_ADDED,
                None => &rules::UNTAGGED_ALTERNATIVE_ADDED,
            };
            let added = Schema::of_use(self.new, &variant.ty, &variant.facts);
            let request = with_added_alternative(schemas.0, schemas.1, added).wire();
            let harm = match site.uses.request && request != Wire::Safe {
                true => "values that match it as well as another alternative may be rejected",
                false => "existing programs may decode it as another alternative",
            };
            let pending = of(rule, def, variant).rust(Rust::Addition).values(request, Wire::Safe);
            self.push(pending.new_(self.new.payload_type(variant)).with(harm));
        }
        for variant in found.removed {
            let removed = Schema::of_use(self.old, &variant.ty, &variant.facts);
            let request = match new.tag {
                Some(_) => Wire::Breaking,
                None => accepts(removed, schemas.1).wire(),
            };
            let pending = of(&rules::ALTERNATIVE_REMOVED, old_def, variant).rust(Rust::Breaking);
            let pending = pending.values(request, Wire::Safe);
            self.push(pending.old(self.old.display(&variant.ty)));
        }
        for (one, other) in found.pairs {
            self.compare_variants(def, (old, one), (new, other), schemas.1, site);
        }
        self.compare_shared_fields(old, (def, new), site);
    }

    /// A field that some alternatives no longer have cannot be read from the union.
    fn compare_shared_fields(&mut self, old: &Union, (def, new): (&TypeDef, &Union), site: &Site) {
        let names = |fields: Vec<SharedField<'_>>| -> Vec<String> {
            let names = fields.into_iter();
            names.map(|shared| shared.first.name.ident.clone()).collect()
        };
        let before = names(self.old.shared_fields(old));
        let after = names(self.new.shared_fields(new));
        let lost: Vec<&str> =
            before.iter().filter(|name| !after.contains(name)).map(String::as_str).collect();
        if lost.is_empty() {
            return;
        }
        let pending = PendingChange::of(&rules::SHARED_FIELDS_LOST, Subject::Type, &def.name);
        let pending = pending.old(lost.join(", ")).rust(Rust::Breaking);
        self.push(pending.at(site));
    }

    /// Whether the tags that existing programs send are still those of the alternative.
    fn tags_accepted(&self, union: &Union, old: &UnionVariant, new: &UnionVariant) -> Acceptance {
        let payload = old.ty.inside().and_then(|ty| self.old.def(ty)).and_then(TypeDef::object);
        let is_tag = |constant: &Constant| union.tag.as_ref() == Some(&constant.wire);
        // Another value of a constant is reported by itself.
        if payload.is_some_and(|object| object.constants.iter().any(is_tag)) {
            return Acceptance::Yes;
        }
        // A payload without the tag is always sent with the first one.
        let count = match old.tag_by {
            Some(TagBy::Union) => 1,
            Some(TagBy::Either) | None => old.tags.len(),
        };
        let mut sent = old.tags.iter().take(count);
        Acceptance::of(new.tags.is_empty() || sent.all(|tag| new.tags.contains(tag)))
    }

    /// `whole`: the new union.
    fn compare_variants(
        &mut self,
        def: &TypeDef,
        (old_union, old): (&Union, &UnionVariant),
        (new_union, new): (&Union, &UnionVariant),
        whole: Schema<'_>,
        site: &Site,
    ) {
        let name = item(def, new);
        let of = |rule| PendingChange::of(rule, Subject::Variant, &name).at(site);
        if old.ident != new.ident {
            let pending = of(&rules::ALTERNATIVE_RENAMED).both(&old.ident, &new.ident);
            self.push(pending.rust(Rust::Breaking));
        }
        let schemas = (
            Schema::of_use(self.old, &old.ty, &old.facts),
            Schema::of_use(self.new, &new.ty, &new.facts),
        );
        let same_type = self.is_same(&old.ty, &new.ty) && old.boxed == new.boxed;
        if !same_type {
            let pending = of(&rules::ALTERNATIVE_TYPE_CHANGED);
            let pending = pending.both(self.old.payload_type(old), self.new.payload_type(new));
            // Another alternative may accept what this one no longer accepts.
            let is_covered = new_union.tag.is_none()
                && accepts(schemas.0, schemas.1) != Acceptance::Yes
                && accepts(schemas.0, whole) == Acceptance::Yes;
            let now = if is_covered { whole } else { schemas.1 };
            let pending = self.retyped(pending, (&old.ty, schemas.0), (&new.ty, now), site);
            self.push(pending);
        }
        if same_type && old_union.converts_from(old) && !new_union.converts_from(new) {
            let from = format!("impl From<{}> for {}", self.new.payload_type(new), def.name);
            let pending = of(&rules::ALTERNATIVE_CONVERSION_LOST).old(from).with(&name);
            self.push(pending.rust(Rust::Breaking));
        }
        // With another tag, every alternative is recognised differently.
        if old_union.tag == new_union.tag && recognised_by(old) != recognised_by(new) {
            let rule = if is_known(old, new) {
                &rules::ALTERNATIVE_TAG_CHANGED
            } else {
                &rules::ALTERNATIVE_TAG_UNKNOWN
            };
            let request = self.tags_accepted(old_union, old, new).wire();
            let harm = match site.uses.request && request != Wire::Safe {
                true => "existing programs send the old tag",
                false => "",
            };
            let pending = of(rule).both(recognised_by(old), recognised_by(new));
            self.push(pending.values(request, Wire::Safe).with(harm));
        }
        let found = facts::compare(schemas.0, schemas.1, same_type);
        self.push_facts(Subject::Variant, &name, found, site);
    }
}

/// A change of the discriminator. Existing programs do not send the new one where the SDK writes it beside the payload.
fn tag_changed(
    old: &Union,
    (def, new): (&TypeDef, &Union),
    found: &Matched<'_, UnionVariant>,
    site: &Site,
) -> PendingChange {
    let recognised_by =
        |union: &Union| union.tag.clone().unwrap_or_else(|| "their shape".to_owned());
    let is_unsent = new.tag.is_some() && found.pairs.iter().any(|(_, new)| new.tag_by.is_some());
    let request = if is_unsent { Wire::Breaking } else { Wire::Safe };
    let unsent = (is_unsent && site.uses.request)
        .then_some("existing programs do not send the new discriminator");
    let unread = (site.uses.is_read() || unsent.is_none())
        .then_some("existing programs may not recognize which alternative was sent");
    let notes: Vec<&str> = unsent.into_iter().chain(unread).collect();
    let pending = PendingChange::of(&rules::UNION_TAG_CHANGED, Subject::Type, &def.name);
    let pending = pending.both(recognised_by(old), recognised_by(new)).at(site);
    pending.values(request, Wire::Safe).with(notes.join("; "))
}

/// Whether existing programs recognise the alternative.
fn is_known(old: &UnionVariant, new: &UnionVariant) -> bool {
    let still = |known: &[String], sent: &[String]| known.iter().all(|name| sent.contains(name));
    if new.tags.is_empty() {
        old.json == new.json && still(&old.required, &new.required)
    } else {
        still(&new.tags, &old.tags)
    }
}

fn item(def: &TypeDef, variant: &UnionVariant) -> String {
    format!("{}::{}", def.name, variant.ident)
}

/// What identifies a value of the alternative.
fn recognised_by(variant: &UnionVariant) -> String {
    if !variant.tags.is_empty() {
        return variant.tags.join(" or ");
    }
    let json = variant.json.name().to_owned();
    if variant.required.is_empty() {
        json
    } else {
        let required: BTreeSet<&str> = variant.required.iter().map(String::as_str).collect();
        format!("{json} with {}", required.into_iter().collect::<Vec<_>>().join(", "))
    }
}
