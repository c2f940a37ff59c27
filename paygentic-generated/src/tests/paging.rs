//! Pages by number, by the last item, and by URL: the requests as the service receives them.

use serde_json::{Value, json};

use super::mock::{client_of, wait};
use super::sample::*;
use crate::testing::{MockTransport, Reply, reply};
use crate::{Client, Error};

fn lists<C>(client: &C) -> Lists<'_, C> {
    Lists { client }
}

fn json_reply(body: Value) -> Reply {
    Ok(reply(200, body.to_string()))
}

fn linked(link: &str, body: Value) -> Reply {
    let mut response = reply(200, body.to_string());
    response.headers_mut().insert("link", link.parse().unwrap());
    Ok(response)
}

fn things(range: std::ops::Range<i64>) -> Value {
    range.map(|index| json!({ "id": format!("th_{index}") })).collect()
}

/// The path and query of all requests; asserts that each had the token.
fn requested(mock: &MockTransport) -> Vec<String> {
    let requests = mock.requests();
    let targets = requests.iter().map(|request| {
        assert_eq!(request.uri().host(), Some("api.example"));
        assert_eq!(request.uri().scheme_str(), Some("https"));
        assert!(request.headers().contains_key("authorization"));
        request.uri().path_and_query().unwrap().to_string()
    });
    targets.collect()
}

fn all<P: crate::pagination::Page<Item = Value> + Send + 'static>(
    call: crate::Call<'_, Client, P>,
) -> Result<usize, Error> {
    wait(call.stream().try_collect()).map(|items| items.len())
}

#[test]
fn page_numbers_increase_until_a_page_is_not_full() {
    let mock = MockTransport::in_turn([
        json_reply(things(0..2)),
        json_reply(things(2..4)),
        json_reply(things(4..5)),
    ]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_number(ListThings::new().per_page(2).q("a b"))).unwrap(), 5);
    let requested = requested(&mock);
    assert_eq!(requested[0], "/base/things?per_page=2&q=a%20b");
    assert_eq!(requested[1], "/base/things?per_page=2&q=a%20b&page=2");
    assert_eq!(requested[2], "/base/things?per_page=2&q=a%20b&page=3");
}

#[test]
fn page_numbers_start_where_the_caller_says_and_end_at_an_empty_page() {
    let mock = MockTransport::in_turn([json_reply(things(8..10)), json_reply(json!([]))]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_number(ListThings::new().page(5))).unwrap(), 2);
    assert_eq!(requested(&mock), ["/base/things?page=5", "/base/things?page=6"]);
}

#[test]
fn numbered_pages_end_at_the_number_of_pages() {
    let page = |range| json_reply(json!({ "data": things(range), "total_pages": 2 }));
    let mock = MockTransport::in_turn([page(0..3), page(3..6)]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_pages(ListThings::new())).unwrap(), 6);
    // The first page has the number 0.
    assert_eq!(requested(&mock), ["/base/things", "/base/things?page=1"]);
}

#[test]
fn a_link_header_without_next_ends_numbered_pages() {
    let next = r#"<https://api.example/base/things?page=2>; rel="next""#;
    let last = r#"<https://api.example/base/things?page=1>; rel="prev""#;
    let mock = MockTransport::in_turn([linked(next, things(0..2)), linked(last, things(2..4))]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_number(ListThings::new())).unwrap(), 4);
    assert_eq!(requested(&mock), ["/base/things", "/base/things?page=2"]);
}

#[test]
fn the_next_page_starts_after_the_last_item() {
    let page = |range, more| json_reply(json!({ "data": things(range), "has_more": more }));
    let mock = MockTransport::in_turn([page(0..2, true), page(2..4, true), page(4..5, false)]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).after(ListThings::new().q("x"))).unwrap(), 5);
    let requested = requested(&mock);
    assert_eq!(requested[1], "/base/things?q=x&starting_after=th_1");
    assert_eq!(requested[2], "/base/things?q=x&starting_after=th_3");
}

#[test]
fn a_last_item_without_an_id_is_an_error() {
    let mock = MockTransport::in_turn([json_reply(json!({ "data": [1], "has_more": true }))]);
    let client = client_of(&mock);
    let error = all(lists(&client).after(ListThings::new())).unwrap_err();
    assert!(error.is_pagination(), "{error}");
}

#[test]
fn the_url_of_the_next_page_is_followed_with_the_token() {
    let page = |range, next: Value| json_reply(json!({ "data": things(range), "next": next }));
    let mock = MockTransport::in_turn([
        page(0..2, json!("https://API.example/base/things?cursor=b%2Fc&q=x#top")),
        page(2..4, json!("?cursor=d")),
        page(4..6, json!("/other/things?cursor=e")),
        // A server behind a proxy may not know that it is reached over TLS.
        page(6..7, json!("http://api.example/base/things?cursor=f")),
        page(7..8, Value::Null),
    ]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_address(ListThings::new().q("x"))).unwrap(), 8);
    assert_eq!(
        requested(&mock),
        [
            "/base/things?q=x",
            "/base/things?cursor=b%2Fc&q=x",
            "/base/things?cursor=d",
            "/other/things?cursor=e",
            "/base/things?cursor=f",
        ]
    );
}

