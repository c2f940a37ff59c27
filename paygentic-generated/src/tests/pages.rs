use serde_json::{Value, json};

use super::mock::{client_of, customers, wait};
use super::sample::*;
use crate::testing::{MockTransport, Reply, reply};
use crate::{Client, Error};

type Request = http::Request<crate::Bytes>;

fn parameter(request: &Request, name: &str) -> Option<String> {
    let pairs = request.uri().query().unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| pair.split_once('='));
    values.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

fn json_reply(body: Value) -> Reply {
    Ok(reply(200, body.to_string()))
}

/// A service with `count` items, at most 10 per page; `page` builds the response.
fn service(
    count: usize,
    page: impl Fn(usize, Vec<Value>) -> Value + Send + Sync + 'static,
) -> MockTransport {
    MockTransport::new(move |request| {
        let number = |name: &str| parameter(request, name)?.parse().ok();
        let offset = number("offset").unwrap_or(0);
        let limit = number("limit").unwrap_or(10).min(10);
        let items: Vec<Value> = (0..count).skip(offset).take(limit).map(Value::from).collect();
        json_reply(page(offset + items.len(), items))
    })
}

fn accounts(mock: &MockTransport, parameters: ListCustomers) -> Result<Vec<Value>, Error> {
    wait(customers(&client_of(mock)).accounts(parameters).stream().try_collect())
}

fn numbers(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(Value::from).collect()
}

fn parameters() -> ListCustomers {
    ListCustomers::new("org_1")
}

#[test]
fn a_list_with_a_done_flag_is_read_to_its_end() {
    for count in [0, 1, 9, 10, 11, 25, 30] {
        let mock = service(count, move |end, data| json!({"data": data, "done": end >= count}));
        assert_eq!(accounts(&mock, parameters()).unwrap(), numbers(0..count));
        assert_eq!(mock.requests().len(), count.div_ceil(10).max(1));
    }
}

#[test]
fn filters_limit_and_start_offset_of_the_caller_are_kept() {
    let mock = service(25, |end, data| json!({"data": data, "done": end >= 25}));
    let start = parameters().limit(4).offset(7).cost_id(["a b".to_owned()]).trace("t");
    assert_eq!(accounts(&mock, start).unwrap(), numbers(7..25));
    let requests = mock.requests();
    let offsets: Vec<_> =
        requests.iter().map(|request| parameter(request, "offset").unwrap()).collect();
    assert_eq!(offsets, ["7", "11", "15", "19", "23"]);
    for request in requests {
        let query = request.uri().query().unwrap();
        assert!(query.contains("organizationId=org_1") && query.contains("limit=4"), "{query}");
        assert!(query.contains("costId=a%20b"), "{query}");
        assert_eq!(query.matches("offset").count(), 1);
        assert_eq!(request.headers()["x-trace"], "t");
    }
}

fn customer(index: usize) -> Value {
    json!({"id": format!("cus_{index}"), "merchantId": "org_1", "balance": "0",
        "type": "person", "createdAt": "2026-01-02T03:04:05Z"})
}

/// Pages of customers, with their number in `pagination.total`.
fn customers_of(count: usize, total: Option<i64>) -> MockTransport {
    service(count, move |end, data| {
        let data: Vec<Value> = (end - data.len()..end).map(customer).collect();
        match total {
            Some(total) => json!({"data": data, "pagination": {"total": total}}),
            None => json!({"data": data}),
        }
    })
}

fn count(mock: &MockTransport, parameters: ListCustomers) -> usize {
    let client = client_of(mock);
    wait(customers(&client).list(parameters).stream().try_collect()).unwrap().len()
}

#[test]
fn a_list_with_a_total_is_read_to_its_end() {
    for (items, requests) in [(0, 1), (10, 1), (25, 3), (30, 3)] {
        let mock = customers_of(items, Some(items as i64));
        assert_eq!((count(&mock, parameters()), mock.requests().len()), (items, requests));
    }
    // The limit is larger than the pages of the service: the total decides, not the short page.
    let mock = customers_of(25, Some(25));
    assert_eq!((count(&mock, parameters().limit(20)), mock.requests().len()), (25, 3));
    // A total below the number of items is ignored.
    for total in [-1, 0, 24] {
        let mock = customers_of(25, Some(total));
        assert_eq!((count(&mock, parameters()), mock.requests().len()), (25, 4));
    }
}

