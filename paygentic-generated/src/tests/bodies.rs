use std::fs;
use std::io::Read;
use std::path::PathBuf;

use serde_json::json;

use super::mock::{client_of, wait};
use super::sample::*;
use crate::body::{Body, BodyBuilder};
use crate::param::Style;
use crate::testing::MockTransport;
use crate::values::Content;
use crate::values::FilePart;
use crate::{Bytes, Call, Client, JsonObject};

fn inner(text: &str) -> JsonObject {
    serde_json::from_str(text).unwrap()
}

/// The content type and the body as they are sent.
fn sent(call: impl FnOnce(Styles<'_, Client>) -> Call<'_, Client, ()>) -> (String, Bytes) {
    let mock = MockTransport::replying(204, "");
    let client = client_of(&mock);
    wait(call(Styles { client: &client })).unwrap();
    let request = mock.requests().remove(0);
    let content_type = request.headers()["content-type"].to_str().unwrap();
    (content_type.to_owned(), request.body().clone())
}

fn form(body: Color, styles: &[(&str, Style)]) -> String {
    let (content_type, body) = sent(|resource| resource.form(body, styles));
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    String::from_utf8(body.to_vec()).unwrap()
}

/// A file for a single test.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tmp/bodies"));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn a_form_repeats_lists_and_writes_objects_as_json() {
    let color = Color::new(9_007_199_254_740_993_i64)
        .name("a b&c=d~é")
        .tags(["x", "y,z"])
        .inner(inner(r#"{"n":12345678901234567890}"#));
    assert_eq!(
        form(color, &[]),
        "R=9007199254740993&na+me=a+b%26c%3Dd%7E%C3%A9&tags=x&tags=y%2Cz\
         &inner=%7B%22n%22%3A12345678901234567890%7D"
    );
}

#[test]
fn a_form_uses_the_styles_of_its_properties() {
    let color = || Color::new(1).tags(["x", "y z"]).inner(inner(r#"{"a":{"b":[1,2]},"c":null}"#));
    for (styles, expected) in [
        (
            &[("inner", Style::Deep)][..],
            "R=1&tags=x&tags=y+z&inner%5Ba%5D%5Bb%5D%5B0%5D=1&inner%5Ba%5D%5Bb%5D%5B1%5D=2",
        ),
        (
            &[("inner", Style::Form), ("tags", Style::Joined(','))],
            "R=1&tags=x,y+z&a=%7B%22b%22%3A%5B1%2C2%5D%7D",
        ),
        (
            &[("inner", Style::Json), ("tags", Style::Joined('|'))],
            "R=1&tags=x%7Cy+z&inner=%7B%22a%22%3A%7B%22b%22%3A%5B1%2C2%5D%7D%2C%22c%22%3Anull%7D",
        ),
        (
            &[("tags", Style::Deep), ("inner", Style::Joined(' '))],
            "R=1&tags%5B0%5D=x&tags%5B1%5D=y+z&inner=a+%7B%22b%22%3A%5B1%2C2%5D%7D",
        ),
    ] {
        assert_eq!(form(color(), styles), expected);
    }
}

#[test]
fn null_is_sent_empty_and_absent_fields_are_omitted() {
    assert_eq!(form(Color::new(1), &[]), "R=1&inner=%7B%7D");
    assert_eq!(form(Color::new(1).clear_name(), &[]), "R=1&na+me=&inner=%7B%7D");
    assert_eq!(
        form(Color::new(1).clear_name(), &[("na me", Style::Json)]),
        "R=1&na+me=null&inner=%7B%7D"
    );
}

#[test]
fn parts_are_text_json_or_files() {
    let body = SendParts::new(FilePart::from(&b"\x89PNG"[..]).named("lo\"g\r\no.png"))
        .more([
            FilePart::from("a;b").named("t.csv").content_type("text/csv"),
            FilePart::new(vec![0, 255]),
        ])
        .title("ü\r\n--")
        .sizes([1, 2])
        .place(Color::new(1))
        .either(json!(["x", {"k": 1}]))
        .list(vec![1, 2])
        .deep(Shade::new(7))
        .additional(inner(r#"{"ex\"tra\n":true}"#));
    let (content_type, body) = sent(|styles| styles.parts(body));
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut expected = Vec::new();
    for (head, content) in [
        ("name=\"kind\"", &b"logo"[..]),
        ("name=\"file\"; filename=\"lo%22g%0D%0Ao.png\"\r\nContent-Type: image/png", b"\x89PNG"),
        ("name=\"more\"; filename=\"t.csv\"\r\nContent-Type: text/csv", b"a;b"),
        ("name=\"more\"; filename=\"more\"\r\nContent-Type: application/octet-stream", &[0, 255]),
        ("name=\"title\"", "ü\r\n--".as_bytes()),
        ("name=\"sizes\"", b"1"),
        ("name=\"sizes\"", b"2"),
        ("name=\"place\"\r\nContent-Type: application/json", br#"{"R":1,"tags":[],"inner":{}}"#),
        ("name=\"either\"", b"x"),
        ("name=\"either\"\r\nContent-Type: application/json", br#"{"k":1}"#),
        ("name=\"list\"\r\nContent-Type: application/json", b"[1,2]"),
        ("name=\"deep[R]\"", b"7"),
        ("name=\"ex%22tra%0A\"", b"true"),
    ] {
        expected.extend(
            format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes(),
        );
        expected.extend(content);
        expected.extend(b"\r\n");
    }
    expected.extend(format!("--{boundary}--\r\n").bytes());
    assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(&expected));
}

#[test]
fn each_multipart_form_has_its_own_boundary() {
    let boundary = || sent(|styles| styles.parts(SendParts::new("x"))).0;
    assert_ne!(boundary(), boundary());
}

#[test]
fn files_on_disk_are_sent_with_their_file_name() {
    let path = file("photo.jpg", b"JPEG");
    let (_, body) = sent(|styles| styles.parts(SendParts::new(path.clone())));
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(
        text.contains("filename=\"photo.jpg\"\r\nContent-Type: image/png\r\n\r\nJPEG\r\n"),
        "{text}"
    );
    assert_eq!(
        sent(|styles| styles.put(path.as_path())),
        ("application/zip".to_owned(), "JPEG".into())
    );
    let typed = FilePart::from("x").content_type("text/plain");
    assert_eq!(sent(|styles| styles.put(typed)).0, "text/plain");
}

#[test]
fn unreadable_files_and_invalid_content_types_are_not_sent() {
    let mock = MockTransport::replying(204, "");
    let client = client_of(&mock);
    let styles = Styles { client: &client };
    let missing = PathBuf::from("/no/such/file.png");
    for call in [styles.parts(SendParts::new(missing.clone())), styles.put(missing)] {
        let error = wait(call).unwrap_err().to_string();
        assert!(error.contains("cannot read the file /no/such/file.png"), "{error}");
    }
    let folder = wait(styles.put(std::env::temp_dir())).unwrap_err().to_string();
    assert!(folder.contains("not a regular file"), "{folder}");
    let evil = FilePart::from("x").content_type("text/plain\r\nX: y");
    for call in [styles.parts(SendParts::new(evil.clone())), styles.put(evil)] {
        let error = wait(call).unwrap_err().to_string();
        assert!(error.contains("invalid content type"), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn debug_shows_neither_the_content_of_a_file_nor_a_body() {
    let shown = format!("{:?} {:?}", FilePart::from("secret"), Body::from("secret"));
    assert!(!shown.contains("secret") && shown.contains('6'), "{shown}");
}

/// A body with parts in memory and in files, and its bytes.
fn mixed(name: &str) -> (Body, Vec<u8>) {
    let large: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
    let path = file(name, &large);
    let mut body = BodyBuilder::default();
    body.text("start");
    body.content(&Content::Disk(path)).unwrap();
    body.content(&Content::Disk(file(&format!("{name}-empty"), b""))).unwrap();
    body.text("middle");
    body.content(&Content::Memory(large.clone().into())).unwrap();
    body.content(&Content::Memory("small".into())).unwrap();
    body.text("end");
    let bytes = [b"start", &large[..], b"middle", &large, b"smallend"].concat();
    (body.build(), bytes)
}

/// What an async client sends.
fn collect(body: &Body) -> std::io::Result<Vec<u8>> {
    use http_body::Body as _;
    let mut chunks = body.chunks();
    wait(async {
        let mut bytes = Vec::new();
        loop {
            let left = chunks.size_hint().exact().unwrap();
            assert_eq!(Some(left + bytes.len() as u64), body.len());
            let frame =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut chunks).poll_frame(context));
            match frame.await {
                Some(frame) => bytes.extend_from_slice(&frame?.into_data().unwrap()),
                None => return Ok(bytes),
            }
        }
    })
}

#[test]
fn a_body_can_be_read_again_by_both_clients() {
    let (body, bytes) = mixed("again");
    assert_eq!(body.len(), Some(bytes.len() as u64));
    assert!(body.as_bytes().is_none());
    for _ in 0..2 {
        let mut read = Vec::new();
        body.reader().read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        assert!(collect(&body).unwrap() == bytes);
        assert!(body.to_bytes().unwrap() == bytes);
    }
}

#[test]
fn both_http_libraries_accept_a_body() {
    let (body, bytes) = mixed("taken");
    let taken = reqwest::Body::wrap(body.chunks());
    let announced = http_body::Body::size_hint(&taken).exact();
    assert_eq!(announced, Some(bytes.len() as u64));
    #[cfg(feature = "blocking")]
    drop(ureq::SendBody::from_owned_reader(body.reader()));
}

#[test]
fn small_bodies_are_contiguous() {
    let mut body = BodyBuilder::default();
    body.text("a");
    body.content(&Content::Memory("b".into())).unwrap();
    body.text("c");
    assert_eq!(body.build().as_bytes().unwrap(), "abc");
    assert_eq!(Body::default().as_bytes().unwrap(), "");
    assert!(Body::from("").is_empty());
    assert!(collect(&Body::from("")).unwrap().is_empty());
}

#[test]
fn a_file_that_changed_is_an_error_and_not_a_wrong_body() {
    for changed in [&b"short"[..], &[7; 300_000]] {
        let (body, _) = mixed("changed");
        file("changed", changed);
        let mut read = Vec::new();
        let error = body.reader().read_to_end(&mut read).unwrap_err().to_string();
        assert!(error.contains("it had 200000 bytes when the call was made"), "{error}");
        assert_eq!(collect(&body).unwrap_err().to_string(), error);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_sends_the_same() {
    let mock = MockTransport::replying(204, "");
    let client = crate::blocking::Client::builder()
        .environment("https://api.example/base/")
        .token("t")
        .transport(mock.clone())
        .build()
        .unwrap();
    let styles = Styles { client: &client };
    styles.query(Styled::new().deep(Color::new(1)).session("s")).send().unwrap();
    styles.form(Color::new(1), &[]).send().unwrap();
    let sent = mock.requests();
    assert_eq!(sent[0].uri().query(), Some("deep%5BR%5D=1"));
    assert_eq!(sent[0].headers()["cookie"], "session=s");
    assert_eq!(sent[1].body(), "R=1&inner=%7B%7D");
}
