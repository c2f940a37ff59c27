//! A process that is killed at any moment loses nothing and counts nothing twice.
//!
//! `CRASHES=200 CRASH_EVENTS=20000` is the long run.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::server::{Answer, Server};
use super::{Folder, event, run, start};

fn setting(name: &str, default: u64) -> u64 {
    let set = std::env::var(name).ok();
    set.map_or(default, |value| value.parse().unwrap())
}

/// Events of a process have numbers of their own.
const NUMBERS: u64 = 1_000_000;

#[test]
fn a_kill_at_any_moment_loses_and_duplicates_nothing() {
    let (crashes, events) = (setting("CRASHES", 5), setting("CRASH_EVENTS", 500));
    // Some events are accepted without a response, and some fail.
    let server = Server::new(|_, request| match request % 20 {
        0 => Answer::Lost,
        7 => Answer::Status(503),
        _ => Answer::Accepted,
    });
    let folder = Folder::new();
    let mut pushed = BTreeSet::new();
    for crash in 0..crashes {
        // A different moment each time, most of them while events are written.
        let time = Duration::from_millis(20 + crash * 7919 % 400);
        pushed.extend(child(&server, &folder, crash, events / crashes, Some(time)));
    }
    child(&server, &folder, crashes, 0, None);
    let counted = server.events();
    let once: BTreeSet<u64> = counted.iter().copied().collect();
    assert_eq!(counted.len(), once.len(), "some events were counted twice");
    let missing: Vec<&u64> = pushed.difference(&once).collect();
    assert!(missing.is_empty(), "{} of {}", missing.len(), pushed.len());
    assert!(pushed.len() as u64 > crashes, "{}", pushed.len());
}

/// Runs a process that pushes events, and kills it some time after it opened the queue; returns the numbers of the events
/// that it reported to be on disk.
fn child(
    server: &Server,
    folder: &Folder,
    crash: u64,
    events: u64,
    time: Option<Duration>,
) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::pushes_events", "--ignored", "--nocapture"])
        .env("QUEUE_ADDRESS", &server.address)
        .env("QUEUE_FOLDER", &folder.0)
        .env("QUEUE_FIRST", (crash * NUMBERS).to_string())
        .env("QUEUE_COUNT", events.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reading = std::thread::spawn(move || {
        let mut numbers = Vec::new();
        for line in lines.map_while(Result::ok) {
            numbers
                .extend(line.strip_prefix("pushed ").map(|number| number.parse::<u64>().unwrap()));
        }
        numbers
    });
    match time {
        Some(time) => {
            // The start takes longer than that time, and varies.
            let opened = Instant::now();
            while !folder.0.join(format!("opened-{crash}")).exists() {
                assert!(opened.elapsed().as_secs() < 60);
                std::thread::sleep(Duration::from_millis(2));
            }
            std::thread::sleep(time);
            child.kill().unwrap();
            child.wait().unwrap();
        }
        None => assert!(child.wait().unwrap().success()),
    }
    reading.join().unwrap()
}

/// The process that is killed.
#[test]
#[ignore = "it is run by the test above"]
fn pushes_events() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let number = |name: &str| variable(name).parse::<u64>().unwrap();
    let (first, count) = (number("QUEUE_FIRST"), number("QUEUE_COUNT"));
    let folder = variable("QUEUE_FOLDER");
    run(async {
        let queue = Arc::new(start(&variable("QUEUE_ADDRESS"), &*folder).unwrap());
        std::fs::write(format!("{folder}/opened-{}", first / NUMBERS), "").unwrap();
        let pushing = (0..8).map(|task| {
            let queue = queue.clone();
            tokio::spawn(async move {
                for number in (task..count).step_by(8) {
                    queue.push(event(first + number)).await.unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "pushed {}", first + number).unwrap();
                    out.flush().unwrap();
                }
            })
        });
        for task in pushing.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        if count > 0 {
            // Waits to be killed.
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        assert!(queue.shutdown().await.is_complete());
    });
}

/// A start after a crash needs memory for a few items, not for the whole file: otherwise a container that was killed with
/// a large one is killed again and again.
#[cfg(target_os = "linux")]
#[test]
fn a_start_after_a_crash_needs_little_memory() {
    let folder = Folder::new();
    let child = |name: &str| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", name, "--ignored", "--nocapture"]).env("QUEUE_FOLDER", &folder.0);
        let output = child.output().unwrap();
        let log = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&log).into_owned()
    };
    child("crash::pushes_many_events_and_is_killed");
    let size = std::fs::metadata(folder.file()).unwrap().len() >> 20;
    let log = child("crash::restarts");
    let number = |name: &str| -> u64 {
        let text = log.split_once(name).unwrap_or_else(|| panic!("{log}")).1;
        text.split_whitespace().next().unwrap().parse().unwrap()
    };
    assert!(size >= 60 && number("depth ") > 5_000, "{size} MiB, {log}");
    assert!(number("VmHWM:") < 64 << 10, "{size} MiB: {log}");
}

#[test]
#[ignore = "it is run by the test above"]
fn pushes_many_events_and_is_killed() {
    let folder = std::env::var("QUEUE_FOLDER").unwrap();
    run(async {
        let place = paygentic_generated::queue::SpoolOptions::from(folder);
        let place = place.written_within(Duration::from_millis(200), 4_000);
        let queue = start(super::NOBODY, place).unwrap();
        for number in 0..10_000 {
            let mut event = event(number);
            event.data.insert("text".to_owned(), "x".repeat(5_000).into());
            queue.push(event).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        std::process::abort();
    });
}

#[test]
#[ignore = "it is run by the test above"]
fn restarts() {
    let folder = std::env::var("QUEUE_FOLDER").unwrap();
    run(async {
        let queue = start(super::NOBODY, &*folder).unwrap();
        println!("depth {}", queue.stats().depth);
        println!("{}", std::fs::read_to_string("/proc/self/status").unwrap());
        let _ = queue.shutdown_within(Duration::ZERO).await;
    });
}
