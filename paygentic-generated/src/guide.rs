#![doc = include_str!("../docs/guide/index.md")]

#[doc = include_str!("../docs/guide/environments.md")]
pub mod environments {}

#[doc = include_str!("../docs/guide/setup.md")]
pub mod setup {}

#[doc = include_str!("../docs/guide/customers.md")]
pub mod customers {}

#[doc = include_str!("../docs/guide/subscriptions.md")]
pub mod subscriptions {}

#[doc = include_str!("../docs/guide/metering.md")]
pub mod metering {}

#[doc = include_str!("../docs/guide/durable_metering.md")]
pub mod durable_metering {}

#[doc = include_str!("../docs/guide/usage.md")]
pub mod usage {}

#[doc = include_str!("../docs/guide/entitlements.md")]
pub mod entitlements {}

#[doc = include_str!("../docs/guide/features.md")]
pub mod features {}

#[doc = include_str!("../docs/guide/invoices.md")]
pub mod invoices {}

#[doc = include_str!("../docs/guide/payments.md")]
pub mod payments {}

#[doc = include_str!("../docs/guide/costs.md")]
pub mod costs {}

#[doc = include_str!("../docs/guide/sources.md")]
pub mod sources {}

#[doc = include_str!("../docs/guide/test_clocks.md")]
pub mod test_clocks {}

#[doc = include_str!("../docs/guide/webhooks.md")]
pub mod webhooks {}

#[doc = include_str!("../docs/guide/errors.md")]
#[doc = include_str!("generated/conflicts.md")]
pub mod errors {}

#[doc = include_str!("../docs/guide/timeouts.md")]
pub mod timeouts {}

#[doc = include_str!("../docs/guide/security.md")]
pub mod security {}

#[doc = include_str!("../docs/guide/logging.md")]
pub mod logging {}

#[doc = include_str!("../docs/guide/coming_from.md")]
#[doc = include_str!("generated/calls.md")]
pub mod coming_from {}
