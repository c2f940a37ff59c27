use serde_json::{Value, json};

use super::mock::{client_of, customers, wait};
use super::sample::*;
use crate::testing::{MockTransport, Reply, reply};
use crate::{Client, Error};

type Request = http::Request<crate::Bytes>;

fn parameter(request: &Request, name: &str) -> Option<String> {
    let pairs = request.uri().query().unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| pair.split_once('='));
    values
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn json_reply(body: Value) -> Reply {
    Ok(reply(200, body.to_string()))
}

/// A service with so many items, which gives at most 10 on a page; `page` says the rest.
fn service(
    count: usize,
    page: impl Fn(usize, Vec<Value>) -> Value + Send + Sync + 'static,
) -> MockTransport {
    MockTransport::new(move |request| {
        let number = |name: &str| parameter(request, name)?.parse().ok();
        let offset = number("offset").unwrap_or(0);
        let limit = number("limit").unwrap_or(10).min(10);
        let items: Vec<Value> = (0..count)
            .skip(offset)
            .take(limit)
            .map(Value::from)
            .collect();
        json_reply(page(offset + items.len(), items))
    })
}

fn accounts(mock: &MockTransport, parameters: ListCustomers) -> Result<Vec<Value>, Error> {
    wait(
        customers(&client_of(mock))
            .accounts(parameters)
            .stream()
            .try_collect(),
    )
}

fn numbers(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(Value::from).collect()
}

fn parameters() -> ListCustomers {
    ListCustomers::new("org_1")
}

#[test]
fn a_list_that_says_when_it_is_done_is_read_to_its_end() {
    for count in [0, 1, 9, 10, 11, 25, 30] {
        let mock = service(
            count,
            move |end, data| json!({"data": data, "done": end >= count}),
        );
        assert_eq!(accounts(&mock, parameters()).unwrap(), numbers(0..count));
        assert_eq!(mock.requests().len(), count.div_ceil(10).max(1));
    }
}

#[test]
fn filters_and_limit_are_kept_and_the_walk_starts_where_the_caller_says() {
    let mock = service(25, |end, data| json!({"data": data, "done": end >= 25}));
    let start = parameters()
        .limit(4)
        .offset(7)
        .cost_id(["a b".to_owned()])
        .trace("t");
    assert_eq!(accounts(&mock, start).unwrap(), numbers(7..25));
    let requests = mock.requests();
    let offsets: Vec<_> = requests
        .iter()
        .map(|request| parameter(request, "offset").unwrap())
        .collect();
    assert_eq!(offsets, ["7", "11", "15", "19", "23"]);
    for request in requests {
        let query = request.uri().query().unwrap();
        assert!(
            query.contains("organizationId=org_1") && query.contains("limit=4"),
            "{query}"
        );
        assert!(query.contains("costId=a%20b"), "{query}");
        assert_eq!(query.matches("offset").count(), 1);
        assert_eq!(request.headers()["x-trace"], "t");
    }
}

/// `pagination.total` says how many there are; the pages are of customers.
fn customers_of(count: usize, total: Option<i64>) -> MockTransport {
    service(count, move |_, data| {
        let customer = |id: &Value| {
            json!({"id": format!("cus_{id}"), "merchantId": "org_1", "balance": "0",
                "type": "person", "createdAt": "2026-01-02T03:04:05Z"})
        };
        let data: Vec<Value> = data.iter().map(customer).collect();
        match total {
            Some(total) => json!({"data": data, "pagination": {"total": total}}),
            None => json!({"data": data}),
        }
    })
}

fn count(mock: &MockTransport, parameters: ListCustomers) -> usize {
    let client = client_of(mock);
    wait(customers(&client).list(parameters).stream().try_collect())
        .unwrap()
        .len()
}

#[test]
fn a_list_with_a_total_is_read_to_its_end() {
    for (items, requests) in [(0, 1), (10, 1), (25, 3), (30, 3)] {
        let mock = customers_of(items, Some(items as i64));
        assert_eq!(
            (count(&mock, parameters()), mock.requests().len()),
            (items, requests)
        );
    }
    // More is asked for than the service gives at once: the total counts, not the short page.
    let mock = customers_of(25, Some(25));
    assert_eq!(
        (count(&mock, parameters().limit(20)), mock.requests().len()),
        (25, 3)
    );
    // The total is too high: an empty page is the end.
    let mock = customers_of(25, Some(1000));
    assert_eq!((count(&mock, parameters()), mock.requests().len()), (25, 4));
}

#[test]
fn a_list_that_says_nothing_ends_on_a_short_or_empty_page() {
    let mock = customers_of(25, None);
    assert_eq!(
        (count(&mock, parameters().limit(10)), mock.requests().len()),
        (25, 3)
    );
    let mock = customers_of(20, None);
    assert_eq!(
        (count(&mock, parameters().limit(10)), mock.requests().len()),
        (20, 3)
    );
    // Without a limit nobody knows what is short.
    let mock = customers_of(25, None);
    assert_eq!((count(&mock, parameters()), mock.requests().len()), (25, 4));
}

