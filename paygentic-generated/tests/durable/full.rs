//! A disk that is really full, and has space again later: a small in-memory file system if one can be mounted, and a
//! limit on the size of files. If neither is possible, the test says so.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use paygentic_generated::queue::{Entry, PushProblem};

use super::server::{Answer, Server};
use super::{Folder, event, run, start};

/// The exit code of a script if this system does not allow what it needs.
const SKIPPED: i32 = 77;

/// Runs `fills_the_disk` in a process for which a script has created a small disk.
fn in_small_space(program: &[&str], script: &str, room: &str) {
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let script =
        format!("{script}\nexec \"$0\" --exact full::fills_the_disk --ignored --nocapture");
    let child = Command::new(program[0])
        .args(&program[1..])
        .arg("-c")
        .arg(script)
        .arg(std::env::current_exe().unwrap())
        .env("QUEUE_FOLDER", &folder.0)
        .env("QUEUE_ROOM", room)
        .stdin(Stdio::null())
        .output();
    let output = match child {
        Ok(output) => output,
        Err(error) => return eprintln!("skipped: {}: {error}", program[0]),
    };
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if output.status.code() == Some(SKIPPED) || text.contains("unshare: ") {
        return eprintln!("skipped, because this system does not allow it: {text}");
    }
    assert!(output.status.success(), "{text}");
    assert!(text.contains("1 passed"), "{text}");
}

#[test]
fn a_full_file_system_is_reported_and_nothing_else_breaks() {
    let script = format!("mount -t tmpfs -o size=8m none \"$QUEUE_FOLDER\" || exit {SKIPPED}");
    let program = ["unshare", "--user", "--map-root-user", "--mount", "sh"];
    in_small_space(&program, &script, "ballast");
}

#[test]
fn a_limit_on_the_size_of_files_is_reported_and_nothing_else_breaks() {
    let script = format!(
        "command -v prlimit >/dev/null || exit {SKIPPED}\ntrap '' XFSZ\nulimit -S -f 3000 || exit {SKIPPED}"
    );
    in_small_space(&["bash"], &script, "limit");
}

/// Frees space on the disk.
fn make_room(ballast: &Path) {
    match std::env::var("QUEUE_ROOM").unwrap().as_str() {
        "ballast" => std::fs::remove_file(ballast).unwrap(),
        _ => {
            let id = std::process::id().to_string();
            let raised = Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited"]).status();
            assert!(raised.unwrap().success());
        }
    }
}

/// The process with the small disk.
#[test]
#[ignore = "it is run by the tests above"]
fn fills_the_disk() {
    let folder = std::env::var("QUEUE_FOLDER").unwrap();
    let ballast = Path::new(&folder).join("ballast");
    if std::env::var("QUEUE_ROOM").unwrap() == "ballast" {
        std::fs::write(&ballast, vec![1; 5 << 20]).unwrap();
    }
    let spool = Path::new(&folder).join("spool");
    let is_open: Arc<AtomicBool> = Arc::default();
    let open = is_open.clone();
    let server = Server::new(move |_, _| match open.load(Ordering::Relaxed) {
        true => Answer::Accepted,
        false => Answer::Status(503),
    });
    run(async {
        let queue = Arc::new(start(&server.address, &*spool).unwrap());
        let (mut pushed, mut refused) = (Vec::new(), Vec::new());
        while refused.is_empty() {
            let first = pushed.len() as u64;
            assert!(first < 100_000, "the disk is not full");
            let pushes = (first..first + 100).map(|number| {
                let queue = queue.clone();
                tokio::spawn(async move { (number, queue.push(event(number)).await) })
            });
            for push in pushes.collect::<Vec<_>>() {
                match push.await.unwrap() {
                    (number, Ok(())) => pushed.push(number),
                    (_, Err(error)) => refused.push(error),
                }
            }
        }
        assert!(refused.iter().all(|error| error.reason == PushProblem::Disk));
        assert_eq!(queue.stats().depth, pushed.len(), "failed pushes must release their capacity");
        assert!(queue.push(event(90_000)).await.is_err() || queue.stats().depth > pushed.len());

        // Items on disk are sent although the disk is still full.
        is_open.store(true, Ordering::Relaxed);
        queue.resume();
        let report = queue.flush_within(Duration::from_secs(60)).await;
        assert!(report.accepted as usize >= pushed.len(), "{report:?} of {}", pushed.len());

        // With free space it continues, including the items that were handed back.
        make_room(&ballast);
        let begin = Instant::now();
        for error in refused {
            let mut entry: Entry<_> = error.entry;
            while let Err(error) = queue.push(entry).await {
                assert!(begin.elapsed() < Duration::from_secs(30), "{error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
                entry = error.entry;
            }
        }
        for number in 100_000..100_500 {
            queue.push(event(number)).await.unwrap();
            pushed.push(number);
        }
        assert!(queue.shutdown().await.is_complete());

        let queue = start(&server.address, &*spool).unwrap();
        assert!(queue.damage().is_none());
        assert!(queue.shutdown().await.is_complete());
    });
    let events = server.events();
    assert!(events.is_sorted_by(|one, other| one < other), "none twice");
    assert!((0..100).chain(100_000..100_500).all(|number| events.binary_search(&number).is_ok()));
}
