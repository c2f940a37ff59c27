//! Enums for operations whose responses have several types.

/// Implements reading for an enum of responses. Each variant has the status (`200`, `2XX` or
/// `default`), how the body is read (`json`, `text` or `bytes`), and the content type. A variant
/// without content has a status only.
///
/// The enum has a variant `Other(Bytes)` besides, for a success that the contract does not know.
///
/// ```text
/// response_enum! {
///     CreateThingAnswer accept "application/json, text/plain" {
///         Ok(Thing) = "200" json "application/json",
///         Text(String) = "200" text "text/plain",
///         NoContent = "204",
///     }
/// }
/// ```
macro_rules! response_enum {
    ($name:ident accept $accept:literal {
        $($variant:ident $(($payload:ty))? = $status:literal $($kind:ident $type:literal)?),*
        $(,)?
    }) => {
        impl $crate::support::response_variants::ResponseVariants for $name {
            const ACCEPT: &'static str = $accept;

            fn read(received: &$crate::support::RawResponse) -> Result<Self, $crate::Error> {
                let shapes = &[$($crate::support::response_variants::Shape {
                    status: $status,
                    content_type: concat!($($type)?),
                    read: $crate::support::response_enum!(@read $variant $($kind)?),
                }),*];
                $crate::support::response_variants::read(received, shapes, Self::Other)
            }
        }
    };
    (@read $variant:ident) => {
        |_| Ok(Self::$variant)
    };
    (@read $variant:ident $kind:ident) => {
        |body| $crate::support::response_variants::$kind(body, Self::$variant)
    };
}

pub(crate) use response_enum;
