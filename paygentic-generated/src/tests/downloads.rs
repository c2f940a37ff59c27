//! Downloads against a real server on loopback.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;

use super::http::{address_of, read_head};
use super::mock::{client_of, wait};
use crate::operation::Operation;
use crate::testing::MockTransport;
use crate::{Call, Client, Error, RetryPolicy};

static FETCH: Operation = Operation::new("fetch", "files.fetch", http::Method::GET, "/file");

fn fetch<C>(client: &C) -> Call<'_, C, Bytes> {
    Call::file(client, &FETCH)
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = crate::random::uuid().unwrap();
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A server that responds with a head and several equal chunks.
fn answering(head: &'static str, pieces: usize) -> String {
    address_of(move |mut stream: TcpStream| {
        read_head(&mut stream);
        drop(stream.write_all(format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n").as_bytes()));
        for _ in 0..pieces {
            if stream.write_all(&[b'x'; 1000]).is_err() {
                break;
            }
        }
    })
}

fn client(address: &str) -> Client {
    let builder = Client::builder().environment(address.to_owned()).token("t");
    builder.retries(RetryPolicy::never()).build().unwrap()
}

const PDF: &str = "200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 50000";

/// The number of bytes received, and the total if it is known.
type Progress = (u64, Option<u64>);

type ProgressLog = Arc<Mutex<Vec<Progress>>>;

fn listener() -> (ProgressLog, impl FnMut(u64, Option<u64>) + Send + 'static) {
    let progress = ProgressLog::default();
    let to = progress.clone();
    (progress, move |received, total| to.lock().unwrap().push((received, total)))
}

/// Downloads the response of a server into a file, with either client.
fn to_file(
    address: &str,
    limit: u64,
    path: PathBuf,
    is_async: bool,
) -> Result<(u64, Vec<Progress>), Error> {
    let (progress, tell) = listener();
    let written = if is_async {
        let client = client(address);
        wait(async move {
            let download = fetch(&client).download().await?;
            assert_eq!((download.status().as_u16(), download.received()), (200, 0));
            download.limit(limit).on_progress(tell).to_file(path).await
        })
    } else {
        to_file_blocking(address, limit, path, tell)
    }?;
    let progress = progress.lock().unwrap().clone();
    Ok((written, progress))
}

#[cfg(feature = "blocking")]
fn to_file_blocking(
    address: &str,
    limit: u64,
    path: PathBuf,
    tell: impl FnMut(u64, Option<u64>) + Send + 'static,
) -> Result<u64, Error> {
    let builder = crate::blocking::Client::builder().environment(address.to_owned());
    let client = builder.token("t").retries(RetryPolicy::never()).build().unwrap();
    let download = fetch(&client).download().send()?;
    download.limit(limit).on_progress(tell).to_file(path)
}

#[cfg(not(feature = "blocking"))]
fn to_file_blocking(
    _: &str,
    _: u64,
    _: PathBuf,
    _: impl FnMut(u64, Option<u64>),
) -> Result<u64, Error> {
    unreachable!("the blocking client is not enabled")
}

fn clients() -> Vec<bool> {
    if cfg!(feature = "blocking") { vec![true, false] } else { vec![true] }
}

#[test]
fn a_file_is_written_completely_and_progress_is_reported() {
    let address = answering(PDF, 50);
    for is_async in clients() {
        let folder = Folder::new();
        let path = folder.0.join("invoice.pdf");
        fs::write(&path, "what was there").unwrap();
        let (written, progress) = to_file(&address, 50_000, path.clone(), is_async).unwrap();
        assert_eq!(written, 50_000);
        assert_eq!(fs::read(&path).unwrap(), vec![b'x'; 50_000]);
        assert_eq!(folder.names(), ["invoice.pdf"]);
        assert_eq!(progress.last(), Some(&(50_000, Some(50_000))));
        assert!(progress.windows(2).all(|pair| pair[0].0 < pair[1].0), "{progress:?}");
    }
}

#[test]
fn a_file_that_is_too_long_is_an_error_and_leaves_nothing_behind() {
    let unknown = "200 OK\r\ncontent-type: application/pdf";
    for (head, is_known) in [(PDF, true), (unknown, false)] {
        let address = answering(head, 50);
        for is_async in clients() {
            let folder = Folder::new();
            let path = folder.0.join("invoice.pdf");
            fs::write(&path, "what was there").unwrap();
            let error = to_file(&address, 49_999, path.clone(), is_async).unwrap_err();
            assert!(error.to_string().contains("longer than 49999 bytes"), "{error}");
            assert!(error.to_string().contains("files.fetch"), "{error}");
            assert_eq!(fs::read(&path).unwrap(), b"what was there", "{is_known}");
            assert_eq!(folder.names(), ["invoice.pdf"]);
        }
    }
}

#[test]
fn a_truncated_file_is_an_error_and_leaves_nothing_behind() {
    let address = answering(PDF, 49);
    for is_async in clients() {
        let folder = Folder::new();
        let path = folder.0.join("invoice.pdf");
        let error = to_file(&address, u64::MAX, path, is_async).unwrap_err();
        assert!(error.status().is_none() && error.to_string().contains("files.fetch"), "{error}");
        assert!(error.client_request_id().is_some(), "{error:?}");
        assert_eq!(error.attempts(), 1);
        assert_eq!(folder.names(), [""; 0]);
    }
}

/// A transport that does not check the content length.
#[test]
fn a_file_shorter_than_its_content_length_is_an_error_with_any_transport() {
    let mut response = crate::testing::reply(200, "%PDF");
    let headers = response.headers_mut();
    headers.insert("content-type", "application/pdf".parse().unwrap());
    headers.insert("content-length", "5".parse().unwrap());
    let mock = MockTransport::new(move |_| Ok(response.clone()));
    let client = client_of(&mock);
    wait(async {
        let mut download = fetch(&client).download().await.unwrap();
        assert_eq!(
            (download.content_length(), download.content_type()),
            (Some(5), Some("application/pdf"))
        );
        assert_eq!(download.next().await.unwrap().unwrap(), "%PDF");
        let error = download.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("after 4 of its 5 bytes"), "{error}");
        assert!(download.next().await.is_none());
    });
}

#[test]
fn json_in_place_of_a_file_is_an_error_with_its_body() {
    for content_type in ["application/json", "application/problem+json; charset=utf-8"] {
        let mut response = crate::testing::reply(200, r#"{"message": "not rendered yet"}"#);
        let value = content_type.parse().unwrap();
        response.headers_mut().insert("content-type", value);
        let mock = MockTransport::new(move |_| Ok(response.clone()));
        let client = client_of(&mock);
        let whole = wait(async { fetch(&client).await.map(drop).unwrap_err() });
        let streamed = wait(async { fetch(&client).download().await.map(drop).unwrap_err() });
        for error in [whole, streamed] {
            assert!(error.is_decode(), "{error}");
            assert!(error.to_string().contains("JSON in place of a file"), "{error}");
            let body = String::from_utf8(error.body().to_vec()).unwrap();
            assert!(body.contains("not rendered yet"), "{body}");
        }
        // Where any content is allowed, JSON is too.
        let any = wait(async { Call::bytes(&client, &FETCH).await.unwrap() });
        assert!(any.starts_with(b"{"));
    }
    for is_async in clients() {
        let address =
            answering("200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000", 1);
        let folder = Folder::new();
        let error = to_file(&address, 1, folder.0.join("a"), is_async).unwrap_err();
        assert!(error.to_string().contains("JSON in place of a file"), "{error}");
        assert_eq!(error.body().len(), 1000);
        assert_eq!(folder.names(), [""; 0]);
    }
}

#[test]
fn an_error_status_writes_nothing() {
    let address = answering("404 No\r\ncontent-type: application/json\r\ncontent-length: 1000", 1);
    for is_async in clients() {
        let folder = Folder::new();
        let error = to_file(&address, 1, folder.0.join("a"), is_async).unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(folder.names(), [""; 0]);
    }
}

#[test]
fn an_error_names_the_path_that_cannot_be_written() {
    let address = answering(PDF, 50);
    for is_async in clients() {
        let folder = Folder::new();
        let error = to_file(&address, u64::MAX, folder.0.join("none/a.pdf"), is_async).unwrap_err();
        assert!(error.to_string().contains("none/a.pdf"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
        // The path is a folder, which is noticed only when the file is renamed.
        fs::create_dir(folder.0.join("a.pdf")).unwrap();
        assert!(to_file(&address, u64::MAX, folder.0.join("a.pdf"), is_async).is_err());
        assert!(to_file(&address, u64::MAX, folder.0.join(".."), is_async).is_err());
        assert_eq!(folder.names(), ["a.pdf"]);
    }
}

#[test]
fn a_dropped_download_leaves_nothing_behind() {
    let address = address_of(|mut stream: TcpStream| {
        read_head(&mut stream);
        stream.write_all(format!("HTTP/1.1 {PDF}\r\n\r\nxxxx").as_bytes()).unwrap();
        std::thread::sleep(Duration::from_secs(5));
    });
    let folder = Folder::new();
    let client = client(&address);
    wait(async {
        let download = fetch(&client).download().await.unwrap();
        let writing = download.to_file(folder.0.join("a.pdf"));
        let late = tokio::time::timeout(Duration::from_millis(200), writing).await;
        assert!(late.is_err());
    });
    // A thread may still be writing.
    for _ in 0..100 {
        if folder.names().is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{:?}", folder.names());
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_yields_the_chunks_in_order() {
    let address = answering(PDF, 50);
    let builder = crate::blocking::Client::builder().environment(address);
    let client = builder.token("t").build().unwrap();
    let pieces: Vec<Bytes> =
        fetch(&client).download().send().unwrap().collect::<Result<_, _>>().unwrap();
    assert!(pieces.len() > 1);
    assert_eq!(pieces.concat(), vec![b'x'; 50_000]);
}
