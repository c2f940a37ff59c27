//! Compares the fields of structs, and parameters.

use super::accepts::Schema;
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::facts;
use super::objects::is_constructed;
use super::operations::deprecation;
use super::pending_change::PendingChange;
use super::site::Site;
use super::site::Uses;
use crate::model::{
    Field, ParameterLocation, ParameterPlace, ParameterStyle, Presence, TypeDef, TypeRef,
};

impl Comparison<'_> {
    pub(super) fn field_added(&mut self, def: &TypeDef, field: &Field, site: &Site) {
        let (rule, rust) = if is_constructed(def) && field.is_required() {
            (&rules::REQUIRED_PROPERTY_ADDED, Rust::Breaking)
        } else {
            (&rules::PROPERTY_ADDED, Rust::Addition)
        };
        let pending = PendingChange::of(rule, subject(field), &item(def, field)).rust(rust);
        self.push(pending.new_(self.new.field_type(field)).at(&site_of(field, site)));
    }

    /// `now`: the type that had it, as it is now.
    pub(super) fn field_removed(
        &mut self,
        def: &TypeDef,
        field: &Field,
        now: &TypeDef,
        site: &Site,
    ) {
        let rule = match is_needed(field) {
            true => &rules::REQUIRED_PROPERTY_REMOVED,
            false => &rules::PROPERTY_REMOVED,
        };
        let advice = match (site.uses.request, site.uses.is_read()) {
            (true, false) => "stop setting it: the server ignores or rejects it",
            (false, true) => "stop reading it",
            _ => "stop using it",
        };
        let request = match field.settable {
            true => self.sent_undescribed(Schema::of_field(self.old, field), now),
            false => Wire::Safe,
        };
        let pending =
            PendingChange::of(rule, subject(field), &item(def, field)).rust(Rust::Breaking);
        let pending = pending.old(self.old.field_type(field)).with(advice);
        self.push(pending.values(request, Wire::Safe).at(&site_of(field, site)));
    }

    pub(super) fn compare_fields(
        &mut self,
        (old_def, old): (&TypeDef, &Field),
        (def, new): (&TypeDef, &Field),
        site: &Site,
    ) {
        let site = &site_of(new, site);
        let (subject, name) = (subject(new), item(def, new));
        let of = |rule| PendingChange::of(rule, subject, &name).at(site);
        if old.name.ident != new.name.ident || !is_same_on_the_wire(old, new) {
            self.field_renamed(def, old, new, site);
        }
        let schemas = (Schema::of_field(self.old, old), Schema::of_field(self.new, new));
        let same_type = self.is_same(&old.ty, &new.ty) && old.boxed == new.boxed;
        if !same_type {
            let pending = of(&rules::PROPERTY_TYPE_CHANGED);
            let pending = pending.both(self.old.field_type(old), self.new.field_type(new));
            let pending = self.retyped(pending, (&old.ty, schemas.0), (&new.ty, schemas.1), site);
            self.push(pending);
        }
        // A read-only field is optional in types that callers construct: both are reported as one change.
        if old.settable != new.settable && is_constructed(def) {
            self.access_changed((&name, old, new), site);
        } else if old.presence != new.presence {
            let constructed = is_constructed(old_def) && is_constructed(def);
            self.presence_changed(constructed, (&name, old, new), same_type, site);
        }
        if !is_sent_alike((schemas.0, schemas.1), (old.location, new.location)) {
            let pending = of(&rules::PROPERTY_MOVED);
            self.push(pending.between(place_of(old), place_of(new)));
        }
        if old.deprecated != new.deprecated {
            self.push(deprecation(of, [old.deprecated, new.deprecated]));
        }
        let mut found = facts::compare(schemas.0, schemas.1, same_type);
        // Nullability is part of the presence.
        found.retain(|change| !change.is_about_null() || old.presence == new.presence);
        if is_needed(old) {
            found
                .iter_mut()
                .filter(|change| change.below.is_empty())
                .for_each(facts::FactChange::needed);
        }
        if new.is_required() {
            // A required value never uses its default.
            let own = found.iter_mut().filter(|change| change.below.is_empty());
            own.for_each(facts::FactChange::without_default);
        }
        self.push_facts(subject, &name, found, site);
    }

    fn access_changed(&mut self, (name, old, new): (&str, &Field, &Field), site: &Site) {
        let word = |field: &Field| match field.settable {
            true => "set by callers",
            false => "set by the server",
        };
        let is_other_type = self.old.field_type(old) != self.new.field_type(new);
        let (rule, rust) = match (old.settable, new.is_required()) {
            (true, _) => (&rules::PROPERTY_READ_ONLY, Rust::Breaking),
            (_, true) => (&rules::PROPERTY_MUST_BE_WRITTEN, Rust::Breaking),
            _ if is_other_type => (&rules::PROPERTY_WRITABLE, Rust::Breaking),
            _ => (&rules::PROPERTY_WRITABLE, Rust::Addition),
        };
        let pending = PendingChange::of(rule, subject(new), name).rust(rust);
        self.push(pending.both(word(old), word(new)).at(site));
    }

    fn field_renamed(&mut self, def: &TypeDef, old: &Field, new: &Field, site: &Site) {
        let in_rust = old.name.ident != new.name.ident;
        let (one, other) = match in_rust {
            true => (&old.name.ident, &new.name.ident),
            false => (&old.name.wire, &new.name.wire),
        };
        let rule = match (is_same_on_the_wire(old, new), is_needed(old)) {
            (true, _) => &rules::PROPERTY_RENAMED,
            (_, true) => &rules::REQUIRED_PROPERTY_WIRE_NAME_CHANGED,
            _ => &rules::PROPERTY_WIRE_NAME_CHANGED,
        };
        let advice = match in_rust {
            true => format!("write `{other}`"),
            false => "the server accepts only the new name".to_owned(),
        };
        let pending = PendingChange::of(rule, subject(new), &item(def, new)).breaks_if(in_rust);
        self.push(pending.both(one, other).with(advice).at(site));
    }

    /// `constructed`: callers made values of the type before, and do now.
    fn presence_changed(
        &mut self,
        constructed: bool,
        (name, old, new): (&str, &Field, &Field),
        same_type: bool,
        site: &Site,
    ) {
        let types = (self.old.field_type(old), self.new.field_type(new));
        let by_presence = types.0 == types.1 || !same_type;
        let shown = |field: &Field, ty: &String| match by_presence {
            true => presence(field).to_owned(),
            false => ty.clone(),
        };
        // `RequiredNullable` and `Optional` are both an `Option`.
        let is_other_type = types.0 != types.1;
        let is_other_argument = constructed && old.is_required() != new.is_required();
        let pending = PendingChange::of(presence_rule(constructed, old, new), subject(new), name)
            .both(shown(old, &types.0), shown(new, &types.1))
            .with(presence_advice(constructed, old, new, site.uses))
            .breaks_if(is_other_type || is_other_argument);
        self.push(pending.at(site));
    }
}

