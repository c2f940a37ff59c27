//! Tests of the runtime against types of its own, so that they hold for any document.

#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
mod calls;
mod client;
mod credentials;
mod downloads;
mod error_shapes;
mod errors;
mod events;
mod http;
mod idempotency;
mod locations;
mod misconfiguration;
mod mock;
mod objects;
mod pages;
mod paging;
mod params;
mod providers;
mod proxies;
mod queue;
mod responses;
mod retries;
mod sample;
mod secrets;
mod servers;
mod settings;
mod streams;
mod testing;
mod tracking;
mod unions;
mod uploads;
mod values;
