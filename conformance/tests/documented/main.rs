//! Runs the example of every operation, as the documentation shows it: its request is valid by the contract, and
//! it handles a response that is valid by the contract.

#![allow(clippy::unwrap_used, clippy::panic)]

#[rustfmt::skip]
#[allow(unreachable_pub)]
mod generated;
mod sent;

use std::collections::BTreeSet;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use paygentic_conformance::instances::judge::Judge;
use paygentic_conformance::instances::{Detail, Instances, OperationSchemas, contract, operations};
use paygentic_generated::testing::MockTransport;
use paygentic_generated::{Bytes, Client};
use serde_json::{Value, json};

use generated::EXAMPLES;

/// The example of an operation.
pub struct Example {
    /// The operation.
    pub id: &'static str,
    /// Runs it.
    pub run: fn(Client) -> Running,
}

type Running = Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>>;

#[tokio::test]
async fn every_example_sends_what_is_valid_and_reads_the_response() {
    let folder = std::env::temp_dir().join(format!("examples-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::env::set_current_dir(&folder).unwrap();
    let document = contract().unwrap();
    let judge = Judge::new(&document).for_requests();
    let mut instances = Instances::new(&document, 0);
    let mut faults = Vec::new();
    for operation in operations(&document) {
        let example = EXAMPLES.iter().find(|example| example.id == operation.id);
        let Some(example) = example else {
            faults.push(format!("{}: no example", operation.id));
            continue;
        };
        for seed in 0..3 {
            let (status, body) = response(&mut instances, &operation, seed);
            let mock = MockTransport::replying(status, Bytes::from(body));
            if let Err(error) = (example.run)(mock.client().unwrap()).await {
                faults.push(format!("{}: {error}", operation.id));
            }
            let requests = mock.requests();
            if requests.len() != 1 {
                faults.push(format!("{}: {} requests", operation.id, requests.len()));
                continue;
            }
            let found = sent::faults(&document, &judge, &operation, &requests[0]);
            faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", operation.id)));
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let faults: BTreeSet<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", Vec::from_iter(faults).join("\n"));
}

/// A success of an operation, as the last page where it is a page.
fn response(
    instances: &mut Instances<'_>,
    operation: &OperationSchemas,
    seed: u64,
) -> (u16, String) {
    instances.reseed(seed);
    match operation.successes.first() {
        Some((status, Some(schema))) => {
            // Random parts of a page may leave out where it ends.
            let is_list = operation.method == "get" && !operation.path.ends_with('}');
            let detail = if is_list { Detail::All } else { Detail::Random };
            let mut value = instances.valid(schema, detail);
            last_page(&mut value);
            (*status, value.to_string())
        }
        Some((204, None)) | None => (204, String::new()),
        Some((status, None)) => (*status, "%PDF-1.7".to_owned()),
    }
}

/// Makes a page the last one, so that an example which walks through a list ends with it.
fn last_page(page: &mut Value) {
    let lists = page.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
    let longest = lists.map(Vec::len).max().unwrap_or_default();
    // Beside the items, some pages hold what these refer to.
    let count = page["data"].as_array().map_or(longest, Vec::len);
    end(page, count);
}

/// Marks the page as containing all items.
fn end(page: &mut Value, count: usize) {
    let Some(object) = page.as_object_mut() else { return };
    for (name, value) in object.iter_mut() {
        match name.as_str() {
            "total" | "totalCount" | "total_count" if value.is_number() => *value = json!(count),
            "done" => *value = json!(true),
            "hasMore" | "has_more" => *value = json!(false),
            "nextPageToken" | "next_page_token" => *value = Value::Null,
            _ => end(value, count),
        }
    }
}
