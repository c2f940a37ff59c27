//! Assigns unique names to the fields of a struct: several properties may map to the same one.

use std::collections::HashSet;

use super::docs::inert;
use super::{Builder, Location};
use crate::model::{Object, Presence};
use crate::names::{self, DistinctName};

/// The methods of a request struct besides its setters: those that send null, and its constructors.
fn other_methods(object: &Object) -> HashSet<String> {
    let clearing =
        object.fields.iter().filter(|field| field.presence == Presence::OptionalNullable);
    let clearing =
        clearing.map(|field| format!("clear_{}", field.name.ident.trim_start_matches("r#")));
    let constructors = object.constructors().into_iter().map(|constructor| constructor.name);
    clearing.chain(constructors).collect()
}

impl Builder<'_> {
    /// Gives each field a unique name that does not conflict with other methods.
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
        // A number also changes the methods derived from the name, which may then conflict with another field.
        for _ in 0..object.fields.len() {
            for (field, given) in object.fields.iter_mut().zip(&given) {
                field.name.ident.clone_from(&given.ident);
            }
            let others = if in_request { other_methods(object) } else { HashSet::new() };
            if !given.iter().any(|given| others.contains(&given.ident)) {
                break;
            }
            taken.extend(others);
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
            self.suggest_name(at, message, update);
        }
    }
}
