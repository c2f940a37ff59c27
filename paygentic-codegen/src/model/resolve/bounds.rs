//! The bounds of a schema that several parts of an `allOf` describe.

use crate::model::Bounds;

impl Bounds {
    /// Merges another part. Where both set a bound, the later one is used.
    pub(super) fn merge(&mut self, part: Self) {
        if part.minimum.is_some() {
            self.exclusive_minimum = part.exclusive_minimum;
        }
        if part.maximum.is_some() {
            self.exclusive_maximum = part.exclusive_maximum;
        }
        self.minimum = part.minimum.or(self.minimum);
        self.maximum = part.maximum.or(self.maximum);
        self.multiple_of = part.multiple_of.or(self.multiple_of);
        self.min_length = part.min_length.or(self.min_length);
        self.max_length = part.max_length.or(self.max_length);
        self.min_items = part.min_items.or(self.min_items);
        self.max_items = part.max_items.or(self.max_items);
        self.unique_items |= part.unique_items;
        self.min_properties = part.min_properties.or(self.min_properties);
        self.max_properties = part.max_properties.or(self.max_properties);
    }
}
