//! The cost of a call through this crate, compared to the same request written by hand with `reqwest` and
//! serde's derived structs.
//!
//! Both send to a server with fixed responses, in a process of its own, so that its work is not
//! counted. They take turns in many short rounds, so that both run under the same load of the machine.
//!
//! ```text
//! cargo bench -p paygentic-generated [-- --quick]
//! ```
//!
//! Without `--bench` (as in `cargo test --benches`) it makes a few calls and measures nothing.

mod clock;
mod contender;
mod plain;
mod sdk;
mod server;
mod table;

use std::env;
use std::error::Error;

use clock::{Span, Watch};
use contender::Contender;
use plain::Plain;
use sdk::Sdk;
use server::Server;
use tokio::task::JoinSet;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const TOKEN: &str = "sk_test_2Jb7sVqXw9TnLr4KfHc8Zy3M";
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

#[derive(Clone, Copy)]
enum Request {
    Ingest,
    List,
}

#[derive(Clone, Copy)]
struct Scenario {
    name: &'static str,
    request: Request,
    in_flight: usize,
    /// The number of calls in a round.
    calls: usize,
}

const SCENARIOS: [Scenario; 3] = [
    Scenario { name: "ingest, one by one", request: Request::Ingest, in_flight: 1, calls: 50 },
    Scenario { name: "ingest, 50 in flight", request: Request::Ingest, in_flight: 50, calls: 250 },
    Scenario { name: "list 100 customers", request: Request::List, in_flight: 1, calls: 20 },
];

/// The length of the run: rounds per contender, and the divisor of the calls in a round.
struct Length {
    rounds: usize,
    divisor: usize,
}

impl Length {
    fn from_arguments() -> Self {
        let has = |name: &str| env::args().any(|argument| argument == name);
        let (rounds, divisor) = match (has("--bench"), has("--quick")) {
            (false, _) => (1, 10),
            (true, true) => (151, 1),
            (true, false) => (1001, 1),
        };
        Length { rounds, divisor }
    }

    fn measures(&self) -> bool {
        self.rounds > 1
    }
}

/// The rounds of one scenario.
#[derive(Default)]
struct Rounds {
    sdk: Vec<Span>,
    plain: Vec<Span>,
}

fn main() -> Result<()> {
    if server::is_wanted() {
        return server::run();
    }
    let length = Length::from_arguments();
    let server = Server::start()?;
    if length.measures() {
        println!("{}", server.pin());
    }
    let sdk = Sdk::new(server.url())?;
    let plain = Plain::new(server.url())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut table = table::Table::new();
    for mut scenario in SCENARIOS {
        scenario.calls = (scenario.calls / length.divisor).max(scenario.in_flight);
        let rounds = runtime.block_on(take_turns(&sdk, &plain, scenario, length.rounds))?;
        table.add(scenario.name, &rounds);
    }
    if length.measures() {
        print!("{table}");
    }
    Ok(())
}

async fn take_turns(sdk: &Sdk, plain: &Plain, scenario: Scenario, count: usize) -> Result<Rounds> {
    // The first round of each opens the connections.
    round(sdk, scenario).await?;
    round(plain, scenario).await?;
    let mut rounds = Rounds::default();
    for index in 0..count {
        if index % 2 == 0 {
            rounds.sdk.push(round(sdk, scenario).await?);
            rounds.plain.push(round(plain, scenario).await?);
        } else {
            rounds.plain.push(round(plain, scenario).await?);
            rounds.sdk.push(round(sdk, scenario).await?);
        }
    }
    Ok(rounds)
}

/// The average time of a call in a round.
async fn round(contender: &impl Contender, scenario: Scenario) -> Result<Span> {
    let each = scenario.calls / scenario.in_flight;
    let watch = Watch::start()?;
    let mut tasks = JoinSet::new();
    for _ in 0..scenario.in_flight {
        let contender = contender.clone();
        tasks.spawn(async move {
            for _ in 0..each {
                match scenario.request {
                    Request::Ingest => contender.ingest().await?,
                    Request::List => contender.list().await?,
                }
            }
            Result::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    watch.stop(each * scenario.in_flight)
}
