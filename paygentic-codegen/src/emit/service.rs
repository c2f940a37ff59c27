//! The environments and what else is particular to the service.

use super::file::{File, literal};
use crate::model::{Auth, Service};

pub(super) fn file(service: &Service) -> String {
    let mut file = File::new("The servers, and how to reach them.");
    let auth = match &service.auth {
        Auth::None => "None".to_owned(),
        Auth::Bearer => "Bearer".to_owned(),
        Auth::Header(name) => format!("Header({})", literal(name)),
    };
    let starts: Vec<_> = service
        .path_starts
        .iter()
        .map(|start| literal(start))
        .collect();
    let starts = match starts.is_empty() {
        true => String::new(),
        false => format!("    path_starts [{}],\n", starts.join(", ")),
    };
    let mut table = format!(
        "service! {{\n    name {},\n    token_variable {},\n    environment_variable {},\n    auth {auth},\n{starts}    environments {{\n",
        literal(&service.name),
        literal(&service.token_variable),
        literal(&service.environment_variable),
    );
    for environment in &service.environments {
        let default = if environment.default {
            ", the default"
        } else {
            ""
        };
        table.push_str(&format!("        /// `{}`{default}.\n", environment.url));
        table.push_str(&format!(
            "        {} {} = {},\n",
            environment.name.ident,
            literal(&environment.name.wire),
            literal(&environment.url)
        ));
    }
    table.push_str("    }\n");
    if let Some(default) = service
        .environments
        .iter()
        .find(|environment| environment.default)
    {
        table.push_str(&format!("    default {}\n", default.name.ident));
    }
    table.push_str("}\n");
    file.uses("service");
    file.text(&table);
    file.finish(&[])
}
