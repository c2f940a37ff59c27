//! Rules about the service as a whole.

use super::{ADDED, REMOVED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    CREDENTIALS_CHANGED = "credentials-changed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "clients are created with different credentials", advice "{}";
    CREDENTIALS_REFUSED = "credentials-refused", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "clients are created with different credentials, and the server ignores the old ones", advice "{}";
    SCHEME_ADDED = "security-scheme-added", ADDED, SAFE, SAFE,
        "an authentication scheme was added";
    SCHEME_REMOVED = "security-scheme-removed", REMOVED, SAFE, SAFE,
        "an authentication scheme was removed; operations that required it are reported separately";
    SCHEME_MOVED = "security-scheme-moved", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "the token is sent in a different location",
        advice "existing programs send the token where the server does not look for it";
    ENVIRONMENT_VARIABLE_RENAMED = "environment-variable-renamed", is(Aspect::Configuration, "variable "), BREAKS, SAFE,
        "the environment variable that configures clients was renamed", advice "set {new}";
    SERVER_ADDED = "server-added", ADDED, SAFE, SAFE, "a server was added";
    SERVER_REMOVED = "server-removed", REMOVED, BREAKS, SAFE, "a server was removed", advice "use another server";
    SERVER_ADDRESS_CHANGED = "server-address-changed", is(Aspect::Address, "address "), RISKY, SAFE,
        "the address of a server changed", advice "existing programs call the old address";
    SERVER_VARIABLES_CHANGED = "server-variables-changed", is(Aspect::Type, ""), RISKY, SAFE,
        "the variables of a server address changed";
    SERVER_KEYS_CHANGED = "server-keys-changed", is(Aspect::Configuration, ""), RISKY, SAFE,
        "a server accepts different API keys", advice "a client with a key for another environment is rejected";
    SERVER_DEFAULT_CHANGED = "server-default-changed", is(Aspect::Default, ""), RISKY, SAFE,
        "the default server changed", advice "set the environment explicitly where it must not change";
}
