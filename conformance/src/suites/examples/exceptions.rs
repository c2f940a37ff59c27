//! Examples that no model can keep as they are, and why.

/// The version, the name of the example or how it begins, and the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Why an example is excepted.
pub(super) fn reason(version: &str, name: &str) -> Option<&'static str> {
    let exception = EXCEPTIONS
        .iter()
        .find(|(of, begins, _)| *of == version && name.starts_with(begins))?;
    Some(exception.2)
}