fn customers_error(mock: &MockTransport, parameters: ListCustomers) -> Error {
    let client = client_of(mock);
    wait(customers(&client).list(parameters).stream().try_collect()).unwrap_err()
}

#[test]
fn a_list_that_ends_before_its_total_is_an_error() {
    let mock = customers_of(25, Some(1000));
    let error = customers_error(&mock, parameters());
    assert!(error.is_pagination(), "{error}");
    assert_eq!(
        error.to_string(),
        "customers.list: the list ended after 25 of 1000 items: the service gave an empty page"
    );
    assert_eq!(mock.requests().len(), 4);
    // Skipped items count too; a start after the end is not an error.
    let error = customers_error(&mock, parameters().offset(20));
    assert!(error.to_string().contains("25 of 1000"), "{error}");
    let mock = customers_of(25, Some(25));
    assert_eq!(count(&mock, parameters().offset(30)), 0);
    // `null` is an empty list, a missing list is an error.
    for (data, is_decode) in [(json!({"data": null}), false), (json!({}), true)] {
        let mock = MockTransport::new(move |request| {
            let mut page = match parameter(request, "offset") {
                None => json!({"data": [customer(0), customer(1)]}),
                Some(_) => data.clone(),
            };
            page["pagination"] = json!({"total": 500});
            json_reply(page)
        });
        let error = customers_error(&mock, parameters());
        assert_eq!((error.is_decode(), error.is_pagination()), (is_decode, !is_decode));
        assert!(error.to_string().contains("2 of 500 items"), "{error}");
    }
}

#[test]
fn a_list_may_shrink_during_pagination() {
    let totals = [(0, 30, 10), (10, 30, 10), (20, 23, 3)];
    let mock = MockTransport::new(move |request| {
        let offset: usize = parameter(request, "offset").map_or(0, |text| text.parse().unwrap());
        let (_, total, count) = totals.into_iter().find(|page| page.0 == offset).unwrap();
        let data: Vec<_> = (offset..offset + count).map(customer).collect();
        json_reply(json!({"data": data, "pagination": {"total": total}}))
    });
    assert_eq!((count(&mock, parameters()), mock.requests().len()), (23, 3));
    // All remaining items were deleted.
    let mock = MockTransport::new(|request| {
        let (data, total) = match parameter(request, "offset") {
            None => (vec![customer(0), customer(1)], 4),
            Some(_) => (vec![], 2),
        };
        json_reply(json!({"data": data, "pagination": {"total": total}}))
    });
    assert_eq!(count(&mock, parameters()), 2);
}

