//! The SDK generated from the pinned contract: its public surface is as reviewed, and no part of the contract is lost.
#![allow(clippy::unwrap_used, clippy::panic)]

mod pinned;

use paygentic_codegen::Generated;
use paygentic_codegen::surface::surface;

fn sdk() -> Generated {
    pinned::sdk(&pinned::read("openapi.yaml"))
}

#[test]
fn the_surface_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("surface", surface(&sdk().model)));
}

#[test]
fn everything_in_the_contract_is_generated() {
    let counts = sdk().counts;
    let (published, ahead) = (contract("openapi.yaml"), contract("ahead.yaml"));
    let [paths, operations, schemas] = [0, 1, 2].map(|of| published[of] + ahead[of]);
    assert!(paths > 50 && operations > paths && schemas > 50);
    assert_eq!((counts.paths, counts.operations, counts.methods), (paths, operations, operations));
    assert_eq!(counts.schemas, schemas);
}

/// The numbers of paths, operations and schemas of a document, counted by its lines.
fn contract(name: &str) -> [usize; 3] {
    let text = pinned::read(name);
    let section = |from: &str, depth: &str| {
        let lines = text.lines().skip_while(|line| *line != from).skip(1);
        let inside: Vec<&str> = lines
            .take_while(|line| line.starts_with(depth))
            .map(|line| &line[depth.len()..])
            .collect();
        inside
    };
    let keys = |lines: &[&str]| lines.iter().filter(|line| !line.starts_with([' ', '-'])).count();
    let paths = section("paths:", "  ");
    let is_operation = |line: &&&str| {
        let method = line.strip_prefix("  ").unwrap_or_default();
        ["get:", "put:", "post:", "delete:", "patch:"].contains(&method)
    };
    let operations = paths.iter().filter(is_operation).count();
    [keys(&paths), operations, keys(&section("  schemas:", "    "))]
}
