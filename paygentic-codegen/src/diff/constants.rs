//! Compares constant properties: the SDK writes them itself, so a change affects only the wire.

use super::accepts::{Acceptance, Schema, accepts};
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::fields;
use super::matching;
use super::objects::{Struct, is_constructed};
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{Constant, Field, Object, TypeDef};

impl<'m> Comparison<'m> {
    pub(super) fn compare_constants(
        &mut self,
        old: &'m Object,
        (def, new): Struct<'m>,
        site: &Site,
    ) {
        let is_field = |object: &Object, constant: &Constant| {
            let mut fields = object.fields.iter();
            fields.any(|field| field.name.wire == constant.wire)
        };
        let of = |rule, constant: &Constant| {
            let item = format!("{}::{:?}", def.name, constant.wire);
            PendingChange::of(rule, Subject::Constant, &item).at(&site.property(&constant.wire))
        };
        let found =
            matching::by_key(&old.constants, &new.constants, |constant| constant.wire.clone());
        for constant in found.added.into_iter().filter(|constant| !is_field(old, constant)) {
            let pending = of(&rules::CONSTANT_ADDED, constant);
            self.push(pending.new_(constant.value.to_string()));
        }
        for constant in found.removed.into_iter().filter(|constant| !is_field(new, constant)) {
            let request = self.sent_undescribed(Schema::of_value(self.old, &constant.value), def);
            let pending = of(&rules::CONSTANT_REMOVED, constant).values(request, Wire::Safe);
            self.push(pending.old(constant.value.to_string()));
        }
        for (one, other) in found.pairs {
            if one.value != other.value {
                let pending = of(&rules::CONSTANT_CHANGED, other);
                self.push(pending.both(one.value.to_string(), other.value.to_string()));
            }
            if one.location != other.location {
                let shown =
                    |constant: &Constant| constant.location.map(|location| location.to_string());
                let pending = of(&rules::CONSTANT_MOVED, other);
                self.push(pending.between(shown(one), shown(other)));
            }
        }
    }

    /// The constant was sent; now it is a field.
    pub(super) fn constant_became_field(
        &mut self,
        def: &TypeDef,
        constant: &Constant,
        field: &Field,
        site: &Site,
    ) {
        let must_be_given = is_constructed(def) && field.is_required();
        let request = Schema::of_field(self.new, field).holds(&constant.value).wire();
        let pending = PendingChange::of(
            &rules::CONSTANT_BECAME_PROPERTY,
            Subject::Field,
            &fields::item(def, field),
        );
        let pending = pending.both(constant.value.to_string(), self.new.field_type(field));
        let pending = pending.rust(match must_be_given {
            true => Rust::Breaking,
            false => Rust::Addition,
        });
        let pending = pending.values(request, Wire::Safe).at(&site.property(&field.name.wire));
        self.push(match must_be_given {
            true => pending.with("pass it to the constructor"),
            false => pending,
        });
    }

    pub(super) fn field_became_constant(
        &mut self,
        def: &TypeDef,
        field: &Field,
        constant: &Constant,
        site: &Site,
    ) {
        // The server rejects requests without it, and requests with another value.
        let is_missed = !field.is_required();
        let only = Schema::of_value(self.new, &constant.value);
        let request =
            accepts(Schema::of_field(self.old, field), only).and(Acceptance::of(!is_missed));
        let pending = PendingChange::of(
            &rules::PROPERTY_BECAME_CONSTANT,
            Subject::Field,
            &fields::item(def, field),
        );
        let pending = pending.both(self.old.field_type(field), constant.value.to_string());
        let pending = pending.values(request.wire(), Wire::Safe).rust(Rust::Breaking);
        self.push(pending.at(&site.property(&field.name.wire)));
    }
}
