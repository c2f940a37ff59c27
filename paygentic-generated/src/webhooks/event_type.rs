//! The types of events.

use crate::macros::open_enum;

open_enum! {
    /// The kind of an event. The service has more than are known here, and adds to them: those are `Unknown`.
    WebhookEventType {
        CustomerCreatedV0 = "customer.created.v0",
        CustomerCreationFailedV0 = "customer.creation_failed.v0",
        SubscriptionCreatedV0 = "subscription.created.v0",
        SubscriptionUpdatedV0 = "subscription.updated.v0",
        SubscriptionCancelledV0 = "subscription.cancelled.v0",
        InvoicePaidV0 = "invoice.paid.v0",
        SourceActivatedV0 = "source.activated.v0",
        SourceActivationFailedV0 = "source.activation_failed.v0",
        SourceDisconnectedV0 = "source.disconnected.v0",
        SourceEventPendingV0 = "source_event.pending.v0",
    }
}
