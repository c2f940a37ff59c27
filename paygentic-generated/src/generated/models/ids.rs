use crate::support::*;

id! {
    /// Identifies a customer; written `cus_...`.
    CustomerId

    /// Identifies an organization; written `org_...`.
    OrganizationId
}
