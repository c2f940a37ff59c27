#![doc = include_str!("../../docs/webhooks.md")]

mod error;
mod event;
mod event_type;
mod secret;
mod signed_headers;
mod verifier;

pub use error::WebhookError;
pub use event::WebhookEvent;
pub use event_type::WebhookEventType;
pub use verifier::Verifier;