#[test]
fn a_missing_items_key_is_an_error() {
    let mock = MockTransport::replying(200, r#"{"pagination": {"total": 0}}"#);
    let client = client_of(&mock);
    let error = wait(customers(&client).list(parameters())).unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.decode_path(), Some("data"));
    let error = wait(customers(&client).list(parameters()).lenient()).unwrap_err();
    assert_eq!(error.decode_path(), Some("data"));
    for body in [
        r#"{"data": null, "pagination": {"total": 0}}"#,
        r#"{"\u0064ata": []}"#,
        "\u{feff} { \"other\" : { \"data\": 1 } , \"data\" : [ ] } ",
    ] {
        let mock = MockTransport::replying(200, body);
        let page = wait(customers(&client_of(&mock)).list(parameters())).unwrap();
        assert!(page.data.is_empty());
    }
    // It may be omitted if the contract does not require it.
    let mock = MockTransport::replying(200, r#"{"done": true}"#);
    assert_eq!(accounts(&mock, parameters()).unwrap(), numbers(0..0));
}

/// Customers, of which those with these indices are unreadable.
fn with_unreadable(indices: &'static [usize]) -> MockTransport {
    service(25, move |end, data| {
        let start = end - data.len();
        let mut data: Vec<_> = (start..end).map(customer).collect();
        for index in indices.iter().filter(|index| (start..end).contains(*index)) {
            data[index - start]["createdAt"] = json!("yesterday");
        }
        json!({"data": data, "pagination": {"total": 25}})
    })
}

#[test]
fn an_unreadable_item_is_an_error_of_that_item_only() {
    let mock = with_unreadable(&[0, 13, 14, 24]);
    let client = client_of(&mock);
    let mut items = customers(&client).list(parameters()).stream();
    let mut found = Vec::new();
    while let Some(item) = wait(items.next()) {
        found.push(item.map(|customer| customer.id.to_string()));
    }
    assert_eq!(found.len(), 25);
    for (index, item) in found.iter().enumerate() {
        match (index, item) {
            (0 | 13 | 14 | 24, Err(error)) => {
                let path = format!("data[{}].createdAt", index % 10);
                assert!(error.is_decode() && !error.is_pagination(), "{error}");
                assert_eq!(error.decode_path(), Some(path.as_str()));
                assert_eq!(error.item_index(), Some(index % 10));
                let json: Value = serde_json::from_str(&error.item_json().unwrap()).unwrap();
                assert_eq!(json["id"], format!("cus_{index}"));
                assert_eq!(error.status().unwrap(), 200);
                assert_eq!((error.attempts(), error.operation()), (1, Some("customers.list")));
            }
            (_, Ok(id)) => assert_eq!(*id, format!("cus_{index}")),
            (_, Err(error)) => panic!("{index}: {error}"),
        }
    }
    let error = customers_error(&mock, parameters());
    assert_eq!(error.item_index(), Some(0));
}

#[test]
fn a_page_is_strict_or_lenient() {
    let mock = with_unreadable(&[3, 4, 15]);
    let client = client_of(&mock);
    let list = || customers(&client).list(parameters());
    let error = wait(list()).unwrap_err();
    assert_eq!(error.decode_path(), Some("data[3].createdAt"));
    assert_eq!(error.item_index(), Some(3));
    let page = wait(list().lenient()).unwrap();
    assert_eq!((page.page().data.len(), page.unreadable().len()), (8, 2));
    assert_eq!(page.unreadable()[1].item_index(), Some(4));
    let items: Vec<bool> = page.into_iter().map(|item| item.is_ok()).collect();
    assert_eq!(items.iter().filter(|is_ok| !**is_ok).count(), 2);
    assert!(!items[3] && !items[4]);

    let mut pages = list().pages();
    let mut lenient = list().lenient().pages();
    wait(async {
        for (is_ok, readable) in [(false, 8), (false, 9), (true, 5)] {
            assert_eq!(pages.next().await.unwrap().is_ok(), is_ok);
            let page = lenient.next().await.unwrap().unwrap();
            assert_eq!(page.page().data.len(), readable);
        }
        assert!(pages.next().await.is_none() && lenient.next().await.is_none());
    });
    // The rest of the page must be valid.
    let mock = MockTransport::replying(200, r#"{"data": [1], "pagination": {"total": "many"}}"#);
    let error = wait(customers(&client_of(&mock)).list(parameters()).lenient()).unwrap_err();
    assert_eq!((error.decode_path(), error.item_index()), (Some("pagination.total"), None));
    // More unreadable items than the number that are reported individually.
    let body = json!({"data": vec![1; 5000]}).to_string();
    let mock = MockTransport::replying(200, body);
    let error = wait(customers(&client_of(&mock)).list(parameters()).lenient()).unwrap_err();
    assert_eq!((error.decode_path(), error.item_index()), (Some("data[0]"), None));
}

#[test]
fn a_cycle_of_pages_is_an_error() {
    for circle in [1, 2, 3, 7] {
        let turn = std::sync::atomic::AtomicUsize::new(0);
        let mock = MockTransport::new(move |_| {
            let turn = turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let mut first = customer(turn % circle * 2);
            first["requestedAt"] = turn.into();
            let data = [first, customer(turn % circle * 2 + 1)];
            json_reply(json!({"data": data, "pagination": {"total": i64::MAX}}))
        });
        let error = customers_error(&mock, parameters());
        assert!(error.is_pagination(), "{error}");
        assert!(error.to_string().contains("was there before"), "{error}");
        assert_eq!(mock.requests().len(), circle + 1);
    }
}

#[test]
fn equal_items_are_not_a_repeated_page() {
    let mock = service(60, |end, data| {
        let data: Vec<_> = data.iter().map(|_| json!({"count": 0})).collect();
        json!({"data": data, "done": end >= 60})
    });
    assert_eq!(accounts(&mock, parameters()).unwrap().len(), 60);
}

#[test]
fn invalid_unicode_in_text_is_replaced_and_a_byte_order_mark_ignored() {
    let body = |name: &str| {
        let text = customer(1).to_string().replace("cus_1", name);
        text.into_bytes()
    };
    let read = |body: Vec<u8>| {
        let mock = MockTransport::new(move |_| Ok(reply(200, body.clone())));
        let customer = wait(customers(&client_of(&mock)).get("cus_1"))?;
        Ok::<_, Error>(customer.id.to_string())
    };
    for (sent, found) in [
        (r"a\ud83d", "a\u{fffd}"),
        (r"a\uDE00b", "a\u{fffd}b"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\\ud83d \ud83d\n", "\\ud83d \u{fffd}\n"),
    ] {
        assert_eq!(read(body(sent)).unwrap(), found);
    }
    assert_eq!(read([b"\xef\xbb\xbf", &body("a")[..]].concat()).unwrap(), "a");
    let mut broken = body("a?b");
    let at = broken.iter().position(|byte| *byte == b'?').unwrap();
    broken[at] = 0xff;
    assert_eq!(read(broken).unwrap(), "a\u{fffd}b");
    let key = customer(1).to_string().replacen('{', r#"{"new\udc00":"\ud800","#, 1);
    assert_eq!(read(key.into_bytes()).unwrap(), "cus_1");
    // An error has its location although the text was repaired before.
    let error = read(body(r#"\ud83d","createdAt":"no"#)).unwrap_err();
    assert_eq!(error.decode_path(), Some("createdAt"));
    for text in [")]}'\n{}", "{\"id\":", "{\"id\":NaN}"] {
        assert!(read(text.into()).unwrap_err().is_decode());
    }
}

#[test]
fn a_list_without_pagination_marks_ends_at_a_short_or_empty_page() {
    let mock = customers_of(25, None);
    assert_eq!((count(&mock, parameters().limit(10)), mock.requests().len()), (25, 3));
    let mock = customers_of(20, None);
    assert_eq!((count(&mock, parameters().limit(10)), mock.requests().len()), (20, 3));
    // Without a limit it is unknown which page is short.
    let mock = customers_of(25, None);
    assert_eq!((count(&mock, parameters()), mock.requests().len()), (25, 4));
}

fn line_items(mock: &MockTransport) -> Result<Vec<Value>, Error> {
    wait(customers(&client_of(mock)).line_items(parameters()).stream().try_collect())
}

#[test]
fn page_tokens_are_followed_until_there_is_none() {
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
            mock.requests().iter().all(|request| parameter(request, "organizationId").is_some())
        );
    }
}

#[test]
fn pages_without_progress_are_an_error() {
    // The service ignores the offset.
    let mock = MockTransport::replying(200, r#"{"data": [{"Id": 1}, {"Id": 2}], "done": false}"#);
    let error = accounts(&mock, parameters()).unwrap_err();
    assert!(error.is_pagination(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("customers.accounts: the service gave a page that was there before")
    );
    assert_eq!(mock.requests().len(), 2);
    // Here too, but items without ids may be equal without being the same.
    let mock = MockTransport::replying(200, r#"{"data": [1, 2], "done": false}"#);
    assert!(accounts(&mock, parameters()).unwrap_err().is_pagination());
    assert_eq!(mock.requests().len(), 101);
    // The token leads to itself, or to a cycle.
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
    // The service announces more items, and sends none.
    let mock = MockTransport::replying(200, r#"{"data": [], "done": false}"#);
    let error = accounts(&mock, parameters()).unwrap_err();
    assert!(error.is_pagination(), "{error}");
    assert!(error.to_string().contains("ended after 0 items"), "{error}");
}

#[test]
fn the_pages_before_an_error_are_returned() {
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
fn a_call_that_cannot_be_sent_yields_one_error() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    let mut pages = customers(&client).accounts(parameters().trace("a\nb")).pages();
    wait(async {
        assert!(pages.next().await.unwrap().unwrap_err().is_invalid_request());
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
fn the_blocking_client_returns_iterators() {
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
    assert_eq!(pages.map(|page| page.unwrap().data.unwrap().len()).sum::<usize>(), 25);
    assert_eq!(mock.requests().len(), 6);
}
