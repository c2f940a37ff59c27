//! Open enums and id newtypes.

use super::docs::comment;
use super::file::literal;
use crate::model::{IdType, TypeDef, Variant};

/// The macro invocation for an open enum.
pub(super) fn table(def: &TypeDef, variants: &[Variant]) -> String {
    let mut text = format!("open_enum! {{\n{}    {} {{\n", comment(&def.docs, "    "), def.name);
    for variant in variants {
        if let Some(docs) = &variant.docs {
            text.push_str(&comment(std::slice::from_ref(docs), "        "));
        }
        text.push_str(&format!(
            "        {} = {},\n",
            variant.name.ident,
            literal(&variant.name.wire)
        ));
    }
    text.push_str("    }\n}\n");
    text
}

/// The macro invocation for id newtypes.
pub(super) fn ids(ids: &[IdType]) -> String {
    let mut text = "id! {\n".to_owned();
    for id in ids {
        let prefixes: Vec<String> =
            id.prefixes.iter().map(|prefix| format!("`{prefix}_`")).collect();
        let docs = match prefixes.as_slice() {
            [] => "An id; its format is not fixed.".to_owned(),
            prefixes => format!("An id that begins with {}.", prefixes.join(" or ")),
        };
        text.push_str(&format!("{}    {}\n", comment(&[docs], "    "), id.type_name));
    }
    text.push_str("}\n");
    text
}