fn line_items(mock: &MockTransport) -> Result<Vec<Value>, Error> {
    wait(
        customers(&client_of(mock))
            .line_items(parameters())
            .stream()
            .try_collect(),
    )
}

#[test]
fn tokens_are_followed_until_there_is_none() {
    for last in [json!(null), json!("")] {
        let mock = MockTransport::new(move |request| {
            json_reply(match parameter(request, "pageToken").as_deref() {
                None => json!({"lineItems": [1, 2], "nextPageToken": "a%2F"}),
                Some("a%252F") => json!({"lineItems": [], "nextPageToken": "b"}),
                Some("b") => json!({"lineItems": [3], "nextPageToken": last}),
                other => panic!("{other:?}"),
            })
        });
        assert_eq!(line_items(&mock).unwrap(), numbers(1..4));
        assert!(
            mock.requests()
                .iter()
                .all(|request| parameter(request, "organizationId").is_some())
        );
    }
}

#[test]
fn pages_that_lead_nowhere_are_an_error() {
    // The service does not look at the offset.
    let mock = MockTransport::replying(200, r#"{"data": [1, 2], "done": false}"#);
    let error = accounts(&mock, parameters()).unwrap_err();
    assert!(error.is_pagination(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("customers.accounts: the service gave the same page")
    );
    assert_eq!(mock.requests().len(), 2);
    // The token leads to itself, or in a circle.
    for circle in [1, 3] {
        let mock = MockTransport::new(move |request| {
            let now: i32 =
                parameter(request, "pageToken").map_or(0, |token| token.parse().unwrap());
            json_reply(json!({"lineItems": [now], "nextPageToken": (now % circle + 1).to_string()}))
        });
        let error = line_items(&mock).unwrap_err();
        assert!(error.is_pagination(), "{error}");
        assert_eq!(mock.requests().len(), circle as usize + 1);
    }
    // A new token each time, and nothing else.
    let mock = MockTransport::new(|request| {
        let now: i32 = parameter(request, "pageToken").map_or(0, |token| token.parse().unwrap());
        json_reply(json!({"lineItems": [], "nextPageToken": (now + 1).to_string()}))
    });
    assert!(line_items(&mock).unwrap_err().is_pagination());
    // Offset says "more" with an empty page: that is the end.
    let mock = MockTransport::replying(200, r#"{"data": [], "done": false}"#);
    assert_eq!(accounts(&mock, parameters()).unwrap(), numbers(0..0));
}

#[test]
fn the_good_pages_before_an_error_are_given() {
    let mock = MockTransport::in_turn([
        json_reply(json!({"data": [1], "done": false})),
        Ok(reply(404, "{}")),
    ]);
    let client = client_of(&mock);
    let mut items = customers(&client).accounts(parameters()).stream();
    wait(async {
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        assert!(items.next().await.unwrap().unwrap_err().is_not_found());
        assert!(items.next().await.is_none());
    });
    assert_eq!(mock.requests().len(), 2);
}

#[test]
fn a_call_that_cannot_be_sent_is_the_only_item() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    let mut pages = customers(&client)
        .accounts(parameters().trace("a\nb"))
        .pages();
    wait(async {
        assert!(
            pages
                .next()
                .await
                .unwrap()
                .unwrap_err()
                .is_invalid_request()
        );
        assert!(pages.next().await.is_none());
    });
    assert!(mock.requests().is_empty());
}

#[test]
fn pages_are_streams_and_can_be_sent_to_other_threads() {
    fn stream<T>(stream: T) -> T
    where
        T: futures_core::Stream<Item = Result<Value, Error>> + Send + Unpin,
    {
        stream
    }
    let mock = service(15, |end, data| json!({"data": data, "done": end >= 15}));
    let client: Client = client_of(&mock);
    let mut pages = customers(&client).accounts(parameters()).pages();
    let first = wait(pages.next()).unwrap().unwrap();
    assert_eq!(first.data.unwrap().len(), 10);
    drop(stream(customers(&client).accounts(parameters()).stream()));
    assert_eq!(mock.requests().len(), 1);
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_client_gives_iterators() {
    let mock = service(25, |end, data| json!({"data": data, "done": end >= 25}));
    let client = crate::blocking::Client::builder()
        .environment("https://api.example")
        .token("test")
        .transport(mock.clone())
        .build()
        .unwrap();
    let items: Result<Vec<Value>, Error> =
        customers(&client).accounts(parameters()).stream().collect();
    assert_eq!(items.unwrap(), numbers(0..25));
    let pages = customers(&client).accounts(parameters()).pages();
    assert_eq!(
        pages
            .map(|page| page.unwrap().data.unwrap().len())
            .sum::<usize>(),
        25
    );
    assert_eq!(mock.requests().len(), 6);
}
