//! Server variables, and the types of their values.

use std::collections::HashSet;

use openapiv3::Server;

use crate::model::ServerVariable;
use crate::names::{self, Name};

/// The name of the type of a server with variables.
pub(super) fn server_type(environment: &str) -> String {
    format!("{environment}Server")
}

/// The types of variable values, which share a namespace with the types of servers.
pub(super) struct VariableTypes {
    taken: HashSet<String>,
    made: Vec<(String, Vec<String>)>,
}

/// Methods of a server type besides the setters of its variables.
const TAKEN: [&str; 12] = [
    "address", "borrow", "clone", "default", "eq", "filled", "fmt", "from", "hash", "into", "new",
    "to_owned",
];

impl VariableTypes {
    pub(super) fn new(servers: &[String]) -> Self {
        let own = ["Default", "Environment", "From", "Into", "Self", "String"];
        let own = own.iter().map(|name| (*name).to_owned());
        Self {
            taken: own.chain(servers.iter().map(|name| server_type(name))).collect(),
            made: Vec::new(),
        }
    }

    /// The variables of a URL, in the order of their occurrence.
    pub(super) fn variables(
        &mut self,
        server: &Server,
        url: &str,
        owner: &Name,
    ) -> Vec<ServerVariable> {
        let all = server.variables.iter().flatten();
        let mut used: Vec<_> = all
            .filter_map(|(name, variable)| {
                Some((url.find(&format!("{{{name}}}"))?, name, variable))
            })
            .collect();
        used.sort_by_key(|(place, ..)| *place);
        let wanted: Vec<_> = used.iter().map(|(_, name, _)| vec![names::snake(name)]).collect();
        let given = names::distinct(&wanted, TAKEN.map(str::to_owned).into(), "_");
        let variables = used.into_iter().zip(given);
        variables
            .map(|((_, name, variable), given)| {
                let mut values = variable.enumeration.clone();
                values.sort_unstable();
                values.dedup();
                let ty = (!values.is_empty()).then(|| self.type_of(name, &values, owner));
                values.sort_by_key(|value| {
                    variable.enumeration.iter().position(|other| other == value)
                });
                ServerVariable {
                    name: Name { ident: given.ident, wire: name.clone() },
                    default: variable.default.clone(),
                    ty,
                    values: variants(&values),
                }
            })
            .collect()
    }

    /// The type for these values; variables with the same name and values share it.
    fn type_of(&mut self, variable: &str, values: &[String], owner: &Name) -> String {
        let name = names::type_name(variable);
        let longer = format!("{}{name}", owner.ident);
        let has_values = |(made, of): &&(String, Vec<String>)| {
            of == values && (*made == name || *made == longer)
        };
        if let Some((made, _)) = self.made.iter().find(has_values) {
            return made.clone();
        }
        let given = names::distinct(&[vec![name, longer]], self.taken.clone(), "");
        let name = given.into_iter().next().map(|given| given.ident).unwrap_or_default();
        self.taken.insert(name.clone());
        self.made.push((name.clone(), values.to_vec()));
        name
    }
}

/// The variants for the values of a variable.
fn variants(values: &[String]) -> Vec<Name> {
    let wanted: Vec<_> = values.iter().map(|value| vec![names::variant(value)]).collect();
    let given = names::distinct(&wanted, HashSet::from(["Unknown".to_owned()]), "");
    let names = given.into_iter().zip(values);
    names.map(|(given, value)| Name { ident: given.ident, wire: value.clone() }).collect()
}
