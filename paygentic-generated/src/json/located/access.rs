//! Access to lists and objects that adds the index or the key to an error.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::error::{PathSegment, ReadError};
use super::key::Key;
use super::visitor::LocatedSeed;
use crate::codec::Str;

pub(super) struct Items<A> {
    list: A,
    index: usize,
}

impl<A> Items<A> {
    pub(super) fn new(list: A) -> Self {
        Items { list, index: 0 }
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<A> {
    type Error = ReadError;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        match self.list.next_element_seed(LocatedSeed(seed)) {
            Ok(item) => {
                self.index += 1;
                Ok(item)
            }
            Err(error) => Err(ReadError::recover(&error).inside(PathSegment::Index(self.index))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.list.size_hint()
    }
}

pub(super) struct Entries<'de, A> {
    map: A,
    /// The key whose value comes next: borrowed from the text, unless it has escapes.
    key: Cow<'de, str>,
}

impl<A> Entries<'_, A> {
    pub(super) fn new(map: A) -> Self {
        Entries { map, key: Cow::Borrowed("") }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'de, A> {
    type Error = ReadError;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        match self.map.next_key_seed(Str) {
            Ok(Some(key)) => {
                self.key = key;
                seed.deserialize(Key(self.key.clone())).map(Some)
            }
            Ok(None) => Ok(None),
            Err(error) => Err(ReadError::recover(&error)),
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ReadError> {
        self.map.next_value_seed(LocatedSeed(seed)).map_err(|error| {
            ReadError::recover(&error).inside(PathSegment::Key(self.key.clone().into_owned()))
        })
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}
