//! The names of the fields of a struct, where several properties would have the same one.

use std::collections::HashSet;

use super::docs::inert;
use super::{Builder, Location};
use crate::model::{Object, Presence};
use crate::names::{self, DistinctName};

impl Builder<'_> {
    /// Gives each field a name of its own, which leaves those of the other setters alone.
    pub(super) fn name_fields(
        &mut self,
        object: &mut Object,
        places: &[Location],
        in_request: bool,
        update: &str,
    ) {
        let mut taken: HashSet<String> = HashSet::new();
        if object.additional.is_some() {
            taken.insert("additional".to_owned());
        }
        let wanted: Vec<Vec<String>> =
            object.fields.iter().map(|field| vec![field.name.ident.clone()]).collect();
        let mut given = names::distinct(&wanted, taken.clone(), "_");
        // A name with a number has a setter with one, which may be the name of another field.
        for _ in 0..object.fields.len() {
            let clearing: HashSet<String> = object
                .fields
                .iter()
                .zip(&given)
                .filter(|(field, _)| in_request && field.presence == Presence::OptionalNullable)
                .map(|(_, given)| format!("clear_{}", given.ident.trim_start_matches("r#")))
                .collect();
            if !given.iter().any(|given| clearing.contains(&given.ident)) {
                break;
            }
            taken.extend(clearing);
            given = names::distinct(&wanted, taken.clone(), "_");
        }
        for ((field, given), place) in object.fields.iter_mut().zip(given).zip(places) {
            self.report_given(&given, &field.name.wire, place, update);
            field.name.ident = given.ident;
        }
    }

    /// Reports a name that got a number, with the overlay action that sets another name.
    pub(super) fn report_given(
        &mut self,
        given: &DistinctName,
        wire: &str,
        at: &Location,
        update: &str,
    ) {
        if let Some(wanted) = &given.wanted {
            let message = format!(
                "name `{wanted}` for `{}` is already used: it becomes `{}`",
                inert(wire),
                given.ident
            );
            self.nameless(at, message, update);
        }
    }
}
