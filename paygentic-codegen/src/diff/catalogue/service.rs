//! Rules about the service as a whole.

use super::{ADDED, REMOVED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    CREDENTIALS_CHANGED = "credentials-changed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "clients are made with other credentials", advice "{}";
    CREDENTIALS_REFUSED = "credentials-refused", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "clients are made with other credentials, and the old ones are not looked for", advice "{}";
    SCHEME_ADDED = "security-scheme-added", ADDED, SAFE, SAFE,
        "there is another way of authentication";
    SCHEME_REMOVED = "security-scheme-removed", REMOVED, SAFE, SAFE,
        "a way of authentication is gone; operations that asked for it are reported on their own";
    SCHEME_MOVED = "security-scheme-moved", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "the token goes elsewhere",
        advice "programs built before send the token where it is not looked for";
    ENVIRONMENT_VARIABLE_RENAMED = "environment-variable-renamed", is(Aspect::Configuration, "variable "), BREAKS, SAFE,
        "clients are configured by another environment variable", advice "set {new}";
    SERVER_ADDED = "server-added", ADDED, SAFE, SAFE, "there is another server";
    SERVER_REMOVED = "server-removed", REMOVED, BREAKS, SAFE, "a server is gone", advice "use another server";
    SERVER_ADDRESS_CHANGED = "server-address-changed", is(Aspect::Address, "address "), RISKY, SAFE,
        "a server has another address", advice "programs built before call the old address";
    SERVER_VARIABLES_CHANGED = "server-variables-changed", is(Aspect::Type, ""), RISKY, SAFE,
        "the address of a server has other variables";
    SERVER_KEYS_CHANGED = "server-keys-changed", is(Aspect::Configuration, "variable "), RISKY, SAFE,
        "a server takes other keys", advice "a client with a key of another environment is refused";
    SERVER_DEFAULT_CHANGED = "server-default-changed", is(Aspect::Default, ""), RISKY, SAFE,
        "another server is the default", advice "name the environment where it must not change";
}
