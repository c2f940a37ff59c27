//! The accessors of the client: one for each resource at the top.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::file::File;
use super::rust_types::ident;
use crate::model::Resource;

pub(super) fn file(resources: &[Resource]) -> Result<String, syn::Error> {
    let mut file = File::new("The resources of the client.");
    let accessors = resources
        .iter()
        .map(|resource| accessor(resource, &quote!('_), &quote!(Self), &quote!(self)));
    file.implementation(&quote!(impl Client), accessors.collect())?;
    Ok(file.finish(&["super::resources::*"], &["Client"]))
}

/// The method that gives a resource.
pub(super) fn accessor(
    resource: &Resource,
    lifetime: &TokenStream,
    client: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let words = resource
        .docs
        .clone()
        .unwrap_or_else(|| format!("The resource `{}`.", resource.path.join(".")));
    let (docs, name, ty) = (
        attributes(&[words]),
        ident(&resource.name.ident),
        ident(&resource.type_name),
    );
    quote! {
        #docs
        pub fn #name(&self) -> #ty<#lifetime, #client> {
            #ty { client: #value }
        }
    }
}
