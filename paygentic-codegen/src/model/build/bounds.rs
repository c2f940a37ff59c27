//! The bounds that a schema sets on its values.

/// The bounds that a schema sets, kept for the documentation.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Option<f64>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub min_properties: Option<usize>,
}

impl Bounds {
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
        self.min_properties = part.min_properties.or(self.min_properties);
    }
}
