use super::mock::{client_of, wait};
use super::sample::*;
use crate::testing::{MockTransport, reply};
use crate::{Bytes, Client, Error};

fn answer(status: u16, content_type: &str, body: &'static str) -> Result<CreateShadeAnswer, Error> {
    let mut response = reply(status, body);
    if !content_type.is_empty() {
        let value = content_type.parse().unwrap();
        response.headers_mut().insert("content-type", value);
    }
    let mock = MockTransport::new(move |_| Ok(response.clone()));
    let client = client_of(&mock);
    let answer = wait(Styles::<'_, Client> { client: &client }.create_shade());
    assert_eq!(mock.requests()[0].headers()["accept"], "application/json, text/plain, image/*");
    answer
}

#[test]
fn a_response_variant_is_chosen_by_status_and_content_type() {
    use CreateShadeAnswer::*;
    let shade = || Ok(Shade::new(1));
    let text = |text: &str| Text(text.to_owned());
    let json = r#"{"R":1,"tags":[]}"#;
    for (status, content_type, body, expected) in [
        (200, "application/json", json, shade()),
        (200, "Application/JSON; charset=utf-8", json, shade()),
        (200, "application/hal+json", json, shade()),
        (200, "", json, shade()),
        (200, "application/x-unknown", json, shade()),
        (200, "text/plain;charset=utf-8", json, text(json)),
        (200, "image/png", "PNG", Image(Bytes::from("PNG"))),
        (201, "application/vnd.shade+json", json, Created(Color::new(1))),
        (201, "text/plain", json, Created(Color::new(1))),
        (201, "application/json", json, Created(Color::new(1))),
        (204, "", "", NoContent),
        (202, "application/json", "{}", Problem(crate::JsonObject::new())),
    ] {
        let answer = answer(status, content_type, body).unwrap();
        assert_eq!(answer, expected, "{status} {content_type}");
    }
}

#[test]
fn a_response_of_the_wrong_shape_is_an_error_with_its_location() {
    let error = answer(200, "application/json", r#"{"R":"x"}"#).unwrap_err();
    assert!(error.to_string().contains("at `R`"), "{error}");
    assert_eq!(error.status().unwrap(), 200);
}

#[test]
fn error_statuses_are_errors() {
    assert_eq!(answer(404, "application/json", "{}").unwrap_err().status().unwrap(), 404);
}

#[test]
fn a_redirect_is_a_success_only_if_it_is_declared() {
    use crate::operation::Operation;
    static LEAVE: Operation =
        Operation::new("leave", "leave", http::Method::GET, "/leave").redirects();
    static STAY: Operation = Operation::new("stay", "stay", http::Method::GET, "/stay");
    let found = super::mock::reply_with(302, "location", "https://elsewhere.example/", "");
    let mock = MockTransport::new(move |_| Ok(found.clone()));
    let client = client_of(&mock);
    let response = wait(crate::Call::<_, ()>::empty(&client, &LEAVE).with_response()).unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "https://elsewhere.example/");
    let error = wait(crate::Call::<_, ()>::empty(&client, &STAY)).unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
}
