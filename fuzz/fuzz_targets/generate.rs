//! Any text is rejected with a location, or generates files that parse as Rust.
//!
//! The text after a NUL is the overlay.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paygentic_codegen::{Input, OverlayMode, Source, generate};

fuzz_target!(|text: &str| {
    let (document, overlay) = match text.split_once('\0') {
        Some((document, overlay)) => (document, Some(overlay)),
        None => (text, None),
    };
    let source = |name, text| Source { name, text };
    let input = Input {
        document: source("document", document),
        overlay: overlay.map(|overlay| source("overlay", overlay)),
        overlay_mode: OverlayMode::Lenient,
    };
    match generate(&input) {
        Ok(generated) => {
            for (path, code) in generated.files.iter().chain(&generated.conformance) {
                if path.ends_with(".rs") && syn::parse_file(code).is_err() {
                    panic!("{path} cannot be parsed");
                }
            }
        }
        Err(found) => {
            for error in found.0.iter().filter(|each| each.is_error()) {
                assert!(!error.pointer.is_empty(), "no location: {error}");
                assert!(!error.help.contains("defect of the generator"), "{error}");
            }
        }
    }
});
