//! The suite `properties`, in few rounds.

use paygentic_conformance::suites::properties::{Mutation, Options, check};

#[test]
fn every_operation_passes_and_every_mutation_applies() {
    let options = Options { rounds: 4, seed: 99, operation: None };
    let (figures, applied) = check(&options).unwrap();
    let text = concat!(
        include_str!("../../../spec/openapi.yaml"),
        include_str!("../../../spec/ahead.yaml")
    );
    let operations = text.matches("      operationId: ").count();
    assert_eq!((figures.operations.len(), figures.failed), (operations, 0));
    assert!(figures.passed > operations * 4);
    assert!(applied.iter().eq(&Mutation::ALL));
}
