//! A temporary checkout, and a configurable web server.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use tempfile::TempDir;
use xtask::cli::GenerateArgs;
use xtask::generate::generate;
use xtask::repository::Repository;

/// The address that the checkout's `spec/source.toml` names.
pub(crate) const ADDRESS: &str = "https://specs.example/openapi.yaml";

/// A small document with prose, as if published.
pub(crate) const DOCUMENT: &str = r##"{"openapi": "3.1.0", "info": {"title": "Items", "version": "1.0"},
 "servers": [{"url": "https://api.items.example", "description": "Main"}], "paths": {"/items": {"get": {"operationId": "listItems", "summary": "Lists all items",
   "responses": {"200": {"description": "The items", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}}}}},
 "components": {"schemas": {"Item": {"type": "object", "description": "An item", "required": ["id"], "properties": {"id": {"type": "string"}}}}}}"##;

/// A checkout with a contract that was never fetched.
pub(crate) fn checkout() -> (TempDir, Repository) {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::at(folder.path());
    write(&repository.source(), &format!("address = \"{ADDRESS}\"\n"));
    (folder, repository)
}

/// The program in a checkout, which is not the one that it was built in.
pub(crate) fn command(repository: &Repository, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(repository.root()).args(arguments);
    command
}

/// What a program has printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The arguments of `generate --check`.
pub(crate) fn check() -> GenerateArgs {
    GenerateArgs { check: true, ..GenerateArgs::default() }
}

/// The arguments of `generate` for a standalone crate from the small document, both in a folder.
pub(crate) fn own_crate(folder: &Path, name: &str) -> GenerateArgs {
    let spec = folder.join("other.json");
    write(&spec, DOCUMENT);
    let out = Some(folder.join(name));
    GenerateArgs { spec: Some(spec), out, ..GenerateArgs::default() }
}

/// Generates, and returns what is printed.
pub(crate) fn try_generate(
    repository: &Repository,
    arguments: &GenerateArgs,
) -> Result<String, String> {
    generate(repository, arguments)
        .map(|outcome| outcome.output)
        .map_err(|error| format!("{error:#}"))
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file below a folder with its content, and empty folders: tests compare it to assert that nothing changed.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            let inside = files(&entry);
            if inside.is_empty() {
                found.insert(entry, "an empty folder".to_owned());
            }
            found.extend(inside);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&entry).unwrap()).into_owned();
            found.insert(entry, text);
        }
    }
    found
}

/// Starts a server that passes the path of every request to `answer`, and returns its URL.
pub(crate) fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let request = read_head(&mut stream);
            let path = request.split(' ').nth(1).unwrap_or_default();
            answer(path, &mut stream);
        }
    });
    address
}

/// Starts a server that sends the same response to every request.
pub(crate) fn serve_always(answer: String) -> String {
    serve(move |_, stream| send(stream, &answer))
}

/// Sends text; errors are ignored, because the client may have disconnected.
pub(crate) fn send(stream: &mut TcpStream, text: &str) {
    let _ = stream.write_all(text.as_bytes());
}

/// A complete response.
pub(crate) fn ok(content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        head.extend(byte);
    }
    String::from_utf8_lossy(&head).into_owned()
}
