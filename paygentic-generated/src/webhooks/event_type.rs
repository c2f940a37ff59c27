//! The types of events.

use crate::macros::open_enum;

open_enum! {
    /// The type of an event. The service has more types than these, and adds new ones: those are `Unknown`.
    ///
    /// The API does not document when exactly each is sent; the descriptions follow from the names.
    WebhookEventType {
        /// `customer.created.v0`: A customer was created.
        CustomerCreatedV0 = "customer.created.v0",
        /// `customer.creation_failed.v0`: A customer could not be created.
        CustomerCreationFailedV0 = "customer.creation_failed.v0",
        /// `subscription.created.v0`: A subscription was created.
        SubscriptionCreatedV0 = "subscription.created.v0",
        /// `subscription.updated.v0`: A subscription was changed.
        SubscriptionUpdatedV0 = "subscription.updated.v0",
        /// `subscription.cancelled.v0`: A subscription was cancelled.
        SubscriptionCancelledV0 = "subscription.cancelled.v0",
        /// `invoice.paid.v0`: An invoice was paid, such as that of a purchase of credits.
        InvoicePaidV0 = "invoice.paid.v0",
        /// `source.activated.v0`: A source was activated.
        SourceActivatedV0 = "source.activated.v0",
        /// `source.activation_failed.v0`: A source could not be activated.
        SourceActivationFailedV0 = "source.activation_failed.v0",
        /// `source.disconnected.v0`: A source lost its connection to the other system.
        SourceDisconnectedV0 = "source.disconnected.v0",
        /// `source_event.pending.v0`: A source has received an event that waits for approval.
        SourceEventPendingV0 = "source_event.pending.v0",
    }
}
