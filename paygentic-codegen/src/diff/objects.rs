//! Structs and sets of parameters: fields, constants, constructors.

use super::accepts::{Schema, accepts, asks_for_more};
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::matching;
use crate::model::{Constant, Constructor, Field, Object, TypeDef, TypeKind};

/// A struct or a set of parameters, with its definition.
pub(super) type Struct<'a> = (&'a TypeDef, &'a Object);

impl<'m> Comparison<'m> {
    pub(super) fn compare_objects(&mut self, old: Struct<'m>, new: Struct<'m>, site: &Site) {
        let found = matching::fields(self.models(), &old.1.fields, &new.1.fields);
        for field in found.removed {
            match new
                .1
                .constants
                .iter()
                .find(|constant| constant.wire == field.name.wire)
            {
                Some(constant) => self.field_became_constant(new.0, field, constant, site),
                None => self.field_removed(old.0, field, site),
            }
        }
        for (one, other) in found.pairs {
            self.compare_fields((old.0, one), (new.0, other), site);
        }
        for field in found.added {
            match old
                .1
                .constants
                .iter()
                .find(|constant| constant.wire == field.name.wire)
            {
                Some(constant) => self.constant_became_field(new.0, constant, field, site),
                None => self.field_added(new.0, field, site),
            }
        }
        self.compare_constants(old.1, new, site);
        self.compare_additional(old, new, site);
        self.compare_constructors(old, new, site);
        if old.1.page.is_some() && new.1.page.is_none() {
            let draft = Draft::changed(Subject::Type, &new.0.name, Aspect::Pagination);
            let draft = draft.old("a page").rust(Rust::Breaking).at(site);
            self.push(
                draft.note("calls that return it have no `.stream()` and `.pages()` any more"),
            );
        } else if old.1.page.is_none() && new.1.page.is_some() {
            let draft = Draft::changed(Subject::Type, &new.0.name, Aspect::Pagination);
            self.push(draft.new_("a page").rust(Rust::Addition).at(site));
        }
    }

    fn compare_constants(&mut self, old: &'m Object, (def, new): Struct<'m>, site: &Site) {
        let is_field = |object: &Object, constant: &Constant| {
            object
                .fields
                .iter()
                .any(|field| field.name.wire == constant.wire)
        };
        let item = |constant: &Constant| format!("{}::{:?}", def.name, constant.wire);
        let found = matching::by_key(&old.constants, &new.constants, |constant| {
            constant.wire.clone()
        });
        for constant in found
            .added
            .into_iter()
            .filter(|constant| !is_field(old, constant))
        {
            let draft = Draft::new(Subject::Constant, Action::Added, &item(constant));
            let draft = draft.new_(constant.value.to_string());
            self.push_if_written(draft, constant, Wire::Breaking, site);
        }
        for constant in found
            .removed
            .into_iter()
            .filter(|constant| !is_field(new, constant))
        {
            let draft = Draft::new(Subject::Constant, Action::Removed, &item(constant));
            let draft = draft.old(constant.value.to_string());
            self.push_if_written(draft, constant, Wire::Risky, site);
        }
        for (one, other) in found.pairs {
            let site = site.property(&other.wire);
            if one.value != other.value {
                let draft = Draft::changed(Subject::Constant, &item(other), Aspect::Values);
                let draft = draft
                    .old(one.value.to_string())
                    .new_(other.value.to_string());
                self.push(
                    draft
                        .wire(site.uses.worst(Wire::Breaking, Wire::Safe))
                        .at(&site),
                );
            }
            if one.location != other.location {
                let draft = Draft::changed(Subject::Constant, &item(other), Aspect::Location);
                let words =
                    |constant: &Constant| constant.location.map(|location| location.to_string());
                let draft = draft.between(words(one), words(other)).wire(Wire::Breaking);
                self.push(
                    draft
                        .note("the server does not find it where it was")
                        .at(&site),
                );
            }
            if one.written != other.written {
                let word = |constant: &Constant| {
                    if constant.written {
                        "required"
                    } else {
                        "optional"
                    }
                };
                let draft = Draft::changed(Subject::Constant, &item(other), Aspect::Presence);
                let request = if other.written {
                    Wire::Breaking
                } else {
                    Wire::Safe
                };
                self.push(
                    draft
                        .old(word(one))
                        .new_(word(other))
                        .wire(site.uses.worst(request, Wire::Safe))
                        .at(&site),
                );
            }
        }
    }

    /// A constant that came or went matters to the server only if it is written.
    fn push_if_written(&mut self, draft: Draft, constant: &Constant, written: Wire, site: &Site) {
        let request = if constant.written {
            written
        } else {
            Wire::Safe
        };
        let wire = site.uses.worst(request, Wire::Safe);
        self.push(draft.wire(wire).at(&site.property(&constant.wire)));
    }

