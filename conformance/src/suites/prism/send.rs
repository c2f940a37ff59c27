//! Makes the calls, some at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use paygentic_generated::{Client, RetryPolicy};

use super::Servers;
use super::cases::{Cases, Planned};
use super::verdict::{Outcome, Verdict, judge};
use crate::arguments::Arguments;
use crate::instances::judge::Judge;
use crate::report::Failure;
use crate::table::{self, Sending};

/// How many calls are under way at the same time.
const AT_ONCE: usize = 8;

/// What came of a call.
#[derive(Debug)]
pub(super) struct Finding<'c> {
    /// Where it stands among the others.
    number: usize,
    /// The call.
    pub(super) planned: Planned<'c>,
    /// What is to be said about it.
    pub(super) verdict: Verdict,
}

/// Makes all calls, and says what came of them, in their order.
///
/// # Errors
///
/// There is no client, or the values of a call cannot be made.
pub(super) fn all<'c>(cases: &'c Cases, servers: &Servers) -> Result<Vec<Finding<'c>>> {
    let planned = cases.plan();
    let next = AtomicUsize::new(0);
    let mut findings = thread::scope(|scope| {
        let work = || work(cases, servers, &planned, &next);
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let mut findings = Vec::with_capacity(planned.len());
        for worker in workers {
            let found = worker.join().map_err(|_| anyhow!("a worker panicked"))?;
            findings.extend(found?);
        }
        anyhow::Ok(findings)
    })?;
    findings.sort_by_key(|finding| finding.number);
    Ok(findings)
}

fn work<'c>(
    cases: &'c Cases,
    servers: &Servers,
    planned: &[Planned<'c>],
    next: &AtomicUsize,
) -> Result<Vec<Finding<'c>>> {
    let client =
        |url: &str| crate::call::builder(url, "conformance").retries(RetryPolicy::never()).build();
    let (fixed, dynamic) = (client(&servers.fixed)?, client(&servers.dynamic)?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("there is no runtime")?;
    let mut instances = cases.instances();
    let judges = Judge::new(&cases.published);
    let mut findings = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(planned) = planned.get(number).copied() else {
            return Ok(findings);
        };
        let call = cases.call(planned, &mut instances)?;
        let prefer = prefer(planned);
        let client = if planned.dynamic { &dynamic } else { &fixed };
        let outcome = match start(client, &call, &prefer) {
            Ok(sending) => match runtime.block_on(sending) {
                Ok(sent) => Outcome::Answered(sent),
                Err(error) => Outcome::Failed(error),
            },
            Err(failure) => Outcome::Refused(failure),
        };
        findings.push(Finding {
            number,
            planned,
            verdict: judge(&cases.published, &judges, planned, &call, outcome),
        });
    }
}

/// What Prism is asked for: the same seed gives the same answer.
fn prefer(planned: Planned<'_>) -> String {
    if planned.dynamic {
        format!("code={}, seed=seed-{}", planned.status, planned.seed)
    } else {
        format!("code={}", planned.status)
    }
}

fn start<'c>(
    client: &'c Client,
    call: &crate::case::Call,
    prefer: &str,
) -> Result<Sending<'c>, Failure> {
    let operation = table::find(&call.operation)?;
    let mut arguments = Arguments::new(call).with_header("Prefer", prefer);
    (operation.call)(client, &mut arguments)
}
