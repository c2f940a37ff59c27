//! What users write: the examples, their tests, receivers of webhooks. One program, as linking takes longer than running.

mod dependencies;
mod examples;
mod getting_started;
mod guide;
#[cfg(feature = "webhooks")]
mod svix;
#[cfg(feature = "webhooks")]
mod svix_library;
mod testing;
#[cfg(feature = "webhooks")]
mod webhooks;
#[cfg(feature = "webhooks")]
mod webhooks_example;
