//! The accessors of the clients: one for each top-level resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, comment};
use super::file::File;
use super::rust_types::ident;
use crate::model::Resource;

pub(super) fn file(resources: &[Resource]) -> String {
    let mut file = File::new("The resources of the clients.");
    let mut table = "accessors! {\n".to_owned();
    for resource in resources {
        table.push_str(&comment(&[docs(resource)], "    "));
        table.push_str(&format!("    {}: {},\n", resource.name.ident, resource.type_name));
    }
    table.push_str("}\n");
    file.uses("accessors");
    file.text(&table);
    file.finish(&["super::resources::*"])
}

/// The documentation of a resource.
pub(super) fn docs(resource: &Resource) -> String {
    resource.docs.clone().unwrap_or_else(|| format!("The resource `{}`.", resource.path.join(".")))
}

/// The method of a resource that returns a nested one.
pub(super) fn accessor(resource: &Resource) -> TokenStream {
    let (docs, name, ty) =
        (attributes(&[docs(resource)]), ident(&resource.name.ident), ident(&resource.type_name));
    quote! {
        #docs
        pub fn #name(&self) -> #ty<'c, C> {
            #ty { client: self.client }
        }
    }
}
