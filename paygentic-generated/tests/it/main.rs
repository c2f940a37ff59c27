//! What users write: the examples, their tests, receivers of webhooks. One program, as linking takes longer than running.

mod dependencies;
mod examples;
mod getting_started;
mod guide;
mod svix;
mod svix_library;
mod testing;
mod webhooks;
mod webhooks_example;
