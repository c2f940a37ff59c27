//! The SDK generated from the files in `spec`.

use std::fs;
use std::path::Path;

use paygentic_codegen::ahead::merge;
use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};

/// The text of a file in `spec`.
pub(crate) fn read(name: &str) -> String {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    fs::read_to_string(spec.join(name)).unwrap()
}

/// Generates the SDK from a contract, with the operations ahead of it and the overlay.
pub(crate) fn sdk(contract: &str) -> Generated {
    let (ahead, overlay) = (read("ahead.yaml"), read("overlay.yaml"));
    let source = |name, text| Source { name, text };
    let main = source("spec/openapi.yaml", contract);
    let merged = merge(&main, &[source("spec/ahead.yaml", &ahead)]).unwrap();
    assert!(merged.findings.is_empty(), "{:?}", merged.findings);
    let input = Input {
        document: source(main.name, &merged.text),
        overlay: Some(source("spec/overlay.yaml", &overlay)),
        overlay_mode: OverlayMode::Strict,
    };
    generate(&input).unwrap_or_else(|found| panic!("{found}"))
}
