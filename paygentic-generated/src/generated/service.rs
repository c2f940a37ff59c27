use crate::support::*;

service! {
    name "paygentic",
    token_variable "PAYGENTIC_BEARER_AUTH",
    environment_variable "PAYGENTIC_ENVIRONMENT",
    auth Bearer,
    environments {
        /// For live money.
        Production "production" = "https://api.paygentic.io",
        /// For trying out; the default.
        Sandbox "sandbox" = "https://api.sandbox.paygentic.io",
    }
    default Sandbox
}
