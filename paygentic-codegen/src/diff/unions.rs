//! Unions: alternatives, and what tells them apart.

use super::accepts::Schema;
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::matching;
use crate::model::{SharedField, TypeDef, Union, UnionVariant};

impl<'m> Comparison<'m> {
    pub(super) fn compare_unions(
        &mut self,
        (old_def, old): (&TypeDef, &'m Union),
        (def, new): (&TypeDef, &'m Union),
        site: &Site,
    ) {
        if old.tag != new.tag {
            let told_by = |union: &Union| {
                union
                    .tag
                    .clone()
                    .unwrap_or_else(|| "their shape".to_owned())
            };
            let draft = Draft::changed(Subject::Type, &def.name, Aspect::Tag)
                .old(told_by(old))
                .new_(told_by(new));
            let wire = site.uses.worst(Wire::Safe, Wire::Risky);
            self.push(
                draft
                    .wire(wire)
                    .note("programs built before may not know which alternative was sent")
                    .at(site),
            );
        }
        let found = matching::variants(self.models(), old, new);
        for variant in found.added {
            self.variant_added(def, new, variant, site);
        }
        for variant in found.removed {
            let wire = site.uses.worst(Wire::Breaking, Wire::Safe);
            let draft = Draft::new(Subject::Variant, Action::Removed, &item(old_def, variant))
                .old(self.old.display(&variant.ty));
            let note = if wire == Wire::Safe {
                "stop matching on it"
            } else {
                "the server no longer takes it"
            };
            self.push(draft.rust(Rust::Breaking).wire(wire).note(note).at(site));
        }
        for (one, other) in found.pairs {
            self.compare_variants(def, (old, one), (new, other), site);
        }
        self.compare_shared_fields(old, (def, new), site);
    }

    /// A field that not all alternatives have any more cannot be read off the union.
    fn compare_shared_fields(&mut self, old: &Union, (def, new): (&TypeDef, &Union), site: &Site) {
        let names = |fields: Vec<SharedField<'_>>| -> Vec<String> {
            let names = fields.into_iter();
            names
                .map(|shared| shared.first.name.ident.clone())
                .collect()
        };
        let before = names(self.old.shared_fields(old));
        let after = names(self.new.shared_fields(new));
        let lost: Vec<&str> = before
            .iter()
            .filter(|name| !after.contains(name))
            .map(String::as_str)
            .collect();
        if lost.is_empty() {
            return;
        }
        let draft = Draft::changed(Subject::Type, &def.name, Aspect::SharedFields)
            .old(lost.join(", "))
            .rust(Rust::Breaking);
        let note = "match the alternatives that have the field";
        self.push(draft.note(note).at(site));
    }

    /// A union told by a tag keeps an alternative that it does not know; one told by shape may take it for another.
    fn variant_added(&mut self, def: &TypeDef, union: &Union, variant: &UnionVariant, site: &Site) {
        let draft = Draft::new(Subject::Variant, Action::Added, &item(def, variant))
            .new_(self.new.payload_type(variant));
        let draft = draft.rust(Rust::Addition).at(site);
        let wire = site.uses.worst(Wire::Safe, Wire::Risky);
        self.push(if union.tag.is_some() || wire == Wire::Safe {
            draft
        } else {
            draft
                .wire(wire)
                .note("programs built before may take it for another alternative")
        });
    }

    fn compare_variants(
        &mut self,
        def: &TypeDef,
        (old_union, old): (&Union, &UnionVariant),
        (new_union, new): (&Union, &UnionVariant),
        site: &Site,
    ) {
        let name = item(def, new);
        if old.ident != new.ident {
            let draft = Draft::new(Subject::Variant, Action::Renamed, &name)
                .old(&old.ident)
                .new_(&new.ident);
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .note(format!("write `{}`", new.ident))
                    .at(site),
            );
        }
        let same_type = self.is_same(&old.ty, &new.ty) && old.boxed == new.boxed;
        if !same_type {
            let draft = Draft::changed(Subject::Variant, &name, Aspect::Type)
                .old(self.old.payload_type(old))
                .new_(self.new.payload_type(new));
            let schemas = (
                Schema::of_use(self.old, &old.ty, &old.facts),
                Schema::of_use(self.new, &new.ty, &new.facts),
            );
            let draft = self.retyped(draft, (&old.ty, schemas.0), (&new.ty, schemas.1), site);
            self.push(draft);
        }
        if same_type && old_union.converts_from(old) && !new_union.converts_from(new) {
            let draft = Draft::changed(Subject::Variant, &name, Aspect::Constructors);
            let from = format!("impl From<{}> for {}", self.new.payload_type(new), def.name);
            let note = format!(
                "write `{}(..)`: another alternative has the same type",
                item(def, new)
            );
            self.push(draft.old(from).rust(Rust::Breaking).note(note).at(site));
        }
        // If the tag is another, so is what tells every alternative.
        if old_union.tag == new_union.tag && told_by(old) != told_by(new) {
            let draft = Draft::changed(Subject::Variant, &name, Aspect::Tag)
                .old(told_by(old))
                .new_(told_by(new));
            let still =
                |known: &[String], sent: &[String]| known.iter().all(|name| sent.contains(name));
            let is_known = if new.tags.is_empty() {
                old.json == new.json && still(&old.required, &new.required)
            } else {
                still(&new.tags, &old.tags)
            };
            let wire = site
                .uses
                .worst(Wire::Safe, if is_known { Wire::Safe } else { Wire::Risky });
            self.push(draft.wire(wire).at(site));
        }
        self.push_facts(
            Subject::Variant,
            &name,
            facts::compare(
                Schema::of_use(self.old, &old.ty, &old.facts),
                Schema::of_use(self.new, &new.ty, &new.facts),
                same_type,
            ),
            site,
        );
    }
}

fn item(def: &TypeDef, variant: &UnionVariant) -> String {
    format!("{}::{}", def.name, variant.ident)
}

/// What a value is recognised by.
fn told_by(variant: &UnionVariant) -> String {
    if !variant.tags.is_empty() {
        return variant.tags.join(" or ");
    }
    let json = format!("{:?}", variant.json).to_lowercase();
    if variant.required.is_empty() {
        json
    } else {
        format!("{json} with {}", variant.required.join(", "))
    }
}
