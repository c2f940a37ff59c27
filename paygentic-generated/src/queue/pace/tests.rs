//! Tests of the pace with simulated services in simulated time.

use super::*;

/// An attempt of a queue with more to send.
fn attempt(outcome: AttemptOutcome, started: Instant, in_flight: usize) -> Attempt {
    Attempt { outcome, is_repeat: false, started, in_flight, has_backlog: true }
}

/// Sends through a pace for some time to a service that answers after a millisecond; gives how many requests there were, and
/// how many were accepted, in each second.
fn run(
    pace: &mut Pace,
    seconds: u64,
    service: impl Fn(u64, u32) -> AttemptOutcome,
) -> Vec<(u32, u32)> {
    let begin = Instant::now();
    let mut sent: std::collections::VecDeque<Instant> = Default::default();
    let mut counts = vec![(0, 0); seconds as usize];
    for tick in 0..seconds * 1000 {
        let now = begin + Duration::from_millis(tick);
        let second = (tick / 1000) as usize;
        while let Some(started) = sent.front().copied().filter(|at| *at < now) {
            sent.pop_front();
            let (_, accepted) = counts[second];
            let outcome = service(second as u64, accepted);
            counts[second].1 += u32::from(outcome == AttemptOutcome::Accepted);
            pace.ended(attempt(outcome, started, sent.len()), now);
        }
        while pace.allows(now, sent.len()).is_ok() {
            pace.sent(false);
            sent.push_back(now);
            counts[second].0 += 1;
        }
    }
    counts
}

#[test]
fn a_limit_per_second_is_found_and_kept_to() {
    let limit = |_, accepted| match accepted < 200 {
        true => AttemptOutcome::Accepted,
        false => AttemptOutcome::Limited(Some(Duration::from_secs(1)), Limit::Rate),
    };
    let counts = run(&mut Pace::new(512), 60, limit);
    let sent: u32 = counts.iter().map(|(sent, _)| sent).sum();
    let accepted: u32 = counts.iter().map(|(_, accepted)| accepted).sum();
    assert!(f64::from(sent) <= f64::from(accepted) * 1.02, "{sent} for {accepted}");
    assert!(accepted > 60 * 150, "{accepted}");
}

#[test]
fn a_limit_before_the_first_answer_sets_no_rate() {
    // Others used the limit up, as in the first second after a restart.
    let limit = |second, _| match second {
        0..=1 => AttemptOutcome::Limited(Some(Duration::from_secs(1)), Limit::Rate),
        _ => AttemptOutcome::Accepted,
    };
    let counts = run(&mut Pace::new(64), 5, limit);
    assert!(counts[0].0 + counts[1].0 <= 16, "{counts:?}");
    assert!(counts[4].0 > 10_000, "{counts:?}");
}

#[test]
fn an_outage_costs_less_than_a_request_a_second_and_ends_within_five() {
    let outage = |second, _| match (20..620).contains(&second) {
        true => AttemptOutcome::Unreachable,
        false => AttemptOutcome::Accepted,
    };
    let mut pace = Pace::new(64);
    let counts = run(&mut pace, 630, outage);
    let meanwhile: u32 = counts[21..620].iter().map(|(sent, _)| sent).sum();
    assert!(meanwhile < 600 && meanwhile > 200, "{meanwhile}");
    assert_eq!(counts[625], counts[19], "full speed again");
    assert_eq!(pace.state(), QueueState::Sending);
}

#[test]
fn a_refused_token_stops_the_queue_after_a_handful_of_requests() {
    let mut pace = Pace::new(512);
    let counts = run(&mut pace, 50, |_, _| AttemptOutcome::Unauthorized);
    let sent: u32 = counts.iter().map(|(sent, _)| sent).sum();
    assert!(sent <= 10, "{sent}");
    assert_eq!(pace.state(), QueueState::Unauthorized);
    pace.resume();
    let counts = run(&mut pace, 3, |_, _| AttemptOutcome::Accepted);
    assert!(counts[2].0 > 10_000);
}

#[test]
fn faults_here_and_there_do_not_slow_it_down() {
    let faults = std::cell::Cell::new(0);
    let mut pace = Pace::new(64);
    let counts = run(&mut pace, 5, |_, _| {
        faults.set(faults.get() + 1);
        match faults.get() % 5 {
            0 => AttemptOutcome::Failed { is_late: false },
            _ => AttemptOutcome::Accepted,
        }
    });
    assert!(counts[3].0 > 30_000, "{counts:?}");
}

/// Repeats as often as is allowed at one time, and returns how often that is.
fn repeats(outcome: AttemptOutcome) -> u32 {
    let (mut pace, now) = (Pace::new(64), Instant::now());
    let mut count = 0;
    while count < 1_000 && pace.allows_repeat(now).is_ok() {
        pace.sent(true);
        pace.ended(Attempt { is_repeat: true, ..attempt(outcome, now, 0) }, now);
        count += 1;
    }
    count
}

#[test]
fn repeats_are_rationed_while_they_fail() {
    assert_eq!(repeats(AttemptOutcome::Accepted), 1_000);
    assert_eq!(repeats(AttemptOutcome::Failed { is_late: false }), 100);
}

#[test]
fn a_limit_that_others_reached_does_not_slow_down_what_comes_later() {
    let (mut pace, begin) = (Pace::new(64), Instant::now());
    // One item a second, and no other waits.
    let end = |pace: &mut Pace, second, outcome| {
        let now = begin + Duration::from_secs(second);
        assert_eq!(pace.allows(now, 0), Ok(()));
        pace.sent(false);
        pace.ended(Attempt { has_backlog: false, ..attempt(outcome, now, 0) }, now);
    };
    for second in 0..10 {
        end(&mut pace, second, AttemptOutcome::Accepted);
    }
    end(&mut pace, 10, AttemptOutcome::Limited(Some(Duration::from_secs(1)), Limit::Rate));
    end(&mut pace, 12, AttemptOutcome::Accepted);
    assert_eq!(pace.limit(begin + Duration::from_secs(12)), None);
}
