//! Which types can be sent as `multipart/form-data`; `multipart` writes their parts.

use std::collections::BTreeMap;

use super::MultipartWriter;
use crate::codec::Field;
use crate::values::{FilePart, JsonObject, Nullable};

/// A request that is sent as `multipart/form-data`; implemented by `multipart!`.
pub(crate) trait Parts {
    /// Adds the parts.
    fn write(&self, form: &mut MultipartWriter);
}

/// Parts of any name: a scalar is text, an object JSON, and each item of a list is a part.
impl Parts for JsonObject {
    fn write(&self, form: &mut MultipartWriter) {
        form.entries(self);
    }
}

impl<T: Field> Parts for BTreeMap<String, T> {
    fn write(&self, form: &mut MultipartWriter) {
        form.entries(self);
    }
}

impl Parts for BTreeMap<String, FilePart> {
    fn write(&self, form: &mut MultipartWriter) {
        for (name, file) in self {
            form.file(name, file);
        }
    }
}

/// A field that holds files: one, none, or several.
pub(crate) trait FileParts {
    /// Calls `emit` with each file.
    fn each(&self, emit: &mut dyn FnMut(&FilePart));
}

impl FileParts for FilePart {
    fn each(&self, emit: &mut dyn FnMut(&FilePart)) {
        emit(self);
    }
}

impl<T: FileParts> FileParts for Option<T> {
    fn each(&self, emit: &mut dyn FnMut(&FilePart)) {
        self.iter().for_each(|file| file.each(emit));
    }
}

impl<T: FileParts> FileParts for Nullable<T> {
    fn each(&self, emit: &mut dyn FnMut(&FilePart)) {
        if let Nullable::Value(file) = self {
            file.each(emit);
        }
    }
}

impl<T: FileParts> FileParts for Vec<T> {
    fn each(&self, emit: &mut dyn FnMut(&FilePart)) {
        self.iter().for_each(|file| file.each(emit));
    }
}
