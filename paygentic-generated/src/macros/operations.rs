//! Resources, the parameters of their methods, and pages.

/// Defines the types that have the methods of a resource.
///
/// ```text
/// resource! {
///     /// Who is billed.
///     Customers
/// }
/// ```
macro_rules! resource {
    ($($(#[$attribute:meta])* $name:ident)*) => {$(
        $(#[$attribute])*
        pub struct $name<'c, C> {
            pub(crate) client: &'c C,
        }

        impl<C> Copy for $name<'_, C> {}

        impl<C> Clone for $name<'_, C> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<C> std::fmt::Debug for $name<'_, C> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

/// Defines the methods of the clients that return the top-level resources.
///
/// ```text
/// accessors! {
///     /// Who is billed.
///     customers: Customers,
/// }
/// ```
macro_rules! accessors {
    ($($(#[$attribute:meta])* $name:ident: $resource:ident),* $(,)?) => {
        #[cfg(feature = "async")]
        impl $crate::Client {
            $($(#[$attribute])*
            pub fn $name(&self) -> $resource<'_, Self> {
                $resource { client: self }
            })*
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Client {
            $($(#[$attribute])*
            pub fn $name(&self) -> $resource<'_, Self> {
                $resource { client: self }
            })*
        }
    };
}

/// Implements `Parameters` for a struct, with a kind for each field; the kinds are methods of
/// [`ParameterWriter`](crate::param::ParameterWriter).
///
/// | kind | style in the document |
/// |---|---|
/// | `query`, `csv`, `ssv`, `psv` | scalars and lists of scalars: `form` exploded (a pair per item), not exploded, `spaceDelimited`, `pipeDelimited` |
/// | `form`, `form_csv`, `form_ssv`, `form_psv` | the same for objects, maps, unions, free-form JSON |
/// | `deep` | `deepObject` |
/// | `json` | `content: application/json` |
/// | `header` | scalars and lists of scalars |
/// | `header_object`, `header_exploded`, `header_json` | any value: `simple` not exploded, exploded, JSON |
/// | `cookie`, `cookie_csv` | scalars and lists of scalars: `form` exploded, not exploded |
/// | `cookie_form`, `cookie_form_csv`, `cookie_json` | the same for any value, and JSON |
///
/// `reserved` after the name means `allowReserved`, in the query.
///
/// ```text
/// params! {
///     ListCustomers { limit query "limit", ids csv "ids", near query "near" reserved, trace header "X-Trace" }
/// }
/// ```
///
/// Parameters with only one value follow the fields: `constants { query "kind" = "open" }`.
macro_rules! params {
    ($name:ident { $($field:ident $kind:ident $wire:literal $($reserved:ident)?),* $(,)? }
    $(constants { $($constant_kind:ident $constant:literal = $value:literal),* $(,)? })?) => {
        impl $crate::support::Parameters for $name {
            fn write(&self, request: &mut $crate::support::ParameterWriter<'_>) {
                $($(request.$constant_kind($constant, &$value.to_string());)*)?
                $(
                    $crate::support::params!(@field self request $field $kind $wire $($reserved)?);
                )*
            }
        }

        impl $crate::support::Initial for $name {
            fn initial() -> Self {
                Self {
                    $($field: $crate::support::Initial::initial(),)*
                }
            }
        }
    };
    (@field $self:ident $request:ident $field:ident $kind:ident $wire:literal) => {
        $request.sendable($wire, &$self.$field);
        $request.$kind($wire, &$self.$field)
    };
    (@field $self:ident $request:ident $field:ident $kind:ident $wire:literal reserved) => {
        let mark = $request.mark();
        $request.sendable($wire, &$self.$field);
        $request.$kind($wire, &$self.$field);
        $request.reserved(mark);
    };
}

/// Implements `Page`: the field with the items, the key under which they are sent, and the marks that say
/// whether more pages follow, if there are any.
///
/// ```text
/// page! { ListCustomersResponse { items data "data": Customer, total pagination.total } }
/// page! { ListAccountsResponse { items data "data": Account, done done } }
/// page! { InvoiceLineItemsResponse { items line_items "lineItems": InvoiceLineItem, next next_page_token } }
/// page! { ListRulesResponse { items data "data": Rule } }
/// ```
///
/// The marks are `total` and `pages` (how many there are), `done` and `more` (flags), `next` (a token), `address` (of the
/// next page), and `following` (its number). Several may be given.
///
/// Without a mark, a page with fewer items than requested is the last.
///
/// Each step of the path to a mark may be an `Option`. `plain` after the table omits the
/// methods `items` and `into_items`, whose names setters may have.
macro_rules! page {
    (@last $kind:ident $count:ident, $place:expr) => {
        (&mut $place).visit(&mut |mark| $crate::support::last_page::$kind(mark, $count))
    };
    (@last $kind:ident $count:ident, $place:expr, $next:ident $(, $rest:ident)*) => {
        (&mut $place).enter(&mut |place| {
            $crate::support::page!(@last $kind $count, place.$next $(, $rest)*)
        })
    };
    ($name:ident {
        items $items:ident $key:literal: $item:ty
        $(, $kind:ident $first:ident $(. $rest:ident)*)* $(,)?
    } $($plain:ident)?) => {
        $crate::support::page! { @methods $name $item, $($plain)? }

        impl IntoIterator for $name {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            fn into_iter(self) -> Self::IntoIter {
                $crate::pagination::Page::into_items(self).into_iter()
            }
        }

        impl<'a> IntoIterator for &'a $name {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                $crate::pagination::Page::items(self).iter()
            }
        }

        impl $crate::pagination::Page for $name {
            type Item = $item;

            fn items(&self) -> &[$item] {
                $crate::support::Items::slice(&self.$items)
            }

            fn into_items(self) -> Vec<$item> {
                $crate::support::Items::list(self.$items)
            }

            fn more(&self) -> $crate::pagination::More<'_> {
                #[allow(unused_imports)]
                use $crate::support::{PlainStep, Step};
                let more = $crate::pagination::More::Unknown;
                $(
                    let mark = (&self.$first).step();
                    $(let mark = mark.and_then(|mark| (&mark.$rest).step());)*
                    let more = more.or($crate::support::more::$kind(mark));
                )*
                more
            }

            #[allow(unused_imports, unused_variables)]
            fn set_items(&mut self, items: Vec<$item>) {
                use $crate::support::{PlainVisit, Visit};
                let count = items.len();
                self.$items = $crate::support::Items::of(items);
                $($crate::support::page!(@last $kind count, self.$first $(, $rest)*);)*
            }
        }

        impl $crate::support::ReadPage for $name {
            const KEY: &'static str = $key;

            fn read_page(
                received: &$crate::support::RawResponse,
            ) -> Result<$crate::support::DecodedPage<Self>, $crate::Error> {
                let items: fn(&mut Self) -> &mut _ = |page| &mut page.$items;
                $crate::support::read_page::<Self, $item, _>(received, $key, items)
            }
        }
    };
    (@methods $name:ident $item:ty, plain) => {};
    (@methods $name:ident $item:ty,) => {
        impl $name {
            /// The items of this page; none where the service left the list out.
            pub fn items(&self) -> &[$item] {
                $crate::pagination::Page::items(self)
            }

            /// Takes the items out of this page.
            pub fn into_items(self) -> Vec<$item> {
                $crate::pagination::Page::into_items(self)
            }
        }
    };
}

/// Implements `Queueable` for the body of an operation that takes an idempotency key: the field with a key of its
/// own, and the field with the time of the event.
///
/// ```text
/// queueable! { IngestEvent { key idempotency_key, time timestamp } }
/// ```
macro_rules! queueable {
    ($name:ident { $(key $key:ident)? $(,)? $(time $time:ident)? }) => {
        #[cfg(any(feature = "async", feature = "blocking"))]
        impl $crate::queue::Queueable for $name {
            $(fn own_key(&self) -> Option<String> {
                $crate::support::own_key(&self.$key)
            })?

            $(fn stamp(&mut self, at: $crate::Timestamp) {
                $crate::queue::Stamped::stamp(&mut self.$time, at);
            })?
        }
    };
}

/// Defines the constants of operations for tests, each with the type of its response.
///
/// ```text
/// operations! {
///     customers {
///         GET "customers.get": Customer,
///     }
/// }
/// ```
macro_rules! operations {
    ($($resource:ident { $($constant:ident $name:literal: $answer:ty),* $(,)? })*) => {$(
        #[doc = concat!("The operations of `", stringify!($resource), "`.")]
        pub mod $resource {
            use super::*;

            $(
                #[doc = concat!("`", $name, "`.")]
                pub const $constant: $crate::testing::Op<$answer> = $crate::testing::Op::new($name);
            )*
        }
    )*};
}

pub(crate) use {accessors, operations, page, params, queueable, resource};