/// The rule for the most severe change of the presence of a field.
fn presence_rule(constructed: bool, old: &Field, new: &Field) -> &'static rules::Rule {
    let (was, is) = (old.is_required(), new.is_required());
    let (could_be_null, can_be_null) = (is_nullable(old), is_nullable(new));
    let may_be_missing = old.presence == Presence::Required && new.presence != Presence::Required;
    let may_be_absent = could_be_null && was && !is && !is_forgiving(&old.ty);
    match () {
        () if is && !was => &rules::PROPERTY_BECAME_REQUIRED,
        // In types that are only received, an optional field may be null as well.
        () if may_be_absent && !constructed => &rules::NULLABLE_BECAME_OPTIONAL,
        () if could_be_null && !can_be_null && old.settable => &rules::PROPERTY_REFUSES_NULL,
        () if may_be_missing && !is_forgiving(&old.ty) && is => &rules::PROPERTY_BECAME_NULLABLE,
        () if may_be_missing && !is_forgiving(&old.ty) => &rules::PROPERTY_BECAME_OPTIONAL,
        () if may_be_absent => &rules::NULLABLE_BECAME_OPTIONAL,
        () if was && !is => &rules::COLLECTION_BECAME_OPTIONAL,
        () if can_be_null => &rules::PROPERTY_TAKES_NULL,
        () => &rules::READ_ONLY_PROPERTY_NOT_NULLABLE,
    }
}

