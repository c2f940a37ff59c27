//! Verdicts about what goes over the wire, by what is accepted and not by how it is spelled. Each case is two schemas
//! of a request body, or two documents.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../models/mod.rs"]
mod models;

mod bodies;
mod documents;
mod headers;
mod ignored;
mod parameters;
mod queues;
mod service;
mod tags;
mod unions;
mod values;

use paygentic_codegen::Model;
use paygentic_codegen::diff::{Diff, Wire, diff};
use serde_json::{Value, json};

use Wire::Safe;

fn model(document: &Value) -> Model {
    models::model(&document.to_string(), None)
}

/// A document with one operation, changed at a place.
fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Bills", "version": "1" },
        "servers": [{ "url": "https://bills.example" }],
        "security": [{ "token": [] }],
        "paths": { "/bills/{id}": { "put": {
            "operationId": "putBill",
            "tags": ["bills"],
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "X-Version", "in": "header", "schema": { "type": "string" } },
                { "name": "q", "in": "query", "schema": { "type": "string" } }
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object" } } } },
            "responses": { "200": { "description": "", "headers": {},
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Bill" } } } } }
        } } },
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Bill": { "type": "object", "properties": { "id": { "type": "string" } } } }
        }
    });
    change(&mut document);
    document
}

const OPERATION: &str = "/paths/~1bills~1{id}/put";

fn at<'d>(document: &'d mut Value, pointer: &str) -> &'d mut Value {
    document.pointer_mut(&format!("{OPERATION}{pointer}")).unwrap()
}

fn request(schema: &Value) -> Model {
    model(&document(|document| {
        *at(document, "/requestBody/content/application~1json/schema") = schema.clone();
    }))
}

fn property(schema: &Value) -> Value {
    json!({ "type": "object", "properties": { "probe": schema } })
}

fn reported(difference: &Diff) -> Vec<String> {
    difference
        .changes
        .iter()
        .map(|change| format!("{} [{}]", change.title(), change.verdict()))
        .collect()
}

/// Checks the verdicts on requests of a change and of its reverse, and whether anything is reported at all.
#[track_caller]
fn check(old: &Value, new: &Value, there: Wire, back: Wire) -> [Diff; 2] {
    let (old, new) = (request(old), request(new));
    let ways = [diff(&old, &new).unwrap(), diff(&new, &old).unwrap()];
    assert_eq!(
        (ways[0].wire(), ways[1].wire()),
        (there, back),
        "there: {:#?}\nback: {:#?}",
        reported(&ways[0]),
        reported(&ways[1])
    );
    ways
}

#[track_caller]
fn same(old: &Value, new: &Value) {
    for way in check(&property(old), &property(new), Safe, Safe) {
        assert_eq!(reported(&way), Vec::<String>::new());
    }
}

#[track_caller]
fn differs(old: &Value, new: &Value, there: Wire, back: Wire) {
    for way in check(&property(old), &property(new), there, back) {
        assert!(!way.changes.is_empty(), "nothing is reported");
    }
}

/// Checks the changes from one document to another, and those of the reverse.
#[track_caller]
fn documents(change: impl FnOnce(&mut Value), there: &[(&str, Wire)], back: &[(&str, Wire)]) {
    let (old, new) = (model(&document(|_| {})), model(&document(change)));
    for (difference, expected) in
        [(diff(&old, &new).unwrap(), there), (diff(&new, &old).unwrap(), back)]
    {
        let found: Vec<(String, Wire)> =
            difference.changes.iter().map(|change| (change.title(), change.wire)).collect();
        let expected: Vec<(String, Wire)> =
            expected.iter().map(|(title, wire)| ((*title).to_owned(), *wire)).collect();
        assert_eq!(found, expected);
    }
}

/// Checks the verdicts of a change from one document to another, and of its reverse.
#[track_caller]
fn pair(
    old: impl FnOnce(&mut Value),
    new: impl FnOnce(&mut Value),
    there: Wire,
    back: Wire,
) -> [Vec<String>; 2] {
    let (old, new) = (model(&document(old)), model(&document(new)));
    let ways = [diff(&old, &new).unwrap(), diff(&new, &old).unwrap()];
    let reports = [reported(&ways[0]), reported(&ways[1])];
    assert_eq!([ways[0].wire(), ways[1].wire()], [there, back], "{reports:#?}");
    reports
}

/// Checks that two documents are the same to existing programs.
#[track_caller]
fn alike(old: impl FnOnce(&mut Value), new: impl FnOnce(&mut Value)) {
    assert_eq!(pair(old, new, Safe, Safe), [[""; 0], [""; 0]]);
}
