//! What must not get out, does not.

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::mock::{client_of, customers, reply_with, wait};
use crate::Client;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;

fn assert_clean(text: &str) {
    assert!(!text.contains("5ecret"), "the token is in {text}");
}

#[test]
fn no_error_holds_the_token() {
    let replies: [fn() -> crate::testing::Reply; 5] = [
        || Ok(reply(400, r#"{"message": "m"}"#)),
        || Ok(reply(200, "no JSON")),
        || Err(TransportError::timeout("slow")),
        || Err(TransportError::connect("refused")),
        || Ok(reply_with(200, "content-encoding", "gzip", "x")),
    ];
    for make in replies {
        let client = client_of(&MockTransport::new(move |_| make()));
        let error = wait(customers(&client).get("cus_1")).unwrap_err();
        let mut text = format!("{error} {error:?} {error:#?}");
        let mut source = error.source();
        while let Some(error) = source {
            text.push_str(&format!("{error} {error:?}"));
            source = error.source();
        }
        assert_clean(&text);
    }
}

#[test]
fn a_panic_does_not_show_the_token() {
    let client: Client = client_of(&MockTransport::replying(204, ""));
    let call = customers(&client).delete("cus_1");
    let panicked = catch_unwind(AssertUnwindSafe(|| panic!("{client:?} {call:?}")));
    let message = panicked.unwrap_err().downcast::<String>().unwrap();
    assert_clean(&message);
}

#[test]
fn a_compressed_response_is_an_error_that_says_so() {
    let mock = MockTransport::new(|_| Ok(reply_with(200, "content-encoding", "gzip", "\x1f")));
    let error = wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`gzip`"),
        "{error}"
    );
    let mock = MockTransport::new(|_| Ok(reply_with(204, "content-encoding", "identity", "")));
    wait(customers(&client_of(&mock)).delete("cus_1")).unwrap();
}
