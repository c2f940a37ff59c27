//! Compares structs and sets of parameters: their fields, and how callers construct them.

use super::accepts::{Schema, requires_more};
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::matching;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{Constant, Constructor, Object, TypeDef, TypeKind};

/// A struct or a set of parameters, with its definition.
pub(super) type Struct<'a> = (&'a TypeDef, &'a Object);

impl<'m> Comparison<'m> {
    pub(super) fn compare_objects(&mut self, old: Struct<'m>, new: Struct<'m>, site: &Site) {
        let found = matching::fields(self.models(), &old.1.fields, &new.1.fields);
        for field in found.removed {
            match constant(new.1, &field.name.wire) {
                Some(constant) => self.field_became_constant(new.0, field, constant, site),
                None => self.field_removed(old.0, field, new.0, site),
            }
        }
        for (one, other) in found.pairs {
            self.compare_fields((old.0, one), (new.0, other), site);
        }
        for field in found.added {
            match constant(old.1, &field.name.wire) {
                Some(constant) => self.constant_became_field(new.0, constant, field, site),
                None => self.field_added(new.0, field, site),
            }
        }
        self.compare_constants(old.1, new, site);
        self.compare_additional(old, new, site);
        self.compare_constructors(old, new, site);
        let of = |rule| PendingChange::of(rule, Subject::Type, &new.0.name).at(site);
        match (&old.1.page, &new.1.page) {
            (Some(_), None) => {
                let pending = of(&rules::PAGE_REMOVED).old("a page");
                self.push(pending.rust(Rust::Breaking));
            }
            (None, Some(_)) => {
                let pending = of(&rules::PAGE_ADDED).new_("a page");
                self.push(pending.rust(Rust::Addition));
            }
            _ => {}
        }
    }

    fn compare_additional(&mut self, old: Struct<'_>, new: Struct<'_>, site: &Site) {
        let item = format!("{}::additional", new.0.name);
        let site = site.suffix("{}");
        let of = |rule| PendingChange::of(rule, Subject::Field, &item).at(&site);
        match (&old.1.additional, &new.1.additional) {
            (None, Some(ty)) => {
                let pending = of(&rules::ADDITIONAL_ADDED).new_(self.new.display(ty));
                self.push(pending.rust(Rust::Addition));
            }
            (Some(ty), None) => {
                let pending = of(&rules::ADDITIONAL_REMOVED).old(self.old.display(ty));
                let entries = Schema::of_type(self.old, old.0).entries();
                let request = self.sent_undescribed(entries, new.0);
                let pending = pending.values(request, Wire::Safe);
                self.push(pending.rust(Rust::Breaking));
            }
            (Some(one), Some(other)) if !self.is_same(one, other) => {
                let pending = of(&rules::ADDITIONAL_TYPE_CHANGED);
                let pending = pending.both(self.old.display(one), self.new.display(other));
                let schemas = (
                    Schema::of_type(self.old, old.0).entries(),
                    Schema::of_type(self.new, new.0).entries(),
                );
                let pending = self.retyped(pending, (one, schemas.0), (other, schemas.1), &site);
                self.push(pending);
            }
            _ => {}
        }
    }

    /// Changes of constructors that do not follow from the presence of fields: which constructors there are, and
    /// whether they take the required fields by position or by name.
    fn compare_constructors(&mut self, old: Struct<'_>, new: Struct<'_>, site: &Site) {
        if !is_constructed(old.0) || !is_constructed(new.0) {
            return;
        }
        let (before, after) = (old.1.constructors(), new.1.constructors());
        let has = |all: &[Constructor<'_>], name: &str| all.iter().any(|other| other.name == name);
        let is_gone = before.iter().any(|one| !has(&after, &one.name));
        let is_new = after.iter().any(|one| !has(&before, &one.name));
        let required_struct_changed = old.1.required_struct != new.1.required_struct;
        let is_stricter = requires_more(old.1, new.1);
        if !is_gone && !is_new && !required_struct_changed && !is_stricter {
            return;
        }
        let list = |object: &Object, all: &[Constructor<'_>]| {
            let texts: Vec<String> = all.iter().map(|one| object.signature(one)).collect();
            texts.join(", ")
        };
        let rule = match is_stricter {
            true => &rules::REQUIRED_GROUPS_TIGHTENED,
            false => &rules::CONSTRUCTORS_CHANGED,
        };
        let rust = match (is_gone || required_struct_changed, is_new) {
            (true, _) => Rust::Breaking,
            (_, true) => Rust::Addition,
            _ => Rust::Same,
        };
        let advice = match (is_gone, required_struct_changed, &new.1.required_struct) {
            (true, ..) => "use one of the new constructors".to_owned(),
            (_, true, Some(name)) => format!("pass the required fields by name, in `{name}`"),
            (_, true, None) => "pass the required fields by position".to_owned(),
            _ => String::new(),
        };
        let pending = PendingChange::of(rule, Subject::Type, &new.0.name).at(site);
        let pending = pending.both(list(old.1, &before), list(new.1, &after));
        self.push(pending.rust(rust).with(advice));
    }
}

fn constant<'a>(object: &'a Object, wire: &str) -> Option<&'a Constant> {
    object.constants.iter().find(|constant| constant.wire == wire)
}

/// Whether callers construct values of the type.
pub(super) fn is_constructed(def: &TypeDef) -> bool {
    def.in_request || matches!(def.kind, TypeKind::Parameters(_))
}
