//! How long each stage of the generator takes on the pinned contract.
//!
//! With `PUBLISHED_SPECS` set, the newest published document in that folder is taken instead.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::{env, fs, path::Path};

use divan::{Bencher, black_box};
use paygentic_codegen::{
    Input, OverlayMode, Source, check, contract, document, emit, generate, lower, model, overlay,
};
use serde_json::Value;

fn main() {
    divan::main();
}

struct Inputs {
    document: String,
    overlay: String,
}

impl Inputs {
    fn read() -> Self {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let text = |path: &Path| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let published = env::var_os("PUBLISHED_SPECS").and_then(|folder| {
            let files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
            files.filter(|path| path.extension().is_some_and(|e| e == "json")).max()
        });
        let document = published.unwrap_or_else(|| spec.join("openapi.yaml"));
        Self { document: text(&document), overlay: text(&spec.join("overlay.yaml")) }
    }

    fn document(&self) -> Source<'_> {
        Source { name: "document", text: &self.document }
    }

    fn overlay(&self) -> Source<'_> {
        Source { name: "overlay", text: &self.overlay }
    }

    fn parsed(&self) -> Value {
        document::parse(&self.document()).unwrap()
    }

    fn stripped(&self) -> Value {
        let mut value = self.parsed();
        contract::strip(&mut value);
        value
    }

    fn overlaid(&self) -> Value {
        let mut value = self.stripped();
        overlay::apply(&mut value, &self.overlay(), OverlayMode::Strict).unwrap();
        value
    }

    fn lowered(&self) -> Value {
        let mut value = self.overlaid();
        lower::lower(&mut value);
        value
    }

    fn model(&self) -> model::Model {
        model::resolve(&lower::typed(self.lowered()).unwrap(), true).0
    }
}

#[divan::bench]
fn stage_1_parse(bencher: Bencher<'_, '_>) {
    let inputs = Inputs::read();
    bencher.bench(|| inputs.parsed());
}

#[divan::bench]
fn stage_2_strip(bencher: Bencher<'_, '_>) {
    let value = Inputs::read().parsed();
    bencher.with_inputs(|| value.clone()).bench_refs(contract::strip);
}

#[divan::bench]
fn stage_3_overlay(bencher: Bencher<'_, '_>) {
    let inputs = Inputs::read();
    let value = inputs.stripped();
    bencher
        .with_inputs(|| value.clone())
        .bench_refs(|value| overlay::apply(value, &inputs.overlay(), OverlayMode::Strict));
}

#[divan::bench]
fn stage_4_check(bencher: Bencher<'_, '_>) {
    let value = Inputs::read().overlaid();
    bencher.bench(|| check::check(black_box(&value)));
}

#[divan::bench]
fn stage_5_lower(bencher: Bencher<'_, '_>) {
    let value = Inputs::read().overlaid();
    bencher.with_inputs(|| value.clone()).bench_refs(lower::lower);
}

#[divan::bench]
fn stage_6_typed(bencher: Bencher<'_, '_>) {
    let value = Inputs::read().lowered();
    bencher.with_inputs(|| value.clone()).bench_values(lower::typed);
}

#[divan::bench]
fn stage_7_model(bencher: Bencher<'_, '_>) {
    let document = lower::typed(Inputs::read().lowered()).unwrap();
    bencher.bench(|| model::resolve(black_box(&document), true));
}

#[divan::bench]
fn stage_8_emit(bencher: Bencher<'_, '_>) {
    let model = Inputs::read().model();
    bencher.bench(|| emit::emit(black_box(&model)));
}

#[divan::bench]
fn whole_run(bencher: Bencher<'_, '_>) {
    let inputs = Inputs::read();
    let input = Input {
        document: inputs.document(),
        overlay: Some(inputs.overlay()),
        overlay_mode: OverlayMode::Strict,
    };
    bencher.bench(|| generate(black_box(&input)));
}
