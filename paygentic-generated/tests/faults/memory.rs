//! The memory used for hostile bodies.

use std::env;
use std::fs;
use std::process::Command;

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_huge_error_costs_little
    in_a_separate_process
}

const ADDRESS: &str = "FAULTS_MEMORY_ADDRESS";

/// A figure of this process, in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Sends calls to the server of the test below, in another process.
fn in_a_separate_process<T: ClientUnderTest>() {
    let Ok(address) = env::var(ADDRESS) else {
        return;
    };
    let client: T = Setup::new(address).attempts(1).client();
    client.run(Operation::Delete).unwrap();
    let before = memory("VmRSS");
    let error = error_of(client.run(Operation::Get));
    assert!(error.is_body_cut() && error.is_server_error());
    drop((error.to_string(), format!("{error:?}"), error.message().map(str::to_owned)));
    println!("more memory: {} KiB", memory("VmHWM").saturating_sub(before));
}

fn a_huge_error_costs_little<T: ClientUnderTest>() {
    let length = 31 << 20;
    let list = |piece: &str| format!("[{}0]", piece.repeat(length / piece.len()));
    for body in [list("0,"), list("[],"), list("{\"\":0},"), list("\"\","), "[".repeat(length)] {
        let server = Server::new([good(), answered(response(500, "", body))]);
        let name = std::thread::current()
            .name()
            .unwrap()
            .replace("a_huge_error_costs_little", "in_a_separate_process");
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", &name, "--nocapture"])
            .env(ADDRESS, server.address())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let figure = text.split("more memory: ").nth(1).and_then(|rest| rest.split(' ').next());
        let kib: u64 = figure.unwrap_or_else(|| panic!("{text}")).parse().unwrap();
        println!("{kib} KiB");
        assert!(kib < 8 * 1024, "{kib} KiB");
    }
}