    /// What has one value only was sent or passed over; now callers see it.
    fn constant_became_field(
        &mut self,
        def: &TypeDef,
        constant: &Constant,
        field: &Field,
        site: &Site,
    ) {
        let (item, is_required) = (
            format!("{}::{}", def.name, field.name.ident),
            field.is_required(),
        );
        let draft = Draft::changed(Subject::Field, &item, Aspect::Values);
        let draft = draft
            .old(constant.value.to_string())
            .new_(self.new.field_type(field));
        let must_be_given = is_constructed(def) && is_required;
        let draft = draft.rust(if must_be_given {
            Rust::Breaking
        } else {
            Rust::Addition
        });
        // The value that was sent may be one of those that are accepted.
        let is_missed = is_required && !constant.written;
        let request = if is_missed {
            Wire::Breaking
        } else {
            Schema::of_field(self.new, field)
                .holds(&constant.value)
                .wire()
        };
        let draft = draft
            .wire(site.uses.worst(request, Wire::Safe))
            .at(&site.property(&field.name.wire));
        self.push(if must_be_given {
            draft.note("pass it to the constructor")
        } else {
            draft
        });
    }

    fn field_became_constant(
        &mut self,
        def: &TypeDef,
        field: &Field,
        constant: &Constant,
        site: &Site,
    ) {
        let item = format!("{}::{}", def.name, field.name.ident);
        // Programs that left it out are refused; those that sent another value may be.
        let request = if constant.written && !field.is_required() {
            Wire::Breaking
        } else {
            let only = Schema::of_value(self.new, &constant.value);
            accepts(Schema::of_field(self.old, field), only).wire()
        };
        let draft = Draft::changed(Subject::Field, &item, Aspect::Values).rust(Rust::Breaking);
        let draft = draft
            .old(self.old.field_type(field))
            .new_(constant.value.to_string());
        let draft = draft
            .wire(site.uses.worst(request, Wire::Safe))
            .at(&site.property(&field.name.wire));
        self.push(draft.note("it has this value only, and is no field any more"));
    }

    fn compare_additional(
        &mut self,
        (old_def, old): Struct<'_>,
        (def, new): Struct<'_>,
        site: &Site,
    ) {
        let item = format!("{}::additional", def.name);
        let site = site.suffix("{}");
        match (&old.additional, &new.additional) {
            (None, Some(ty)) => {
                let draft =
                    Draft::new(Subject::Field, Action::Added, &item).new_(self.new.display(ty));
                self.push(draft.rust(Rust::Addition).at(&site));
            }
            (Some(ty), None) => {
                let draft =
                    Draft::new(Subject::Field, Action::Removed, &item).old(self.old.display(ty));
                let wire = site.uses.worst(Wire::Risky, Wire::Safe);
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .wire(wire)
                        .note("other properties are not kept any more")
                        .at(&site),
                );
            }
            (Some(one), Some(other)) if !self.is_same(one, other) => {
                let draft = Draft::changed(Subject::Field, &item, Aspect::Type)
                    .old(self.old.display(one))
                    .new_(self.new.display(other));
                let schemas = (
                    Schema::of_type(self.old, old_def).entries(),
                    Schema::of_type(self.new, def).entries(),
                );
                let draft = self.retyped(draft, (one, schemas.0), (other, schemas.1), &site);
                self.push(draft);
            }
            _ => {}
        }
    }

    /// What the presence of fields does not tell: the choice of constructors, and whether they take the
    /// required fields by position or by name.
    fn compare_constructors(&mut self, old: Struct<'_>, new: Struct<'_>, site: &Site) {
        if !is_constructed(old.0) || !is_constructed(new.0) {
            return;
        }
        let (before, after) = (old.1.constructors(), new.1.constructors());
        let has = |all: &[Constructor<'_>], name: &str| all.iter().any(|other| other.name == name);
        let is_gone = before.iter().any(|one| !has(&after, &one.name));
        let is_new = after.iter().any(|one| !has(&before, &one.name));
        let is_given_otherwise = old.1.required_struct != new.1.required_struct;
        if !is_gone && !is_new && !is_given_otherwise {
            return;
        }
        let list = |object: &Object, all: &[Constructor<'_>]| {
            let texts: Vec<String> = all.iter().map(|one| object.signature(one)).collect();
            texts.join(", ")
        };
        let draft = Draft::changed(Subject::Type, &new.0.name, Aspect::Constructors);
        let draft = draft
            .old(list(old.1, &before))
            .new_(list(new.1, &after))
            .at(site);
        let draft = draft.rust(if is_gone || is_given_otherwise {
            Rust::Breaking
        } else {
            Rust::Addition
        });
        let request = if asks_for_more(old.1, new.1) {
            Wire::Breaking
        } else {
            Wire::Safe
        };
        let note = match (is_gone, is_given_otherwise, &new.1.required_struct) {
            (true, ..) => "make it with one of the new constructors".to_owned(),
            (_, true, Some(name)) => format!("give the required fields by name, in `{name}`"),
            (_, true, None) => "give the required fields by position".to_owned(),
            _ => String::new(),
        };
        self.push(draft.wire(site.uses.worst(request, Wire::Safe)).note(note));
    }
}

/// Whether callers make values of the type.
pub(super) fn is_constructed(def: &TypeDef) -> bool {
    def.in_request || matches!(def.kind, TypeKind::Parameters(_))
}
