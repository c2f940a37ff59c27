#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;

use parameters::blocking::Client;
use parameters::models::{Filter, FilterSize, ListThings, Point, PointRequired, StartThings};
use parameters::testing::MockTransport;
use parameters::{Environment, Value};

fn client() -> (Client, MockTransport) {
    let mock = MockTransport::replying(204, "");
    let builder = Client::builder().environment(Environment::Default);
    (builder.transport(mock.clone()).build().unwrap(), mock)
}

fn point() -> Point {
    Point::new(PointRequired { x: 1, y: 2 })
}

fn address(mock: &MockTransport) -> String {
    mock.requests()[0].uri().to_string().replace("https://api.example", "")
}

/// The query of a list with these parameters, decoded where only brackets are encoded.
fn query(parameters: ListThings) -> String {
    let (client, mock) = client();
    client.things().list(parameters).send().unwrap();
    let address = address(&mock);
    address.strip_prefix("/things").unwrap().trim_start_matches('?').to_owned()
}

#[test]
fn objects_in_the_query() {
    let filter = Filter::new().kind("a b").size(FilterSize::new().gte(3)).tags(["x", "y"]);
    assert_eq!(
        query(ListThings::new().filter(filter.clone())).replace("%5B", "[").replace("%5D", "]"),
        "filter[kind]=a%20b&filter[size][gte]=3&filter[tags]=x&filter[tags]=y"
    );
    assert_eq!(query(ListThings::new().near(point())), "near=x,1,y,2");
    let json = query(ListThings::new().r#where(Filter::new().kind("k")));
    assert_eq!(json.replace("%7B", "{").replace("%7D", "}").replace("%22", "\"").replace("%3A", ":"), "where={\"kind\":\"k\"}");
    let extra = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
    assert_eq!(query(ListThings::new().extra(extra)), "a=1&b=2");
}

#[test]
fn lists_in_the_query() {
    assert_eq!(query(ListThings::new().spaced(["a", "b"])), "spaced=a%20b");
    assert_eq!(query(ListThings::new().barred([1, 2])), "barred=1%7C2");
    assert_eq!(query(ListThings::new().path("/a/b?c&d")), "path=/a/b?c%26d");
}

#[test]
fn unions_in_the_query() {
    assert_eq!(query(ListThings::new().ids(["a"])), "ids=a");
    assert_eq!(query(ListThings::new().ids(["a", "b"])), "ids=a&ids=b");
    assert_eq!(query(ListThings::new().since(5)), "since=5");
    assert_eq!(query(ListThings::new().since("yesterday")), "since=yesterday");
    assert_eq!(query(ListThings::new().anything(Value::from(7))), "anything=7");
}

#[test]
fn headers_and_cookies() {
    let (client, mock) = client();
    let parameters = ListThings::new()
        .x_point(point())
        .x_exploded(point())
        .x_ids([1, 2])
        .session("s 1")
        .flags(["a", "b"]);
    client.things().list(parameters).send().unwrap();
    let requests = mock.requests();
    let header = |name: &str| requests[0].headers()[name].to_str().unwrap();
    assert_eq!(header("x-point"), "x,1,y,2");
    assert_eq!(header("x-exploded"), "x=1,y=2");
    assert_eq!(header("x-ids"), "1,2");
    assert_eq!(header("cookie"), "session=s%201; flags=a,b");
}

#[test]
fn paths() {
    let sent = |call: &dyn Fn(&Client)| {
        let (client, mock) = client();
        call(&client);
        address(&mock)
    };
    assert_eq!(sent(&|client| client.things().get(5).send().unwrap()), "/things/5.json");
    assert_eq!(sent(&|client| client.things().get("a/b").send().unwrap()), "/things/a%2Fb.json");
    assert_eq!(
        sent(&|client| client.ranges().get(1, 9, "l", point()).send().unwrap()),
        "/ranges/1-9/.l/;x=1;y=2"
    );
    assert_eq!(
        sent(&|client| client.things().start(StartThings::new().force(true)).send().unwrap()),
        "/things?action=start&force=true"
    );
    assert_eq!(sent(&|client| client.things().archive().send().unwrap()), "/things");
}
