//! Lists with unreadable items, and lists that end too early.

use paygentic_generated::models::{Customer, ListCustomers, ListCustomersResponse};
use paygentic_generated::pagination::{Lenient, Page};
use paygentic_generated::{Call, Error};

use crate::client::{ClientUnderTest, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    an_unreadable_item_does_not_hide_the_others
    a_call_is_strict_unless_it_is_lenient
    malformed_text_is_read
    a_list_does_not_end_early_without_an_error
    a_cycle_of_pages_is_an_error
}

fn customer(number: usize, created: &str) -> String {
    format!(
        r#"{{"object":"customer","id":"cus_{number}","consumerId":"org_2","createdAt":"{created}",
        "merchantId":"org_1","updatedAt":"2026-01-02T03:04:05Z","validTaxAddress":{{"valid":true}}}}"#
    )
}

fn good_customer(number: usize) -> String {
    customer(number, "2026-01-02T03:04:05Z")
}

fn page_of(items: &[String], total: usize) -> String {
    let items = items.join(",");
    format!(
        r#"{{"object":"list","data":[{items}],"pagination":{{"limit":2,"offset":0,"total":{total}}}}}"#
    )
}

fn pages(bodies: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Server {
    let bodies = bodies.into_iter();
    Server::new(bodies.map(|body| answered(response(200, "", body))).collect::<Vec<_>>())
}

fn list<T: ClientUnderTest>(client: &T) -> Call<'_, T::Client, ListCustomersResponse> {
    client.customers().list(ListCustomers::new("org_1").limit(2))
}

fn all<T: ClientUnderTest>(server: &Server) -> Vec<Result<Customer, Error>> {
    let client: T = Setup::new(server.address()).client();
    client.items(list(&client))
}

fn an_unreadable_item_does_not_hide_the_others<T: ClientUnderTest>() {
    let server = pages([
        page_of(&[good_customer(0), customer(1, "yesterday")], 5),
        page_of(&["7".to_owned(), good_customer(3)], 5),
        page_of(&[good_customer(4)], 5),
    ]);
    let found = all::<T>(&server);
    assert_eq!(found.len(), 5);
    for (index, path, json) in
        [(1, "data[1].createdAt", customer(1, "yesterday")), (2, "data[0]", "7".to_owned())]
    {
        let error = found[index].as_ref().unwrap_err();
        assert!(error.is_decode(), "{error:?}");
        assert_eq!(error.decode_path(), Some(path));
        assert_eq!(error.item_index(), Some(index % 2));
        assert_eq!(error.item_json().unwrap(), json);
    }
    for index in [0, 3, 4] {
        let customer = found[index].as_ref().unwrap();
        assert_eq!(customer.id.as_str(), format!("cus_{index}"));
    }
    let requests = server.requests(3);
    assert!(requests[2].line().contains("offset=4"), "{requests:?}");
}

fn a_call_is_strict_unless_it_is_lenient<T: ClientUnderTest>() {
    let body = page_of(&[customer(0, "no"), good_customer(1), customer(2, "")], 3);
    let server = pages([body]);
    let client: T = Setup::new(server.address()).client();
    let error = error_of(client.send(list(&client)));
    assert_eq!(error.decode_path(), Some("data[0].createdAt"));
    assert_eq!(error.item_index(), Some(0));
    let page: Lenient<_> = client.send(list(&client).lenient()).unwrap();
    assert_eq!(page.items().len(), 1);
    let paths: Vec<_> = page.unreadable().iter().map(Error::decode_path).collect();
    assert_eq!(paths, [Some("data[0].createdAt"), Some("data[2].createdAt")]);
    let (page, unreadable) = page.into_parts();
    assert_eq!((page.data.len(), unreadable.len()), (1, 2));
}

fn malformed_text_is_read<T: ClientUnderTest>() {
    let id = |text: &[u8]| {
        let body = page_of(&[good_customer(0), good_customer(1)], 2);
        let (before, after) = body.split_once("cus_1").unwrap();
        [before.as_bytes(), text, after.as_bytes()].concat()
    };
    let bodies = [
        [b"\xef\xbb\xbf", &id(b"x")[..]].concat(),
        id(b"x\xff"),
        id(br"x\ud83d"),
        id(br"x\ude00"),
        id(br#"x","\udc00":"\ud800"#),
    ];
    let server = pages(&bodies);
    let client: T = Setup::new(server.address()).client();
    for body in bodies {
        let page = client.send(list(&client)).unwrap();
        let id = page.data[1].id.to_string();
        assert!(id == "x" || id == "x\u{fffd}", "{id} in {body:?}");
    }
}

fn a_list_does_not_end_early_without_an_error<T: ClientUnderTest>() {
    let first = page_of(&[good_customer(0), good_customer(1)], 500);
    let pagination = r#""pagination":{"limit":2,"offset":2,"total":500}"#;
    for second in [
        page_of(&[], 500),
        format!(r#"{{"object":"list",{pagination}}}"#),
        format!(r#"{{"object":"list","data":null,{pagination}}}"#),
    ] {
        let server = pages([&first, &second]);
        let mut found = all::<T>(&server);
        let error = found.pop().unwrap().unwrap_err();
        assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
        assert!(error.to_string().contains("2 of 500 items"), "{error}");
        assert!(error.is_pagination() || error.decode_path() == Some("data"));
        server.requests(2);
    }
    let server = pages([format!(r#"{{"object":"list",{pagination}}}"#)]);
    let client: T = Setup::new(server.address()).client();
    let error = error_of(client.send(list(&client)));
    assert_eq!(error.decode_path(), Some("data"));
}

fn a_cycle_of_pages_is_an_error<T: ClientUnderTest>() {
    let page = |number| page_of(&[good_customer(number), good_customer(number + 1)], 500);
    let server = pages([page(0), page(2), page(0)]);
    let mut found = all::<T>(&server);
    let error = found.pop().unwrap().unwrap_err();
    assert!(error.is_pagination(), "{error}");
    assert_eq!(found.len(), 4);
    server.requests(3);
}
