//! Fields of structs, and parameters.

use super::accepts::Schema;
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::objects::is_constructed;
use crate::model::{Field, ParameterPlace, Presence, TypeDef, TypeRef};

impl Comparison<'_> {
    pub(super) fn field_added(&mut self, def: &TypeDef, field: &Field, site: &Site) {
        let draft = Draft::new(subject(field), Action::Added, &item(def, field))
            .new_(self.new.field_type(field));
        let draft = draft.at(&site_of(field, site));
        if is_constructed(def) && field.is_required() {
            let wire = site.uses.worst(Wire::Breaking, Wire::Safe);
            let note = "pass it to the constructor; requests without it are refused";
            self.push(draft.rust(Rust::Breaking).wire(wire).note(note));
        } else {
            self.push(draft.rust(Rust::Addition));
        }
    }

    pub(super) fn field_removed(&mut self, def: &TypeDef, field: &Field, site: &Site) {
        // A program built before cannot read a response without it; one that is a list or free-form reads as empty.
        let response = if field.presence == Presence::Required && !is_forgiving(&field.ty) {
            Wire::Breaking
        } else {
            Wire::Risky
        };
        let draft = Draft::new(subject(field), Action::Removed, &item(def, field))
            .old(self.old.field_type(field));
        let draft = draft
            .rust(Rust::Breaking)
            .wire(site.uses.worst(Wire::Risky, response));
        let note = match (site.uses.request, site.uses.response) {
            (true, false) => "stop setting it: the server passes over it or refuses it",
            (false, true) => "stop reading it",
            _ => "stop using it",
        };
        self.push(draft.note(note).at(&site_of(field, site)));
    }

    pub(super) fn compare_fields(
        &mut self,
        (old_def, old): (&TypeDef, &Field),
        (def, new): (&TypeDef, &Field),
        site: &Site,
    ) {
        let site = &site_of(new, site);
        let (subject, name) = (subject(new), item(def, new));
        if old.name.ident != new.name.ident || !is_same_on_the_wire(old, new) {
            self.field_renamed(def, old, new, site);
        }
        let same_type = self.is_same(&old.ty, &new.ty) && old.boxed == new.boxed;
        let schemas = (
            Schema::of_field(self.old, old),
            Schema::of_field(self.new, new),
        );
        if !same_type {
            let draft = Draft::changed(subject, &name, Aspect::Type)
                .old(self.old.field_type(old))
                .new_(self.new.field_type(new));
            let draft = self.retyped(draft, (&old.ty, schemas.0), (&new.ty, schemas.1), site);
            self.push(draft);
        }
        // What only the server sets is optional where callers write the type: that is told as one.
        let access_changed = old.settable != new.settable && is_constructed(def);
        if access_changed {
            self.access_changed((&name, old, new), site);
        } else if old.presence != new.presence {
            let constructed = is_constructed(old_def) && is_constructed(def);
            self.presence_changed(constructed, (&name, old, new), same_type, site);
        }
        if old.location != new.location {
            let draft = Draft::changed(subject, &name, Aspect::Location);
            let draft = draft.between(place_of(old), place_of(new));
            self.push(
                draft
                    .wire(Wire::Breaking)
                    .note("the server does not find it where it was")
                    .at(site),
            );
        }
        if old.deprecated != new.deprecated {
            let word = |field: &Field| field.deprecated.then(|| "deprecated".to_owned());
            let draft =
                Draft::changed(subject, &name, Aspect::Deprecation).between(word(old), word(new));
            self.push(draft.at(site));
        }
        let mut found = facts::compare(schemas.0, schemas.1, same_type);
        // What may be null is told by the presence.
        found.retain(|change| change.aspect != Aspect::Presence || old.presence == new.presence);
        if new.is_required() {
            // What is always given needs no default.
            let defaults = found
                .iter_mut()
                .filter(|change| change.aspect == Aspect::Default && change.below.is_empty());
            defaults.for_each(|change| change.request = Wire::Safe);
        }
        self.push_facts(subject, &name, found, site);
    }

    fn access_changed(&mut self, (name, old, new): (&str, &Field, &Field), site: &Site) {
        let word = |field: &Field| {
            if field.settable {
                "set by callers"
            } else {
                "set by the server"
            }
        };
        let draft = Draft::changed(subject(new), name, Aspect::Access)
            .old(word(old))
            .new_(word(new))
            .at(site);
        if old.settable {
            let wire = site.uses.worst(Wire::Risky, Wire::Safe);
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .wire(wire)
                    .note("stop setting it"),
            );
            return;
        }
        let must_be_given = new.is_required();
        let breaks = must_be_given || self.old.field_type(old) != self.new.field_type(new);
        let wire = site.uses.worst(
            if must_be_given {
                Wire::Breaking
            } else {
                Wire::Safe
            },
            Wire::Safe,
        );
        let draft = draft
            .rust(if breaks {
                Rust::Breaking
            } else {
                Rust::Addition
            })
            .wire(wire);
        self.push(if must_be_given {
            draft.note("pass it to the constructor; requests without it are refused")
        } else {
            draft
        });
    }

    fn field_renamed(&mut self, def: &TypeDef, old: &Field, new: &Field, site: &Site) {
        let on_wire = !is_same_on_the_wire(old, new);
        let in_rust = old.name.ident != new.name.ident;
        let (one, other) = if in_rust {
            (&old.name.ident, &new.name.ident)
        } else {
            (&old.name.wire, &new.name.wire)
        };
        let response = if old.presence == Presence::Required && !is_forgiving(&old.ty) {
            Wire::Breaking
        } else {
            Wire::Risky
        };
        let wire = if on_wire {
            site.uses.worst(Wire::Breaking, response)
        } else {
            Wire::Safe
        };
        let draft = Draft::new(subject(new), Action::Renamed, &item(def, new))
            .old(one)
            .new_(other);
        let note = if in_rust {
            format!("write `{other}`")
        } else {
            "the server knows it by its new name only".to_owned()
        };
        self.push(draft.breaks_if(in_rust).wire(wire).note(note).at(site));
    }

    /// `constructed`: callers made values of the type before, and do now.
    fn presence_changed(
        &mut self,
        constructed: bool,
        (name, old, new): (&str, &Field, &Field),
        same_type: bool,
        site: &Site,
    ) {
        let (was, is) = (old.is_required(), new.is_required());
        let (could_be_null, can_be_null) = (is_nullable(old), is_nullable(new));
        let request = if is && !was || could_be_null && !can_be_null && old.settable {
            Wire::Breaking
        } else {
            Wire::Safe
        };
        // What is read as `T` cannot be left out; an `Option` does not ask why there is nothing.
        let response = if old.presence == Presence::Required
            && new.presence != Presence::Required
            && !is_forgiving(&old.ty)
        {
            Wire::Risky
        } else {
            Wire::Safe
        };
        let wire = site.uses.worst(request, response);
        let note = match () {
            () if constructed && is && !was => {
                "pass it to the constructor; requests without it are refused"
            }
            () if constructed && was && !is => {
                "leave it out of the constructor; there is a setter for it"
            }
            () if old.presence == Presence::Required => "it may be missing now: handle `None`",
            () if new.presence == Presence::Required && site.uses.response => {
                "it is always there now: no `Option` around it"
            }
            () if could_be_null && !can_be_null => "`null` is refused: there is nothing to clear",
            () => "",
        };
        let draft = Draft::changed(subject(new), name, Aspect::Presence);
        let types = (self.old.field_type(old), self.new.field_type(new));
        let by_presence = types.0 == types.1 || !same_type;
        let words = |field: &Field, ty: &String| {
            if by_presence {
                presence(field).to_owned()
            } else {
                ty.clone()
            }
        };
        let draft = draft
            .old(words(old, &types.0))
            .new_(words(new, &types.1))
            .wire(wire)
            .note(note)
            .at(site);
        // `RequiredNullable` and `Optional` are both an `Option`.
        let is_other_type = types.0 != types.1;
        self.push(draft.breaks_if(is_other_type || constructed && was != is));
    }
}

pub(super) fn item(def: &TypeDef, field: &Field) -> String {
    format!("{}::{}", def.name, field.name.ident)
}

/// Names of headers are the same in any case.
fn is_same_on_the_wire(old: &Field, new: &Field) -> bool {
    let (one, other) = (&old.name.wire, &new.name.wire);
    one == other || new.is_in(ParameterPlace::Header) && one.eq_ignore_ascii_case(other)
}

fn subject(field: &Field) -> Subject {
    if field.location.is_some() {
        Subject::Parameter
    } else {
        Subject::Field
    }
}

fn place_of(field: &Field) -> Option<String> {
    field.location.map(|location| location.to_string())
}

fn site_of(field: &Field, site: &Site) -> Site {
    let mut site = site.property(&field.name.wire);
    if field.is_in(ParameterPlace::Header) {
        site.places
            .iter_mut()
            .for_each(|place| place.part = "header".to_owned());
    }
    site
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
    matches!(
        field.presence,
        Presence::RequiredNullable | Presence::OptionalNullable
    )
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
