use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::mock::{client_of, wait};
use super::sample::*;
use crate::codec::Field;
use crate::param::{ParameterWriter, PathStyle};
use crate::request::Request;
use crate::testing::MockTransport;
use crate::{Decimal, JsonObject};

/// The request as it is sent.
fn sent(
    call: impl FnOnce(Styles<'_, crate::Client>) -> crate::Call<'_, crate::Client, ()>,
) -> http::Request<crate::Bytes> {
    let mock = MockTransport::replying(204, "");
    let client = client_of(&mock);
    wait(call(Styles { client: &client })).unwrap();
    mock.requests().remove(0)
}

fn query(parameters: Styled) -> String {
    let request = sent(|styles| styles.query(parameters));
    assert_eq!(request.uri().path(), "/base/a");
    request.uri().query().unwrap_or_default().to_owned()
}

fn problem(call: crate::Call<'_, crate::Client, ()>) -> String {
    call.error().map(ToString::to_string).unwrap_or_default()
}

fn object(value: Value) -> JsonObject {
    value.into()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn objects_in_a_query_use_their_style() {
    let shade = || Shade::new(100).g("a,b c");
    for (parameters, expected) in [
        (Styled::new().form(shade()), "R=100&G=a%2Cb%20c"),
        (Styled::new().csv(shade()), "csv=R,100,G,a%2Cb%20c"),
        (Styled::new().csv(Shade::new(100).g("x")), "csv=R,100,G,x"),
        (Styled::new().ssv(Shade::new(1).g("x")), "ssv=R%201%20G%20x"),
        (Styled::new().psv(Shade::new(1).g("x")), "psv=R%7C1%7CG%7Cx"),
        (
            Styled::new().json(Color::new(1)),
            "json=%7B%22R%22%3A1%2C%22tags%22%3A%5B%5D%2C%22inner%22%3A%7B%7D%7D",
        ),
        (
            Styled::new().map(BTreeMap::from([("a:gte".to_owned(), "1&2".to_owned())])),
            "a%3Agte=1%262",
        ),
    ] {
        assert_eq!(query(parameters), expected);
    }
}

#[test]
fn deep_objects_nest_to_any_depth_and_keep_digits() {
    let inner = serde_json::from_str(
        r#"{"deep":{"big":12345678901234567890,"list":[{"x":1},{"x":2}]},"none":null}"#,
    );
    let color = Color::new(9_007_199_254_740_993_i64)
        .g(0.5)
        .clear_name()
        .tags(["a", "b&c"])
        .inner(object(inner.unwrap()));
    assert_eq!(
        query(Styled::new().deep(color)),
        "deep%5BR%5D=9007199254740993&deep%5BG%5D=0.5&deep%5Btags%5D=a&deep%5Btags%5D=b%26c\
         &deep%5Binner%5D%5Bdeep%5D%5Bbig%5D=12345678901234567890\
         &deep%5Binner%5D%5Bdeep%5D%5Blist%5D%5B0%5D%5Bx%5D=1\
         &deep%5Binner%5D%5Bdeep%5D%5Blist%5D%5B1%5D%5Bx%5D=2"
    );
    assert_eq!(query(Styled::new().expand(json!(["a", "b"]))), "expand%5B0%5D=a&expand%5B1%5D=b");
}

#[test]
fn unions_and_free_form_json_are_serialized_by_their_shape() {
    for (parameters, expected) in [
        (Styled::new().either("a".to_owned()), "either=a"),
        (Styled::new().either(texts(&["a", "b"])), "either=a&either=b"),
        (Styled::new().any(1), "any=1"),
        (Styled::new().any(true), "any=true"),
        (Styled::new().any(json!(["x", [1, null], null])), "any=x&any=%5B1%2Cnull%5D"),
        (Styled::new().any(json!({"k": {"n": 1}})), "k=%7B%22n%22%3A1%7D"),
        (Styled::new().any("12.50"), "any=12.50"),
    ] {
        assert_eq!(query(parameters), expected);
    }
}

#[test]
fn absent_empty_and_null_values_are_not_sent() {
    let nothing = Styled::new()
        .form(Shade::new(1).clear_g())
        .any(Value::Null)
        .spaces(Vec::<String>::new())
        .commas(Vec::<String>::new())
        .expand(json!([]))
        .map(BTreeMap::new());
    assert_eq!(query(nothing), "R=1");
    let request = sent(|styles| {
        styles.query(Styled::new().header_json(json!(null)).cookies(Vec::<String>::new()))
    });
    assert!(!request.headers().contains_key("cookie"));
    assert_eq!(request.uri().query(), None);
}

#[test]
fn lists_use_the_delimiter_of_their_style() {
    let list = || texts(&["a", "b c"]);
    assert_eq!(query(Styled::new().spaces(list())), "spaces=a%20b%20c");
    assert_eq!(query(Styled::new().bars(list())), "bars=a%7Cb%20c");
    assert_eq!(query(Styled::new().commas(list())), "commas=a,b%20c");
    assert_eq!(query(Styled::new().commas(texts(&["a", "b,c"]))), "commas=a,b%2Cc");

    let client = client_of(&MockTransport::replying(204, ""));
    let call = Styles { client: &client }.query(Styled::new().commas(texts(&["a", "b,c"])));
    assert_eq!(call.query().collect::<Vec<_>>(), [("commas", "a,b,c")]);
}

#[test]
fn commas_inside_items_are_encoded_and_those_between_them_are_not() {
    for (value, expected) in [
        (json!(["a", "b,c"]), "?x=a,b%2Cc"),
        (json!({"k": "b,c"}), "?x=k,b%2Cc"),
        (json!("b,c"), "?x=b%2Cc"),
    ] {
        let mut request = Request::new(http::Method::GET);
        ParameterWriter::new(&mut request).form_csv("x", &value);
        let mut target = String::new();
        request.push_target(&mut target);
        assert_eq!(target, expected);
    }
}

#[test]
fn reserved_characters_stay_only_where_they_are_allowed_and_harmless() {
    let text = "https://a.example/x?y=z;@!$'()*,&more=1#end+[1] %41";
    assert_eq!(
        query(Styled::new().near(text)),
        "near=https://a.example/x?y=z;@!$'()*,%26more=1%23end%2B%5B1%5D%20%2541"
    );
    assert_eq!(query(Styled::new().within(texts(&["a/b", "c:d"]))), "within=a/b,c:d");
    let elsewhere =
        query(Styled::new().commas(texts(&["a/b"])).near("a/b").spaces(texts(&["a/b"])));
    assert_eq!(elsewhere, "spaces=a%2Fb&commas=a%2Fb&near=a/b");
}

#[test]
fn headers_support_lists_and_objects() {
    let parameters = Styled::new()
        .header(Shade::new(1).g("x"))
        .exploded(Shade::new(1).g("x"))
        .header_json(json!({"ü": "😀"}))
        .header_list([1, 2]);
    let request = sent(|styles| styles.query(parameters));
    assert_eq!(request.headers()["x-object"], "R,1,G,x");
    assert_eq!(request.headers()["x-exploded"], "R=1,G=x");
    assert_eq!(request.headers()["x-json"], r#"{"\u00fc":"\ud83d\ude00"}"#);
    assert_eq!(request.headers()["x-list"], "1,2");

    let client = client_of(&MockTransport::replying(204, ""));
    let evil = Styled::new().exploded(Shade::new(1).g("x\r\nY: z"));
    let call = Styles { client: &client }.query(evil);
    assert!(problem(call).contains("X-Exploded"));
}

#[test]
fn cookies_share_one_header_and_cannot_inject_others() {
    let parameters = Styled::new()
        .session("abc+/==; admin=1\r\n\"é%")
        .cookies(["a", "b"])
        .cookie_csv(["c", "d,e"])
        .cookie(Shade::new(1).g("x"));
    let request = sent(|styles| styles.query(parameters));
    assert_eq!(
        request.headers()["cookie"],
        "session=abc+/==%3B%20admin=1%0D%0A%22%C3%A9%25; many=a; many=b; csv=c,d%2Ce; R=1; G=x"
    );
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn path_templates_may_have_fixed_parts_and_several_placeholders() {
    let target = |call: crate::Call<'_, crate::Client, ()>| {
        assert_eq!(problem(call), "");
    };
    let client = client_of(&MockTransport::replying(204, ""));
    target(Styles { client: &client }.range("a", "b"));
    assert_eq!(sent(|styles| styles.range("v1.0", "b/c")).uri().path(), "/base/a/v1.0...b%2Fc/b");
    let request = sent(|styles| styles.fixed("1", "a&b"));
    assert_eq!(
        request.uri().path_and_query().unwrap(),
        "/base/a/1.json?action=start%20now&on&by=a%26b&near=x"
    );
    let call = Styles { client: &client }.fixed("1", "a&b");
    let pairs: Vec<_> = call.query().collect();
    assert_eq!(pairs, [("action", "start now"), ("on", ""), ("by", "a&b"), ("near", "x")]);
}

#[test]
fn adjacent_placeholders_cannot_form_another_path() {
    let client = client_of(&MockTransport::replying(204, ""));
    let styles = Styles { client: &client };
    assert_eq!(problem(styles.pair("a", ".")), "");
    assert_eq!(problem(styles.range(".", ".")), "");
    assert_eq!(problem(styles.fixed(".", "..")), "");
    assert!(problem(styles.pair(".", ".")).contains("`y` would lead to another path"));
    assert!(problem(styles.pair("", "a")).contains("`x` is empty"));
    for style in [PathStyle::Simple { explode: false }, PathStyle::Label { explode: true }] {
        assert!(problem(styles.path(".", style)).contains("another path"), "{style:?}");
    }
}

#[test]
fn values_that_cannot_be_sent_are_refused_in_every_location() {
    let client = client_of(&MockTransport::replying(204, ""));
    let styles = Styles { client: &client };
    assert_eq!(problem(styles.price("1.50")), "");
    let refused = problem(styles.price("abc"));
    assert!(refused.contains("path parameter `color`: `abc` is not a decimal number"), "{refused}");
    let mut request = Request::new(http::Method::GET);
    for number in [f64::NAN, f64::INFINITY] {
        let mut writer = ParameterWriter::new(&mut request);
        writer.sendable("min", &Some(number));
        let refused = writer.problem.unwrap().to_string();
        assert!(refused.contains("parameter `min`"), "{refused}");
    }
    let bad = || Decimal::from("abc");
    assert!(Box::new(bad()).invalid_reason().is_some());
    assert!(BTreeMap::from([("a".to_owned(), bad())]).invalid_reason().is_some());
}

#[test]
fn paths_use_their_style() {
    use PathStyle::{Json, Label, Matrix, Simple};
    let list = || json!(["blue", "bl/ack"]);
    let map = || json!({"R": 100, "G": null, "x": "a,b"});
    for (value, style, expected) in [
        (json!("a b"), Simple { explode: false }, "a%20b"),
        (list(), Simple { explode: true }, "blue,bl%2Fack"),
        (map(), Simple { explode: false }, "R,100,x,a%2Cb"),
        (map(), Simple { explode: true }, "R=100,x=a%2Cb"),
        (json!(5), Label { explode: false }, ".5"),
        (list(), Label { explode: false }, ".blue,bl%2Fack"),
        (list(), Label { explode: true }, ".blue.bl%2Fack"),
        (map(), Label { explode: false }, ".R,100,x,a%2Cb"),
        (map(), Label { explode: true }, ".R=100.x=a%2Cb"),
        (json!(5), Matrix { explode: true }, ";color=5"),
        (list(), Matrix { explode: false }, ";color=blue,bl%2Fack"),
        (list(), Matrix { explode: true }, ";color=blue;color=bl%2Fack"),
        (map(), Matrix { explode: false }, ";color=R,100,x,a%2Cb"),
        (map(), Matrix { explode: true }, ";R=100;x=a%2Cb"),
        (json!([1]), Json, "%5B1%5D"),
    ] {
        let request = sent(|styles| styles.path(value, style));
        assert_eq!(request.uri().path(), format!("/base/a/{expected}/b"), "{style:?}");
    }
    assert_eq!(sent(|styles| styles.list(texts(&["a", "b,c"]))).uri().path(), "/base/a/a,b%2Cc/b");
    let client = client_of(&MockTransport::replying(204, ""));
    for empty in [json!([]), json!(null), json!(""), json!({})] {
        let call = Styles { client: &client }.path(empty, Matrix { explode: true });
        assert!(problem(call).contains("`color` is empty"));
    }
}
