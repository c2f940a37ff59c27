//! What comes of the pinned contract: the public surface of the SDK, and that nothing was lost on the way.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use paygentic_codegen::surface::surface;
use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};

fn sdk() -> Generated {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |name: &str| fs::read_to_string(spec.join(name)).unwrap();
    let (document, overlay) = (read("openapi.yaml"), read("overlay.yaml"));
    let input = Input {
        document: Source {
            name: "spec/openapi.yaml",
            text: &document,
        },
        overlay: Some(Source {
            name: "spec/overlay.yaml",
            text: &overlay,
        }),
        overlay_mode: OverlayMode::Strict,
    };
    generate(&input).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn the_surface_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("surface", surface(&sdk().model)));
}

#[test]
fn everything_in_the_contract_comes_out() {
    let counts = sdk().counts;
    assert_eq!(
        (
            counts.paths,
            counts.operations,
            counts.methods,
            counts.resources
        ),
        (77, 136, 136, 29)
    );
    assert_eq!(counts.schemas, 146);
    assert_eq!(
        counts.types + counts.merged + counts.inlined,
        counts.schemas
    );
}
