use crate::support::*;

/// An entitlement in a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EntitlementListItem {
    /// `boolean`
    Boolean(BooleanEntitlement),
    /// `static` or `fixed`
    Static(StaticEntitlement),
    /// What this version does not know, as sent.
    Unknown(Value),
}

union! {
    EntitlementListItem tag "featureType" {
        Boolean(BooleanEntitlement) from = "boolean",
        Static(StaticEntitlement) from = "static" | "fixed",
    }
}

/// Access or none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BooleanEntitlement {
    /// Whether there is access.
    pub has_access: bool,
}

object! {
    BooleanEntitlement { has_access "hasAccess" }
    constants { "featureType" = "boolean", "version" = 2, "final" = true }
}

/// A fixed setting.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StaticEntitlement {
    /// The setting.
    pub config: Value,
    /// How often it resets.
    pub period: Option<IsoDuration>,
}

object! {
    StaticEntitlement { config "config", period "period" }
    constants { "featureType" = "static" }
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListEntitlementsResponse {
    /// The entitlements.
    pub data: Vec<EntitlementListItem>,
}

object! { ListEntitlementsResponse { data "data" } }

/// An empty object.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Nothing {}

object! { Nothing {} }

setters! { Nothing {} new() }