#[test]
fn a_url_on_another_server_is_not_followed() {
    for address in [
        "https://evil.example/things?page=2",
        "https://api.example:8443/things?page=2",
        "https://api.example@evil.example/things",
        "//evil.example/things",
        "ftp://api.example/things",
    ] {
        let body = json!({ "data": things(0..2), "next": address });
        let mock = MockTransport::in_turn([json_reply(body)]);
        let client = client_of(&mock);
        let error = all(lists(&client).by_address(ListThings::new())).unwrap_err();
        assert!(error.is_pagination(), "{address}: {error}");
        assert_eq!(mock.requests().len(), 1, "{address}");
    }
}

#[test]
fn a_repeated_page_url_is_an_error() {
    let mock = MockTransport::new(|request| {
        let page = request.uri().query().map_or(0, str::len) as i64;
        json_reply(json!({ "data": things(page..page + 1), "next": "?page=2" }))
    });
    let client = client_of(&mock);
    let error = all(lists(&client).by_address(ListThings::new())).unwrap_err();
    assert!(error.is_pagination(), "{error}");
    assert_eq!(mock.requests().len(), 2);
}

#[test]
fn plain_lists_are_paginated_by_the_link_header() {
    let next = r#"<https://api.example/base/things?page=2>; rel="next", <https://api.example/x>; rel="last""#;
    let mock = MockTransport::in_turn([linked(next, things(0..2)), json_reply(things(2..3))]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_link(ListThings::new())).unwrap(), 3);
    assert_eq!(requested(&mock), ["/base/things", "/base/things?page=2"]);
}

#[test]
fn a_cursor_that_is_always_present_ends_with_the_flag() {
    let page = |range, cursor: &str, done: bool| {
        json_reply(json!({ "data": things(range), "cursor": cursor, "done": done }))
    };
    let mock = MockTransport::in_turn([page(0..1, "a", false), page(1..2, "b", true)]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_cursor(ListThings::new())).unwrap(), 2);
    assert_eq!(requested(&mock), ["/base/things", "/base/things?cursor=a"]);
}

#[test]
fn a_token_that_is_a_url_is_followed() {
    let page = |range, cursor: &str, done: bool| {
        json_reply(json!({ "data": things(range), "cursor": cursor, "done": done }))
    };
    let next = "https://api.example/base/things?cursor=z";
    let mock = MockTransport::in_turn([page(0..1, next, false), page(1..2, "b", true)]);
    let client = client_of(&mock);
    assert_eq!(all(lists(&client).by_cursor(ListThings::new())).unwrap(), 2);
    assert_eq!(requested(&mock), ["/base/things", "/base/things?cursor=z"]);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_paginates_in_the_same_ways() {
    let page = |range, next: Value| json_reply(json!({ "data": things(range), "next": next }));
    let mock = MockTransport::in_turn([
        json_reply(things(0..2)),
        json_reply(things(2..3)),
        page(0..1, json!("?cursor=d")),
        page(1..2, Value::Null),
        linked("</base/things?page=2>; rel=next", things(0..1)),
        json_reply(things(1..2)),
    ]);
    let client = crate::blocking::Client::builder()
        .environment("https://api.example/base/")
        .token(super::mock::TOKEN)
        .transport(mock.clone())
        .build()
        .unwrap();
    let lists = lists(&client);
    let numbered = lists.by_number(ListThings::new().per_page(2)).stream();
    assert_eq!(numbered.map(Result::unwrap).count(), 3);
    let addressed = lists.by_address(ListThings::new()).stream();
    assert_eq!(addressed.map(Result::unwrap).count(), 2);
    let headed = lists.by_link(ListThings::new()).stream();
    assert_eq!(headed.map(Result::unwrap).count(), 2);
    assert_eq!(
        requested(&mock),
        [
            "/base/things?per_page=2",
            "/base/things?per_page=2&page=2",
            "/base/things",
            "/base/things?cursor=d",
            "/base/things",
            "/base/things?page=2",
        ]
    );
}

#[test]
fn a_missing_token_is_an_error_if_more_items_are_announced() {
    let page = |done: bool| json!({ "data": things(0..2), "cursor": "", "done": done });
    let mock = MockTransport::in_turn([json_reply(page(false)), json_reply(page(true))]);
    let client = client_of(&mock);
    let error = all(lists(&client).by_cursor(ListThings::new())).unwrap_err();
    assert!(error.is_pagination() && error.to_string().contains("2 items"), "{error}");
    assert_eq!(all(lists(&client).by_cursor(ListThings::new())).unwrap(), 2);
}

/// Numbered pages end where any mark says so: some services link to a page after the last.
#[test]
fn numbered_pages_end_where_any_mark_says_so() {
    use crate::pagination::More;
    let (follows, last) = (More::Follows, More::Last);
    assert_eq!((follows.or(last), last.or(follows)), (More::Disputed, More::Disputed));
    assert_eq!((last.or(More::Token("t")), More::Token("t").or(last)), (last, last));
    assert_eq!(follows.or(last).or(More::Token("t")), More::Token("t"));
    assert_eq!((More::Total(7).or(last), last.or(More::Total(7))), (last, last));
}
