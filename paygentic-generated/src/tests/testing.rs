//! Samples and pages for the tests of users, with types that are independent of the document.

use super::sample::*;
use crate::pagination::{More, Page};
use crate::support::*;
use crate::testing::{MockTransport, Op, page_of, refusal, sample};

/// A union whose first alternative refers to the union.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Formula {
    Negated(Box<Negated>),
    Constant(i64),
    Unknown(Value),
}

union! {
    Formula shape {
        Negated(Box<Negated>) from = object ["of"],
        Constant(i64) from = integer,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Negated {
    of: Formula,
}

object! { Negated { of "of" } }

#[test]
fn a_recursive_union_has_a_sample() {
    for _ in 0..2 {
        let formula: Formula = sample();
        let text = serde_json::to_string(&formula).unwrap();
        assert!(text.starts_with(r#"{"of":{"of":"#), "{text}");
        assert_eq!(serde_json::from_str::<Formula>(&text).unwrap(), formula);
    }
}

#[test]
fn blank_values_are_empty() {
    assert_eq!(String::initial(), "");
    assert_eq!(Formula::initial(), Formula::Unknown(Value::Null));
}

#[test]
fn a_sample_page_is_marked_as_the_last_one() {
    fn last<P: Page<Item = Value> + crate::testing::Sample>() -> P {
        let page: P = page_of([Value::from(1), Value::from(2)]);
        assert_eq!(page.items().len(), 2);
        page
    }
    assert_eq!(last::<ListAccountsResponse>().more(), More::Last);
    assert_eq!(last::<InvoiceLineItemsResponse>().more(), More::Last);
    // A page without a required end marker is `Unknown`.
    assert_eq!(last::<CountedThings>().more(), More::Unknown);
    assert_eq!(last::<FlaggedThings>().more(), More::Last);
    assert_eq!(last::<LinkedThings>().more(), More::Last);
    assert_eq!(last::<EndlessCursor>().more(), More::Last);
    assert_eq!(last::<Vec<Value>>().more(), More::Unknown);
    let page: ListCustomersResponse = page_of([sample::<Customer>()]);
    assert_eq!(page.more(), More::Total(1));
}

#[test]
fn raw_replies_are_returned_unchanged() {
    const PUT: Op<RawReply> = Op::new("customers.delete");
    let mock = MockTransport::strict();
    mock.answer(PUT, crate::testing::reply(204, ""));
    let client = mock.client().unwrap();
    super::mock::wait(super::mock::customers(&client).delete("cus_1")).unwrap();
    mock.fail(PUT, refusal(410, Value::Null));
    let error = super::mock::wait(super::mock::customers(&client).delete("cus_1")).unwrap_err();
    assert_eq!(error.status().unwrap(), 410);
    assert_eq!(mock.asked(PUT).len(), 2);
}

#[test]
fn a_mock_enforces_the_size_limit() {
    use super::mock::{builder, customers, wait};
    use crate::testing::reply;
    for length in [100, 101] {
        let body = format!("{{\"lineItems\":[]{}}}", " ".repeat(length - 16));
        let mock = MockTransport::replying(200, body.clone());
        let client = builder(&mock).max_response_size(100).build().unwrap();
        let got = wait(customers(&client).line_items(ListCustomers::new("org_1")));
        assert_eq!(got.is_ok(), length == 100, "{got:?}");
        let error = got.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(length == 100 || error.contains("longer than 100 bytes"), "{error}");
        #[cfg(feature = "blocking")]
        {
            let client = crate::blocking::Client::builder().environment("https://api.example");
            let client = client.token("test").max_response_size(100);
            let client = client.transport(mock).build().unwrap();
            let got = customers(&client).line_items(ListCustomers::new("org_1")).send();
            assert_eq!(got.is_ok(), length == 100);
        }
    }
    let long = "x".repeat(2 << 20);
    let mock = MockTransport::new(move |_| Ok(reply(400, long.clone())));
    let error =
        wait(customers(&builder(&mock).build().unwrap()).line_items(ListCustomers::new("org_1")))
            .unwrap_err();
    assert_eq!(error.body().len(), 1 << 20);
}
