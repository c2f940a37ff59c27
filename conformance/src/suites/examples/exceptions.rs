//! Examples of older versions that contradict their own document: they leave out a field that it requires. What
//! they are about is gone or mended in the newest, so that the overlay, whose every action must find its target
//! there, has no place to say so.

/// The versions, the example, and the reason.
const EXCEPTIONS: &[(&[&str], &str, &str)] = &[
    (
        &["2026-06-03", "2026-06-18", "2026-07-08"],
        "getFeePrice 200 example",
        "it lacks `quantity`, which FeePrice requires; the operation ended with the version after",
    ),
    (
        &["2026-04-20", "2026-05-08"],
        "getEntitlement 200 meteredEntitlement",
        "it lacks `isSoftLimit`, which its version requires; from 2026-06-03 on the example has it",
    ),
];

/// Why an example is excepted.
pub(super) fn reason(version: &str, name: &str) -> Option<&'static str> {
    let exception = EXCEPTIONS
        .iter()
        .find(|(versions, example, _)| versions.contains(&version) && *example == name)?;
    Some(exception.2)
}