/// What callers must do about it.
fn presence_advice(constructed: bool, old: &Field, new: &Field, uses: Uses) -> &'static str {
    let (was, is) = (old.is_required(), new.is_required());
    match () {
        () if constructed && is && !was => "pass it to the constructor",
        () if constructed && was && !is => "remove it from the constructor call; use its setter",
        () if old.presence == Presence::Required => "it may be missing now: handle `None`",
        () if new.presence == Presence::Required && (uses.is_read() || !constructed) => {
            "it is always present now: the type is no longer an `Option`"
        }
        () if is_nullable(old) && !is_nullable(new) => {
            "`null` is rejected: the `clear_` method was removed"
        }
        () => "",
    }
}

/// Whether programs built before cannot read a response without the field; a missing list or free-form value is read as
/// empty.
fn is_needed(field: &Field) -> bool {
    field.presence == Presence::Required && !is_forgiving(&field.ty)
}

pub(super) fn item(def: &TypeDef, field: &Field) -> String {
    format!("{}::{}", def.name, field.name.ident)
}

/// Header names are case-insensitive.
fn is_same_on_the_wire(old: &Field, new: &Field) -> bool {
    let (one, other) = (&old.name.wire, &new.name.wire);
    one == other || new.is_in(ParameterPlace::Header) && one.eq_ignore_ascii_case(other)
}

fn subject(field: &Field) -> Subject {
    if field.location.is_some() { Subject::Parameter } else { Subject::Field }
}

fn place_of(field: &Field) -> Option<String> {
    field.location.map(|location| location.to_string())
}

fn site_of(field: &Field, site: &Site) -> Site {
    let mut site = site.property(&field.name.wire);
    if field.is_in(ParameterPlace::Header) {
        site.places.iter_mut().for_each(|place| place.part = "header".to_owned());
    }
    site
}

/// Whether a parameter is sent in the same location and style. List styles do not matter to a single value, and
/// servers decode a character whether or not it is encoded.
fn is_sent_alike(
    (before, after): (Schema<'_>, Schema<'_>),
    (old, new): (Option<ParameterLocation>, Option<ParameterLocation>),
) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return old == new;
    };
    let of_lists = |style| matches!(style, ParameterStyle::Exploded | ParameterStyle::Joined(_));
    // A header has commas between the items of a list in any case.
    let is_header_list = old.place == ParameterPlace::Header && before.is_list();
    let is_spelled_alike = (before.is_single() || after.is_single() || is_header_list)
        && of_lists(old.style)
        && of_lists(new.style);
    old.place == new.place && (old.style == new.style || is_spelled_alike)
}

fn presence(field: &Field) -> &'static str {
    match field.presence {
        Presence::Required => "required",
        Presence::RequiredNullable => "required, may be null",
        Presence::Optional => "optional",
        Presence::OptionalNullable => "optional, may be null",
    }
}

fn is_nullable(field: &Field) -> bool {
    matches!(field.presence, Presence::RequiredNullable | Presence::OptionalNullable)
}

/// Whether a value that is missing or null is read as an empty one.
fn is_forgiving(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Json
            | TypeRef::JsonObject
            | TypeRef::Option(_)
    )
}
