//! The parts of requests that are sent as `multipart/form-data`.

/// Implements `Parts` for a struct, with a kind for each field; the kinds are methods of
/// [`MultipartWriter`](crate::body::MultipartWriter).
///
/// | kind | for |
/// |---|---|
/// | `file` | a `FilePart`, an `Option` or a list of them |
/// | `text` | scalars and lists of scalars, a part of text each |
/// | `value` | any value: a scalar is text, an object JSON, and each item of a list is a part |
/// | `json` | any value, as one part of JSON |
/// | `form`, `csv`, `ssv`, `psv`, `deep` | what has a `style` in its encoding |
///
/// `as` is the content type from the encoding.
///
/// ```text
/// multipart! {
///     UploadLogo {
///         logo file "logo" as "image/png",
///         title text "title",
///         place value "place",
///     }
///     constants { text "kind" = "logo" }      // always sent
///     extra additional                        // the field that keeps all other properties
/// }
/// ```
macro_rules! multipart {
    ($name:ident {
        $($field:ident $kind:ident $wire:literal $(as $content_type:literal)?),* $(,)?
    }
    $(constants { $($constant_kind:ident $constant:literal = $value:literal),* $(,)? })?
    $(extra $extra:ident)?) => {
        impl $crate::support::Parts for $name {
            fn write(&self, form: &mut $crate::support::MultipartWriter) {
                $($(form.$constant_kind($constant, &$value.to_string());)*)?
                $(
                    form.content_type(None $(.or(Some($content_type)))?);
                    form.$kind($wire, &self.$field);
                )*
                form.content_type(None);
                $(form.extra(&self.$extra);)?
            }
        }

        impl $crate::support::Initial for $name {
            fn initial() -> Self {
                Self {
                    $($field: $crate::support::Initial::initial(),)*
                    $($extra: Default::default(),)?
                }
            }
        }
    };
}

pub(crate) use multipart;
