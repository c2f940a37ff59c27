//! Successful responses whose body is not what the operation returns.

use std::time::Duration;

use paygentic_generated::Client;
use paygentic_generated::models::IngestEvent;
use paygentic_generated::queue::Queue;
use paygentic_generated::testing::{MockTransport, reply};

use super::{Folder, event, run};

fn start(mock: &MockTransport, folder: Option<&Folder>) -> Queue<IngestEvent> {
    let client = Client::builder().token("test").transport(mock.clone()).build().unwrap();
    let mut builder = Queue::builder(&client);
    if let Some(folder) = folder {
        builder = builder.durable(folder.options());
    }
    builder.start(|client, event| client.events().ingest(event)).unwrap()
}

/// The service accepted the event, whatever the body: it is not sent again, and does not count as refused.
#[test]
fn an_unreadable_success_counts_as_accepted() {
    let bodies =
        [(202, ""), (200, "OK"), (202, "{\"object\":"), (201, "[1]"), (202, "<p>"), (204, "")];
    for (status, body) in bodies {
        let folder = Folder::new();
        for folder in [None, Some(&folder)] {
            let mock = MockTransport::replying(status, body);
            run(async {
                let queue = start(&mock, folder);
                for n in 0..20 {
                    queue.push(event(n)).await.unwrap();
                }
                let report = queue.shutdown_within(Duration::from_secs(20)).await;
                assert_eq!((report.accepted, report.failed.len()), (20, 0), "{status} `{body}`");
                assert_eq!(mock.requests().len(), 20, "{status} `{body}`");
            });
        }
        run(async {
            let queue = start(&MockTransport::replying(500, ""), Some(&folder));
            assert_eq!(queue.stats().depth, 0, "{status} `{body}` must not stay on disk");
            let _ = queue.shutdown().await;
        });
    }
}

/// An HTML page with status 200 is from an intermediary, such as a proxy that asks for a login.
#[test]
fn an_html_page_of_a_proxy_does_not_count_as_accepted() {
    // Some begin with a byte order mark.
    let pages = [
        "\n<!doctype html><title>Login</title>",
        "\u{feff}<!DOCTYPE html><title>Login</title>",
        "\u{feff}\r\n<html>",
    ];
    for page in pages {
        assert_not_accepted(page);
    }
}

fn assert_not_accepted(page: &'static str) {
    let mock =
        MockTransport::in_turn([Ok(reply(200, page)), Ok(reply(202, "{\"object\":\"event\"}"))]);
    run(async {
        let queue = start(&mock, None);
        queue.push(event(1)).await.unwrap();
        let report = queue.shutdown_within(Duration::from_secs(20)).await;
        assert_eq!((report.accepted, report.failed.len(), report.pending.len()), (1, 0, 0));
        assert_eq!(mock.requests().len(), 2, "{page:?}");
    });
}
