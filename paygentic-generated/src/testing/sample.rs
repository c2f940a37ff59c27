//! Sample values for tests.

use crate::codec::{Field, Sampled};
use crate::pagination::Page;

/// A type of which [`sample`] makes a value: every type that stands in a request or a response.
pub trait Sample: Sized {
    /// A value with something plain in all that is required.
    #[doc(hidden)]
    fn sampled() -> Self;
}

impl<T: Field> Sample for T {
    fn sampled() -> Self {
        T::made::<Sampled>()
    }
}

/// A value in which all that is required has something plain, so that a test sets only what it is about.
///
/// Texts are `sample`, ids `sample-` and the name of their type, numbers 0, flags false, times the beginning of
/// 1970; enums have their first value, unions their first alternative. What may be absent is absent, and lists
/// and maps are empty.
pub fn sample<T: Sample>() -> T {
    T::sampled()
}

/// A page of a list with these items, and nothing after them.
pub fn page_of<P: Page + Sample>(items: impl IntoIterator<Item = impl Into<P::Item>>) -> P {
    let mut page = P::sampled();
    page.set_items(items.into_iter().map(Into::into).collect());
    page
}
