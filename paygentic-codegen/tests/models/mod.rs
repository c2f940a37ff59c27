//! The model of a document, as the tests of the diff compare it.

use paygentic_codegen::{Input, Model, OverlayMode, Source, generate};

/// The model of a document, with an overlay applied to it.
pub(crate) fn model(document: &str, overlay: Option<&str>) -> Model {
    let source = |text| Source { name: "document", text };
    let input = Input {
        document: source(document),
        overlay: overlay.map(source),
        overlay_mode: OverlayMode::Strict,
    };
    generate(&input).unwrap_or_else(|found| panic!("{document}: {found}")).model
}
