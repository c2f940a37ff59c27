//! Sample values for tests.

use crate::codec::{Field, Sampled};
use crate::pagination::Page;

/// A type that [`sample`] can create: every type of a request or a response.
pub trait Sample: Sized {
    /// A value with all required fields filled.
    #[doc(hidden)]
    fn sampled() -> Self;
}

impl<T: Field> Sample for T {
    fn sampled() -> Self {
        T::initial_or_sample::<Sampled>()
    }
}

/// A value for tests, with all required fields filled, so that a test sets only the fields that matter to it.
///
/// Strings are `sample`, ids `sample-` and the name of their type, numbers 0, booleans false, times the start of
/// 1970; enums have their first value, unions their first alternative. Optional fields are `None`, lists and maps are
/// empty.
pub fn sample<T: Sample>() -> T {
    T::sampled()
}

/// A page of a list with these items; it is the last page.
pub fn page_of<P: Page + Sample>(items: impl IntoIterator<Item = impl Into<P::Item>>) -> P {
    let mut page = P::sampled();
    page.set_items(items.into_iter().map(Into::into).collect());
    page
}
